import type { CrossledgerError } from '../kernel/errors.ts';
import type { Database } from '../store/database.ts';
import { closeException, openException, redriveCause } from '../store/exceptions.ts';
import { PATIENT_ATTEMPTS, changePush, findPush, type Push, type PushChange } from '../store/pushes.ts';
import { causeOf } from './cause-of.ts';
import { recordOrder } from './trail.ts';

/** Brought forward at once when a cause is gone; the others follow when these go through. */
const REDRIVE_LIMIT = 1000;
export const CAUSE_GONE = 'the cause was gone';
const ITSELF = 'crossledger';

/** An entry of the order's trail, see `recordOrder`. */
export type Entry = { action: string } & Parameters<typeof recordOrder>[3];

/** The push's new state, its exception and its entry in the trail, in one transaction; then whatever waited for a cause that was seen gone is brought forward. */
export async function storeOutcome(db: Database, push: Push, change: PushChange & { state: Push['state'] }, error: CrossledgerError, entry: Entry | null): Promise<void> {
  const gone = await db.transaction().execute(async (transaction) => {
    await changePush(transaction, push.org_id, push.key, change);
    const cause = await noteOutcome(transaction, push, change, error);
    if (entry !== null) await recordOrder(transaction, push, entry.action, entry);
    return cause;
  });
  if (gone !== null) await redriveCause(db, push.org_id, gone, REDRIVE_LIMIT);
}

/** Returns a cause that is gone; null when none is known to be. */
async function noteOutcome(db: Database, known: Push, change: PushChange & { state: Push['state'] }, error: CrossledgerError): Promise<string | null> {
  const push = (await findPush(db, known.org_id, known.key)) ?? known;
  if (change.state === 'refused') {
    // It was not tried to the end, so that nothing is known of its cause.
    await closeException(db, subjectOf(push), { state: 'resolved', resolution: `nothing is sent any more: ${error.message}`, by: ITSELF });
    return null;
  }
  const isKept = change.state === 'blocked' || change.state === 'dead' || change.state === 'held' || (change.state === 'waiting' && push.attempts >= PATIENT_ATTEMPTS);
  return isKept ? keepException(db, push, error) : null;
}

/** Opens or refreshes the exception of a push; returns the cause that it had before, which is gone. */
export const keepException = (db: Database, push: Push, error: CrossledgerError): Promise<string | null> =>
  openException(db, {
    ...subjectOf(push), opportunityId: push.opportunity_id, connection: push.connection, code: error.code, cause: causeOf(error, { key: push.key, connection: push.connection }),
    owner: ownerOf(error), sentence: error.message, fix: error.next, ...(push.plan === null || push.overrides !== null ? {} : { before: JSON.stringify(push.plan) }),
  });

/** A push that went through, with what was sent and its entry in the trail: its exception is closed, and others with its cause go at once. */
export async function storeThrough(db: Database, push: Push, change: PushChange & { state: Push['state'] }, entry: Entry | null, sent?: unknown): Promise<void> {
  const cause = await db.transaction().execute(async (transaction) => {
    await changePush(transaction, push.org_id, push.key, change);
    const closed = await closeException(transaction, subjectOf(push), { state: 'resolved', resolution: CAUSE_GONE, by: ITSELF, ...(sent === undefined ? {} : { after: JSON.stringify(sent) }) });
    if (entry !== null) await recordOrder(transaction, push, entry.action, entry);
    return closed;
  });
  if (cause !== null) await redriveCause(db, push.org_id, cause, REDRIVE_LIMIT);
}

/** The order exists and Salesforce does not take its number: that is an exception too. */
export async function storeUntold(db: Database, push: Push, change: PushChange, error: CrossledgerError): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await changePush(transaction, push.org_id, push.key, change);
    const isKept = push.state === 'sent' && (error.entry.retry !== 'later' || push.tell_attempts + 1 >= PATIENT_ATTEMPTS);
    if (isKept) await keepException(transaction, push, error);
  });
}

/** What nobody can fix is looked at by an admin all the same. */
const ownerOf = (error: CrossledgerError): string => (error.entry.fixer === 'nobody' ? 'admin' : error.entry.fixer);

export const subjectOf = (push: Pick<Push, 'org_id' | 'key'>) => ({ orgId: push.org_id, key: push.key, kind: 'push' as const });
