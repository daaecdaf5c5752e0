import { CrossledgerError, asError } from '../kernel/errors.ts';
import type { OrgPort, Refusal } from '../salesforce/org-port.ts';
import type { Database } from '../store/database.ts';
import { changePush, findPush, type Push } from '../store/pushes.ts';
import { backoffMs } from './backoff.ts';
import { storeThrough, storeUntold } from './exceptions.ts';
import { isQuiet, noticeOf } from './notice.ts';

export interface TellOptions {
  recheckMs: number;
}

/**
 * Writes what the push came to into the deal, and closes the push when its number is there. A refusal of Salesforce stays
 * visible as a sentence and is tried again by itself.
 */
export async function tellDeal(db: Database, org: OrgPort, orgId: string, key: string, options: TellOptions): Promise<void> {
  const push = await findPush(db, orgId, key);
  // What was never announced needs no word when it is not Crossledger's business; what was, gets a last one.
  if (push === undefined || (push.told === null && isQuiet(push))) return;
  const notice = noticeOf(push);
  if (notice === null) return;
  const told = JSON.stringify(notice);
  if (told === push.told && push.state !== 'sent') return;
  try {
    const [refusal] = await org.tellDeals([notice]);
    if (refusal !== null && refusal !== undefined) throw refused(push, refusal);
    const done = { told, tell_code: null, tell_message: null, tell_attempts: 0 };
    if (push.state === 'sent') await storeThrough(db, push, { ...done, state: 'written-back', nextTryInMs: null }, { action: 'order.written-back', after: { number: push.order_number } });
    else await changePush(db, orgId, key, done);
  } catch (thrown) {
    const error = asError(thrown);
    const attempts = push.tell_attempts + 1;
    const waitMs = error.entry.retry === 'later' ? backoffMs(attempts) : options.recheckMs;
    const tries = push.state === 'waiting' || push.state === 'blocked' || push.state === 'held' ? {} : { nextTryInMs: waitMs };
    await storeUntold(db, push, { tell_code: error.code, tell_message: error.sentence, tell_attempts: attempts, ...tries }, error);
  }
}

function refused(push: Push, { message: problem, isTransient }: NonNullable<Refusal>): CrossledgerError {
  if (isTransient === true) return new CrossledgerError('salesforce.unavailable', { problem });
  if (push.state === 'sent') return new CrossledgerError('salesforce.write-back', { number: push.order_number ?? '', problem });
  return new CrossledgerError('salesforce.refused', { problem });
}
