import type { WireReply } from '../../../common/wire.ts';
import type { WireRecord } from '../../org.ts';
import type { Session } from '../auth/sessions.ts';
import type { OrgContext } from '../call.ts';
import { answerCall, listAt, SoapFault, type SoapCall, type SoapNode } from './envelope.ts';

export const partnerNamespace = 'urn:partner.soap.sforce.com';

/** Answers each request of a merge call on its own, as the Partner API does; one that fails leaves the others. */
export async function answerMerge(context: OrgContext, session: Session, { operation, body }: SoapCall): Promise<WireReply> {
  const requests = listAt(body, 'mergeRequests').length > 0 ? listAt(body, 'mergeRequests') : listAt(body, 'request');
  const results: unknown[] = [];
  for (const request of requests) {
    if (typeof request === 'string') throw new SoapFault('soapenv:Client', 'A merge request has no content');
    const loserIds = listAt(request, 'recordToMergeIds').filter((id) => typeof id === 'string');
    const { errors, ...result } = await context.org.merge(masterOf(request), loserIds, { userId: session.userId });
    results.push({ errors, ...result });
  }
  return answerCall(partnerNamespace, operation, results);
}

/** Elements of the master record are its type, its fields, and the names of those to be emptied. */
function masterOf(request: SoapNode): WireRecord {
  const [master] = listAt(request, 'masterRecord');
  if (master === undefined || typeof master === 'string') throw new SoapFault('soapenv:Client', 'A merge request has no master record');
  const { type, fieldsToNull: _emptied, ...fields } = master;
  const record: WireRecord = { attributes: { type: typeof type === 'string' ? type : '' }, ...fields };
  for (const name of listAt(master, 'fieldsToNull')) if (typeof name === 'string') record[name] = null;
  return record;
}
