import type { WireReply, WireRequest } from '../../common/wire.ts';
import { ApexFailure } from '../org.ts';
import type { Session } from './auth/sessions.ts';
import type { OrgContext } from './call.ts';
import { fieldsShape, json, readJson } from './reply.ts';

export const apexPrefix = '/__apex/';

/** `POST /__apex/{Class.method}`: stands in for the Aura endpoint by which components call Apex. */
export async function answerApex(context: OrgContext, session: Session, request: WireRequest): Promise<WireReply> {
  const method = decodeURIComponent(request.path.slice(apexPrefix.length));
  const parameters = request.text === '' ? {} : readJson(request, fieldsShape);
  try {
    const result = await context.org.invoke(method, parameters, { userId: session.userId });
    return json(200, result ?? null);
  } catch (cause) {
    if (!(cause instanceof ApexFailure)) throw cause;
    const { exceptionType, message } = cause;
    return json(500, { exceptionType, isUserDefinedException: !exceptionType.startsWith('System.'), message, stackTrace: '' });
  }
}
