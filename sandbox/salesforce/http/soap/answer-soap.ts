import type { WireReply, WireRequest } from '../../../common/wire.ts';
import { OrgError } from '../../org.ts';
import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../call.ts';
import { metadataOperations } from '../metadata/metadata-operations.ts';
import { administratorOf, refusal, serviceOf } from '../metadata/service-of.ts';
import { metadataNamespace } from '../../metadata/xml.ts';
import { answerMerge, partnerNamespace } from './merge.ts';
import { answerCall, answerFault, readCall, SoapFault, textOf, toXml, type SoapCall } from './envelope.ts';

export const soapPrefix = '/services/Soap/';
const apexNamespace = 'http://soap.sforce.com/2006/08/apex';

/** Answers the Metadata API below `m`, the Apex API below `s` and the Partner API below `u`; a refusal is a fault with status 500 (salesforce.md §7). */
export async function answerSoap(context: OrgContext, request: WireRequest): Promise<WireReply> {
  const [, door = '', version = ''] = /^\/services\/Soap\/(\w)\/(\d+\.\d)/.exec(request.path) ?? [];
  const namespace = door === 's' ? apexNamespace : door === 'u' ? partnerNamespace : metadataNamespace;
  try {
    const call = readCall(request.text);
    const session = call.sessionId === undefined ? undefined : context.sessions.find(call.sessionId);
    if (!session) throw new SoapFault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session hash');
    if (door === 'm') return await answerMetadata(context, session, call, version);
    if (door === 's' && call.operation === 'executeAnonymous') return await runAnonymous(context, session, call);
    if (door === 'u' && call.operation === 'merge') return await answerMerge(context, session, call);
    throw new SoapFault('UNKNOWN_EXCEPTION', `This org does not know the operation ${call.operation}`);
  } catch (cause) {
    if (cause instanceof SoapFault) return answerFault(namespace, cause);
    if (cause instanceof OrgError) return answerFault(namespace, new SoapFault(cause.errorCode, cause.message));
    throw cause;
  }
}

async function answerMetadata(context: OrgContext, session: Session, { operation, body }: SoapCall, version: string): Promise<WireReply> {
  const user = administratorOf(context, session.userId);
  if (!user) throw new SoapFault(refusal.code, refusal.message);
  const answer = metadataOperations[operation];
  if (!answer) throw new SoapFault('UNKNOWN_EXCEPTION', `This org does not know the operation ${operation}`);
  return answerCall(metadataNamespace, operation, await answer({ service: serviceOf(context), user: { id: user.id, name: user.name }, version, body }));
}

/** Only administrators may write Apex; the debug log comes in a header of the answer. */
async function runAnonymous(context: OrgContext, session: Session, { operation, body }: SoapCall): Promise<WireReply> {
  if (!administratorOf(context, session.userId)) throw new SoapFault('INSUFFICIENT_ACCESS', 'Running anonymous Apex requires a user with the AuthorApex permission');
  const { log, ...result } = await context.org.runAnonymous(textOf(body, 'apexcode') ?? '', { userId: session.userId });
  return answerCall(apexNamespace, operation, result, toXml('DebuggingInfo', { debugLog: log.join('\n') }));
}
