import { CrossledgerError } from '../kernel/errors.ts';
import type { Order, OrderDraft } from '../model/order.ts';
import { settling } from '../outbox/door.ts';
import { unsettledMs } from '../store/steps.ts';
import { changePush } from '../store/pushes.ts';
import { CALL_MS, callContext, writeStep, type PushRun } from './context.ts';
import { findDifference, missingLines } from './compare.ts';

const HEADER = 'create header';
const LINES = 'add lines';
const RELEASE = 'release';

/**
 * Makes the one order of a draft exist, complete and released: look up, create held, add what is missing, read back, compare,
 * release. Each call begins where the last one, or a former process, stopped. Returns the order as the ERP has it.
 */
export async function sendDraft(run: PushRun, draft: OrderDraft): Promise<Order> {
  // Before the look-up: what is not there after the settle time will not come any more.
  const headerMs = await settlingMs(run, HEADER);
  const linesMs = await settlingMs(run, LINES);
  const existing = await findOrder(run, draft);
  if (existing === null && headerMs > 0) throw settling(run.clock, HEADER, headerMs);
  const found = existing ?? (await createHeader(run, draft));
  await changePush(run.db, run.push.org_id, run.push.key, { order_number: found.number, link: found.link });
  // Released and filled: a former process got that far.
  if (!found.held && found.lines.length > 0) return found;
  const complete = await completeLines(run, draft, found, linesMs);
  await writeStep(run, RELEASE, 0, (context) => run.orders.release(draft.company, complete.number, context));
  return { ...complete, held: false };
}

const settlingMs = (run: PushRun, step: string): Promise<number> =>
  unsettledMs(run.db, { orgId: run.push.org_id, key: run.push.key, step, settleMs: run.place.connection.settleMs, callMs: CALL_MS });

/** The order that carries the key, posted ones included; null when there is none. */
async function findOrder(run: PushRun, draft: OrderDraft): Promise<Order | null> {
  const orders = (await run.orders.ordersByKey(draft.company, draft.key, callContext(run))).filter((order) => !order.cancelled);
  if (orders.length > 1) throw new CrossledgerError('order.twice', { count: orders.length, key: draft.key, numbers: orders.map((order) => order.number).join(', ') });
  const order = orders[0] ?? null;
  if (order !== null && order.customerNumber.toLowerCase() !== draft.customerNumber.toLowerCase()) {
    throw new CrossledgerError('order.key-elsewhere', { number: order.number, key: draft.key, customer: order.customerNumber });
  }
  return order;
}

async function createHeader(run: PushRun, draft: OrderDraft): Promise<Order> {
  const { number } = await writeStep(run, HEADER, run.place.connection.settleMs, (context) => run.orders.createHeader(draft, context));
  return readBack(run, draft, number);
}

async function completeLines(run: PushRun, draft: OrderDraft, found: Order, linesMs: number): Promise<Order> {
  refuseDifference(draft, found);
  const missing = missingLines(draft, found);
  if (missing.length === 0) return found;
  // A lost batch may still commit: what is missing now may be there in a moment.
  if (linesMs > 0) throw settling(run.clock, LINES, linesMs);
  await writeStep(run, LINES, run.place.connection.settleMs, (context) => run.orders.addLines(draft.company, found.number, missing, context));
  const complete = await readBack(run, draft, found.number);
  refuseDifference(draft, complete);
  const still = missingLines(draft, complete);
  if (still.length > 0) throw new CrossledgerError('order.differs', { number: complete.number, difference: `${still.length} lines are missing` });
  return complete;
}

async function readBack(run: PushRun, draft: OrderDraft, number: string): Promise<Order> {
  const order = await run.erp.reads.order(draft.company, number, callContext(run));
  if (order === null) throw new CrossledgerError('erp.answer', { problem: `order ${number} was created and is not found` });
  return order;
}

function refuseDifference(draft: OrderDraft, order: Order): void {
  const difference = findDifference(draft, order);
  if (difference !== null) throw new CrossledgerError('order.differs', { number: order.number, difference });
}
