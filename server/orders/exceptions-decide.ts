import type { ExceptionView, OrderEdit } from '../contract/exceptions.ts';
import { record } from '../audit/audit.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { toId18 } from '../kernel/ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Deal } from '../salesforce/org-port.ts';
import type { Database } from '../store/database.ts';
import { closeException, noteEdit, type ExceptionKind } from '../store/exceptions.ts';
import { countQueue, readQueue, type QueueRow } from '../store/exception-queue.ts';
import { changePush, lockPush, type Push, type PushChange } from '../store/pushes.ts';
import { pushJob } from './accept.ts';
import type { OrdersDeps } from './deps.ts';
import { exceptionOf, isOpen, needException, needOpenException, refuseClosed } from './exceptions-queue.ts';
import { lookAgainAtMerges } from './merged-accounts.ts';
import { editDeal, editableOf, mergeEdits, overridesOf } from './overrides.ts';
import { withMergeLease, withPushLease } from './push-lease.ts';
import { bringForward, needPush, type Who } from './service.ts';
import { lookAgain } from './watch.ts';

const MANY = 200;

/** Tries one again, also one whose push was discarded. Throws exception.closed when nothing is left to try. */
export async function retryException(deps: OrdersDeps, jobs: Jobs, who: Who, id: string, reason: string): Promise<ExceptionView> {
  const row = await needException(deps, who.orgId, id);
  if (!(row.state === 'discarded' && row.push_state === 'discarded')) refuseClosed(row);
  await retryAll(deps, jobs, who, [row], reason);
  return exceptionOf(deps, who.orgId, id);
}

export type Pick = { by: 'ids'; ids: string[] } | { by: 'cause'; cause: string } | { by: 'all' };

/** Tries many again, newest first, a bounded number in one call; `next` is where the following call goes on. */
export async function retryExceptions(deps: OrdersDeps, jobs: Jobs, who: Who, pick: Pick, options: { reason: string; after?: string | undefined }): Promise<{ retried: number; left: number; next: string | null }> {
  const filter = { state: 'open', ...(pick.by === 'cause' ? { cause: pick.cause } : {}) };
  const { rows, next } = pick.by === 'ids'
    ? { rows: await Promise.all([...new Set(pick.ids)].map((id) => needException(deps, who.orgId, id))), next: null }
    : await readQueue(deps.db, who.orgId, filter, { limit: MANY, after: options.after });
  const open = rows.filter(isOpen);
  await retryAll(deps, jobs, who, open, options.reason);
  return { retried: open.length, left: next === null ? 0 : ((await countQueue(deps.db, who.orgId, filter))['open'] ?? 0), next };
}

async function retryAll(deps: OrdersDeps, jobs: Jobs, who: Who, rows: readonly QueueRow[], reason: string): Promise<void> {
  for (const row of rows) {
    const retried = (db: Database): Promise<void> => note(db, who, row, { action: 'exception.retried', reason, before: { state: row.state, push: row.push_state }, after: null });
    if (row.kind === 'push') await bringForward(deps, jobs, who.orgId, row.key, { by: 'operator', note: retried });
    // A look changes nothing by itself.
    else await retried(deps.db);
    if (row.kind === 'aftermath') await lookAgain(deps, who.orgId, row.key);
  }
  // All with one look-up in Salesforce.
  await lookAgainAtMerges(deps, who.orgId, rows.flatMap((row) => (row.kind === 'merge' ? [row.key] : [])));
}

const EDITABLE: readonly string[] = ['waiting', 'blocked', 'held', 'dead', 'discarded', 'refused', 'accepted', 'working'];

/** Sets planned values instead of the deal's and tries again. Throws request.invalid for a line that the deal does not have. */
export async function editException(deps: OrdersDeps, jobs: Jobs, who: Who, id: string, edit: { changes: OrderEdit; reason: string }): Promise<ExceptionView> {
  const row = await needException(deps, who.orgId, id);
  if (row.kind === 'merge' || row.opportunity_id === null) throw new CrossledgerError('request.invalid', { problem: 'it is about an account; correct the account' });
  if (row.kind !== 'push' || row.push_state === null || !EDITABLE.includes(row.push_state)) throw new CrossledgerError('request.invalid', { problem: 'the order was sent; change it in the ERP' });
  refuseClosed(row);
  const deal = await (await deps.directory.org(who.orgId)).readDeal(row.opportunity_id, []);
  if (deal === null) throw new CrossledgerError('record.unknown', { what: 'Opportunity', id: row.opportunity_id });
  const changes = knownLines(deal, edit.changes);
  await withPushLease(deps, who.orgId, row.key, async () => {
    // Somebody may have decided while this waited.
    await needOpenException(deps, who.orgId, id);
    const push = await needPush(deps, who.orgId, row.key);
    if (!EDITABLE.includes(push.state)) throw new CrossledgerError('order.busy', { key: row.key });
    const overrides = JSON.stringify(mergeEdits(overridesOf(push.overrides), changes));
    const before = editableOf(editDeal(deal, push.overrides));
    const after = editableOf(editDeal(deal, JSON.parse(overrides)));
    await deps.db.transaction().execute(async (db) => {
      await changePush(db, who.orgId, row.key, { overrides });
      await noteEdit(db, subjectOf(row), { before: JSON.stringify(before), after: JSON.stringify(after) });
      await note(db, who, row, { action: 'exception.edited', reason: edit.reason, before, after });
    });
  });
  await bringForward(deps, jobs, who.orgId, row.key, { by: 'operator' });
  return exceptionOf(deps, who.orgId, id);
}

