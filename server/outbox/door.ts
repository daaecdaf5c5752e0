import { CrossledgerError, asError } from '../kernel/errors.ts';
import { instant, type Clock } from '../kernel/clock.ts';
import type { Database } from '../store/database.ts';
import { record } from '../audit/audit.ts';
import { beginStep, endStep, unsettledMs, type StepOutcome } from '../store/steps.ts';
import { extendLease } from '../store/leases.ts';

export interface Write {
  orgId: string;
  key: string;
  /** Name of the write, `create header`; what is looked at when its answer was lost. */
  step: string;
  /** How long a lost request of this kind may still commit; 0 for writes that may be repeated. */
  settleMs: number;
  /** Longest wait for the answer. */
  callMs: number;
  lease: { name: string; owner: string };
  /** The thread, for the trail. */
  correlationId: string | null;
}

const LEASE_MARGIN_MS = 5000;

/** The answer to a step was lost; until this time is over it may still commit. */
export const settling = (clock: Clock, step: string, waitMs: number): CrossledgerError =>
  new CrossledgerError('erp.settling', { step, until: instant(clock.now() + waitMs).slice(11, 19) }, { retryAfterMs: waitMs });

/**
 * The only door for a write to the outside: intent stored before the call, outcome after it, and no repeat before a lost
 * one can no longer commit. The caller looks up what exists before it comes here.
 */
export async function write<T>(db: Database, clock: Clock, at: Write, call: (deadlineAt: number) => Promise<T>): Promise<T> {
  const waitMs = at.settleMs === 0 ? 0 : await unsettledMs(db, at);
  if (waitMs > 0) throw settling(clock, at.step, waitMs);
  // Before the intent: a process that is frozen after this sends nothing when it wakes.
  const deadlineAt = clock.now() + at.callMs;
  const id = await beginStep(db, at);
  if (!(await extendLease(db, at.lease.name, at.lease.owner, at.callMs + LEASE_MARGIN_MS))) {
    await endStep(db, id, 'not-done', 'the lease was lost');
    throw new CrossledgerError('internal.fault', { problem: 'lease lost' });
  }
  try {
    const answer = await call(deadlineAt);
    await end(db, at, id, 'done', null);
    return answer;
  } catch (thrown) {
    const error = asError(thrown);
    const outcome = error.code === 'internal.fault' || error.outcome === 'unknown' ? 'unknown' : error.entry.retry === 'later' ? 'not-done' : 'refused';
    await end(db, at, id, outcome, `${error.code}: ${error.message}`.slice(0, 500));
    throw error;
  }
}

/** The outcome and its entry in the trail: `write.done`, `write.refused`, `write.not-done`, or `write.unknown` when the answer was lost. */
const end = (db: Database, at: Write, id: string, outcome: StepOutcome, detail: string | null): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await endStep(transaction, id, outcome, detail);
    await record(transaction, { orgId: at.orgId, actor: 'crossledger', action: `write.${outcome}`, subject: at.key, reason: detail, after: { step: at.step }, correlationId: at.correlationId });
  });
