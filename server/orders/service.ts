import { CrossledgerError } from '../kernel/errors.ts';
import { toId18 } from '../kernel/ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { record } from '../audit/audit.ts';
import type { PushView } from '../contract/panels.ts';
import type { Database } from '../store/database.ts';
import { changePush, countPushes, findPush, lockPush, type Push, type PushChange } from '../store/pushes.ts';
import { markRetrying } from '../store/exceptions.ts';
import { listSteps } from '../store/steps.ts';
import { acceptPush, pushJob } from './accept.ts';
import { holdForChangedPlan } from './check/plan-changed.ts';
import type { OrdersDeps } from './deps.ts';
import { checkDeal } from './draft.ts';
import { rowOf, viewOf, type PushListRow } from './view.ts';

export interface Who {
  orgId: string;
  /** For the audit trail: `user 005…` or `operator <name>`. */
  actor: string;
  requestId: string;
}

export interface Asked {
  origin: 'button' | 'operator';
  /** Of the check that was shown. */
  planHash?: string | undefined;
  /** An operator says why. */
  reason?: string;
}

/** Send to ERP: re-reads the deal, accepts its order, and brings a waiting one forward. */
export async function sendOrder(deps: OrdersDeps, jobs: Jobs, who: Who, opportunityId: string, { origin, planHash, reason }: Asked): Promise<PushView> {
  const deal = await (await deps.directory.org(who.orgId)).readDeal(opportunityId, []);
  if (deal === null) throw new CrossledgerError('record.unknown', { what: 'Opportunity', id: opportunityId });
  checkDeal(deal);
  const holdReason = planHash === undefined ? null : await holdForChangedPlan(deps, who, opportunityId, planHash);
  const asked = (db: Database, subject: string): Promise<void> =>
    record(db, { orgId: who.orgId, actor: who.actor, action: 'order.asked-for', subject, reason: reason ?? null, before: null, after: { opportunityId: deal.id }, requestId: who.requestId });
  const wanted = { orgId: who.orgId, opportunityId: toId18(deal.id), cycle: deal.cycle, origin, correlationId: who.requestId, ...(holdReason === null ? {} : { holdReason }) };
  const { key, isNew } = await acceptPush(deps.db, jobs, wanted, asked);
  if (!isNew && holdReason !== null) await changePush(deps.db, who.orgId, key, { hold_reason: holdReason });
  if (!isNew) await bringForward(deps, jobs, who.orgId, key, { by: origin, origin, note: (db) => asked(db, key) });
  return viewOf(await needPush(deps, who.orgId, key));
}

interface Forward {
  by: 'button' | 'operator';
  /** Who wants it from now on; kept when absent. */
  origin?: 'button' | 'operator';
  /** Writes down who asked, in the same transaction; told the push as it was and the state that it has then. */
  note?: (db: Database, push: Push, state: string) => Promise<void>;
}

/** What was refused by rule goes when somebody asks for it by hand; what is dead, discarded or held waits for an operator. */
export async function bringForward(deps: OrdersDeps, jobs: Jobs, orgId: string, key: string, { by, origin, note }: Forward): Promise<void> {
  await deps.db.transaction().execute(async (db) => {
    const push = await lockPush(db, orgId, key.toUpperCase());
    if (push === undefined) throw new CrossledgerError('record.unknown', { what: 'Push', id: key });
    const change = forwardOf(push, by, origin);
    if (change !== null) {
      await changePush(db, orgId, push.key, change);
      await markRetrying(db, orgId, push.key);
      await jobs.add(pushJob(orgId, push.key), db);
    }
    await note?.(db, push, change?.state ?? push.state);
  });
}

/** Null when it is not brought forward. */
function forwardOf(push: Push, by: 'button' | 'operator', origin?: 'button' | 'operator'): PushChange | null {
  const byHand = push.state === 'refused' || push.state === 'observed' || ((push.state === 'dead' || push.state === 'discarded') && by === 'operator');
  if (byHand) return { state: 'accepted', origin: origin ?? push.origin, code: null, message: null, fixer: null, nextTryInMs: 0 };
  const waits = push.state === 'waiting' || push.state === 'blocked' || push.state === 'sent' || (push.state === 'held' && by === 'operator');
  return waits ? { nextTryInMs: 0 } : null;
}

export async function needPush(deps: OrdersDeps, orgId: string, key: string): Promise<Push> {
  const push = await findPush(deps.db, orgId, key.toUpperCase());
  if (push === undefined) throw new CrossledgerError('record.unknown', { what: 'Push', id: key });
  return push;
}

export interface PushQuery {
  state?: string | undefined;
  opportunity?: string | undefined;
  limit: number;
  after?: string | undefined;
}

/** Newest first; `next` is the cursor of the following page. */
export async function listPushes(deps: OrdersDeps, orgId: string, query: PushQuery): Promise<{ rows: PushListRow[]; counts: Record<string, number>; next: string | null }> {
  let select = deps.db.selectFrom('pushes').selectAll().where('org_id', '=', orgId).orderBy('accepted_at', 'desc').orderBy('key').limit(query.limit + 1);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.opportunity !== undefined) select = select.where('opportunity_id', '=', toId18(query.opportunity));
  const [acceptedAt, key] = query.after?.split('~') ?? [];
  if (acceptedAt !== undefined && key !== undefined && !Number.isNaN(Date.parse(acceptedAt))) {
    select = select.where((eb) => eb.or([eb('accepted_at', '<', acceptedAt), eb.and([eb('accepted_at', '=', acceptedAt), eb('key', '>', key)])]));
  }
  const rows = await select.execute();
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return { rows: rows.slice(0, query.limit).map(rowOf), counts: await countPushes(deps.db, orgId), next: last === undefined ? null : `${last.accepted_at}~${last.key}` };
}

export async function showPush(deps: OrdersDeps, orgId: string, key: string) {
  const push = await needPush(deps, orgId, key);
  const steps = await listSteps(deps.db, orgId, push.key);
  return { ...rowOf(push), plan: push.plan, steps: steps.map((step) => ({ step: step.step, attempt: step.attempt, at: step.sent_at, doneAt: step.done_at, outcome: step.outcome, detail: step.detail })) };
}

export async function retryPush(deps: OrdersDeps, jobs: Jobs, who: Who, key: string, reason: string): Promise<PushListRow> {
  await bringForward(deps, jobs, who.orgId, key, {
    by: 'operator',
    note: (db, before, state) => record(db, { orgId: who.orgId, actor: who.actor, action: 'push.retried', subject: before.key, reason, before: { state: before.state }, after: { state }, requestId: who.requestId }),
  });
  return rowOf(await needPush(deps, who.orgId, key));
}
