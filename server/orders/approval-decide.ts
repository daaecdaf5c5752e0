import { record } from '../audit/audit.ts';
import type { PushView } from '../contract/panels.ts';
import { instant } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Database } from '../store/database.ts';
import { closeException, markRetrying } from '../store/exceptions.ts';
import { changePush, findHeldPush, type Push } from '../store/pushes.ts';
import { pushJob } from './accept.ts';
import { heldPlanHash, type Approved } from './approval.ts';
import type { OrdersDeps } from './deps.ts';
import { subjectOf } from './exceptions.ts';
import { withPushLease } from './push-lease.ts';
import { needPush, type Who } from './service.ts';
import { viewOf } from './view.ts';

export interface Decision {
  reason: string;
  /** Of the plan that the decider saw; another plan is then not decided about. */
  planHash?: string | undefined;
}

/** Key of the order of a deal that waits for approval; throws order.not-held when none does. */
export async function heldKey(deps: OrdersDeps, orgId: string, opportunityId: string): Promise<string> {
  const push = await findHeldPush(deps.db, orgId, opportunityId);
  if (push === undefined) throw new CrossledgerError('order.not-held');
  return push.key;
}

/** Lets exactly the plan that waits be sent. */
export const releaseOrder = (deps: OrdersDeps, jobs: Jobs, who: Who, key: string, decision: Decision): Promise<PushView> =>
  decide(deps, jobs, who, key, decision, async (db, push, hash) => {
    const approved: Approved = { hash, by: who.actor, reason: decision.reason, at: instant(deps.clock.now()) };
    await changePush(db, push.org_id, push.key, { state: 'accepted', approved: JSON.stringify(approved), code: null, message: null, fixer: null, nextTryInMs: 0 });
    await markRetrying(db, push.org_id, push.key);
    return 'order.released';
  });

/** Does not let it be sent, and tells the deal why. */
export const refuseOrder = (deps: OrdersDeps, jobs: Jobs, who: Who, key: string, decision: Decision): Promise<PushView> =>
  decide(deps, jobs, who, key, decision, async (db, push) => {
    const error = new CrossledgerError('order.not-approved', { reason: decision.reason.replace(/[.\s]+$/, '') });
    await changePush(db, push.org_id, push.key, { state: 'refused', code: error.code, message: error.sentence, fixer: error.entry.fixer, nextTryInMs: 0 });
    await closeException(db, subjectOf(push), { state: 'discarded', resolution: `not approved: ${decision.reason}`, by: who.actor });
    return 'order.not-approved';
  });

async function decide(deps: OrdersDeps, jobs: Jobs, who: Who, key: string, decision: Decision, change: (db: Database, push: Push, hash: string) => Promise<string>): Promise<PushView> {
  await needPush(deps, who.orgId, key);
  await withPushLease(deps, who.orgId, key, async () => {
    const push = await needPush(deps, who.orgId, key);
    const hash = heldPlanHash(push);
    if (hash === null) throw new CrossledgerError('order.not-held');
    if (decision.planHash !== undefined && decision.planHash !== hash) throw new CrossledgerError('order.approval-moved');
    await deps.db.transaction().execute(async (db) => {
      const action = await change(db, push, hash);
      await record(db, { orgId: who.orgId, actor: who.actor, action, subject: key, reason: decision.reason, before: { state: push.state, message: push.message }, after: { planHash: hash }, requestId: who.requestId });
    });
  });
  await jobs.add(pushJob(who.orgId, key));
  return viewOf(await needPush(deps, who.orgId, key));
}