function knownLines(deal: Deal, changes: OrderEdit): OrderEdit {
  if (changes.lines === undefined) return changes;
  const lines = Object.fromEntries(Object.entries(changes.lines).map(([id, values]) => [toId18(id), values]));
  const unknown = Object.keys(lines).find((id) => !deal.lines.some((line) => line.id === id));
  if (unknown !== undefined) throw new CrossledgerError('request.invalid', { problem: `the deal has no line ${unknown}; it has ${deal.lines.slice(0, 5).map((line) => line.id).join(', ')}` });
  return { ...changes, lines };
}

/** Gives the order up; of an order that was sent, leaves it and the deal as they are. */
export async function discardException(deps: OrdersDeps, jobs: Jobs, who: Who, id: string, reason: string): Promise<ExceptionView> {
  const row = await needOpenException(deps, who.orgId, id);
  if (row.kind === 'merge') {
    await leaveMerge(deps, who, row, reason);
    return exceptionOf(deps, who.orgId, id);
  }
  await withPushLease(deps, who.orgId, row.key, () => deps.db.transaction().execute(async (db) => {
    const push = await lockPush(db, who.orgId, row.key);
    if (push === undefined) throw new CrossledgerError('record.unknown', { what: 'Push', id: row.key });
    // It may have gone through, or somebody else decided, while this waited.
    await needOpenException({ db }, who.orgId, id);
    const change = row.kind === 'aftermath' ? null : givenUp(push, reason);
    if (change !== null) await changePush(db, who.orgId, row.key, change);
    await closeException(db, subjectOf(row), { state: 'discarded', resolution: reason, by: who.actor });
    await note(db, who, row, { action: 'exception.discarded', reason, before: { push: push.state, orderNumber: push.order_number }, after: { push: change?.state ?? push.state } });
  }));
  // The run tells the deal.
  if (row.kind === 'push') await jobs.add(pushJob(who.orgId, row.key));
  return exceptionOf(deps, who.orgId, id);
}

/** The accounts and customers stay as they are. */
async function leaveMerge(deps: OrdersDeps, who: Who, row: QueueRow, reason: string): Promise<void> {
  await withMergeLease(deps, who.orgId, survivorOf(row), () => deps.db.transaction().execute(async (db) => {
    const now = await needOpenException({ db }, who.orgId, row.id);
    // The account that was left was merged into another one meanwhile: that one is looked at.
    if (survivorOf(now) !== survivorOf(row)) throw new CrossledgerError('exception.busy');
    await closeException(db, subjectOf(row), { state: 'discarded', resolution: reason, by: who.actor });
    await note(db, who, row, { action: 'exception.discarded', reason, before: { state: row.state }, after: { state: 'discarded' } });
  }));
}

const survivorOf = (row: QueueRow): string => row.account_id ?? row.key;

/** An order that exists in the ERP is not given up by this: only telling its number to the deal is. */
function givenUp(push: Push, reason: string): PushChange | null {
  if (push.state === 'written-back') return null;
  if (push.state === 'sent') return { nextTryInMs: null };
  const order = push.order_number === null ? '' : ` Order ${push.order_number} stays in the ERP as it is until somebody cancels it there.`;
  const error = new CrossledgerError('order.discarded', { reason: reason.replace(/[.\s]+$/, ''), order });
  return { state: 'discarded', code: error.code, message: error.sentence, fixer: error.entry.fixer, nextTryInMs: 0 };
}

const subjectOf = (row: QueueRow) => ({ orgId: row.org_id, key: row.key, kind: row.kind as ExceptionKind });

const note = (db: Database, who: Who, row: QueueRow, entry: { action: string; reason: string; before: unknown; after: unknown }): Promise<void> =>
  record(db, { orgId: who.orgId, actor: who.actor, subject: row.key, requestId: who.requestId, ...entry });
