import { CrossledgerError } from '../kernel/errors.ts';
import type { Order, OrderDraft } from '../model/order.ts';
import { settling } from '../outbox/door.ts';
import { CREATE_HEADER, unsettledMs } from '../store/steps.ts';
import { changePush } from '../store/pushes.ts';
import { writeStep, type PushRun } from './context.ts';
import { discountDifference, findDifference, missingLines } from './compare.ts';
import { lookUpOrders, noteReadBack, readBack } from './look-up.ts';
import { completeDiscount, wasDiscountSet } from './whole-discount.ts';

const LINES = 'add lines';
const RELEASE = 'release';

/**
 * Makes the one order of a draft exist and complete: look up, create held, add what is missing, set what comes off the whole order where
 * the ERP takes that last, read back, compare, and release it where the ERP holds orders for us. Each call begins where the last one, or
 * a former process, stopped. Returns the order as the ERP has it.
 */
export async function sendDraft(run: PushRun, planned: OrderDraft): Promise<Order> {
  const draft = run.orders.asKept?.(planned) ?? planned;
  // Before the look-up: what is not there after the settle time will not come any more.
  const headerMs = await settlingMs(run, CREATE_HEADER);
  const linesMs = await settlingMs(run, LINES);
  const existing = await findOrder(run, draft);
  if (existing === null && headerMs > 0) throw settling(run.clock, CREATE_HEADER, headerMs);
  const found = existing ?? (await createHeader(run, draft));
  await changePush(run.db, run.push.org_id, run.push.key, { order_number: found.number, link: found.link });
  if (await isBeyondUs(run, draft, found)) return found;
  const complete = await completeDiscount(run, draft, await completeLines(run, draft, found, linesMs));
  await noteReadBack(run, complete);
  if (run.orders.releases) await writeStep(run, RELEASE, 0, (context) => run.orders.release(draft.company, complete.number, context));
  return { ...complete, held: false };
}

/** A former process finished it, or people have taken it on: what they changed since is theirs. */
async function isBeyondUs(run: PushRun, draft: OrderDraft, found: Order): Promise<boolean> {
  if (run.orders.releases) return !found.held && found.lines.length > 0;
  if (found.steps.every(({ step }) => step === 'created')) return false;
  const missing = missingLines(draft, found).length;
  const lacks = missing > 0 ? `${missing} lines are missing` : await lacksDiscount(run, draft, found);
  if (lacks !== null) throw new CrossledgerError('order.differs', { number: found.number, difference: `${lacks} and the order is ${found.status} already` });
  return true;
}

async function lacksDiscount(run: PushRun, draft: OrderDraft, found: Order): Promise<string | null> {
  const difference = run.orders.setDiscount === undefined ? null : discountDifference(draft, found, run.erp.capabilities.percentRounding);
  return difference === null || (await wasDiscountSet(run)) ? null : difference;
}

const settlingMs = (run: PushRun, step: string): Promise<number> =>
  unsettledMs(run.db, { orgId: run.push.org_id, key: run.push.key, step, settleMs: run.place.connection.settleMs, callMs: run.callMs });

/** The order that carries the key, posted ones included; null when there is none. */
async function findOrder(run: PushRun, draft: OrderDraft): Promise<Order | null> {
  const orders = (await lookUpOrders(run, draft.company, draft.key)).filter((order) => !order.cancelled);
  if (orders.length > 1) throw new CrossledgerError('order.twice', { count: orders.length, key: draft.key, numbers: orders.map((order) => order.number).join(', ') });
  const order = orders[0] ?? null;
  if (order !== null && order.customerNumber.toLowerCase() !== draft.customerNumber.toLowerCase()) {
    throw new CrossledgerError('order.key-elsewhere', { number: order.number, key: draft.key, customer: order.customerNumber });
  }
  return order;
}

async function createHeader(run: PushRun, draft: OrderDraft): Promise<Order> {
  const { number } = await writeStep(run, CREATE_HEADER, run.place.connection.settleMs, (context) => run.orders.createHeader(draft, context));
  return readBack(run, draft.company, number);
}

async function completeLines(run: PushRun, draft: OrderDraft, found: Order, linesMs: number): Promise<Order> {
  refuseDifference(draft, found);
  const missing = missingLines(draft, found);
  if (missing.length === 0) return found;
  // A lost batch may still commit: what is missing now may be there in a moment.
  if (linesMs > 0) throw settling(run.clock, LINES, linesMs);
  for (const part of inParts(missing, run.orders.linesPerWrite)) {
    await writeStep(run, LINES, run.place.connection.settleMs, (context) => run.orders.addLines(draft.company, found.number, part, context));
  }
  const complete = await readBack(run, draft.company, found.number);
  refuseDifference(draft, complete);
  const still = missingLines(draft, complete);
  if (still.length > 0) throw new CrossledgerError('order.differs', { number: complete.number, difference: `${still.length} lines are missing` });
  return complete;
}

/** Each part is one transaction of the ERP, with an intent and a deadline of its own. */
function inParts<T>(rows: readonly T[], size = rows.length): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
}

function refuseDifference(draft: OrderDraft, order: Order): void {
  const difference = findDifference(draft, order);
  if (difference !== null) throw new CrossledgerError('order.differs', { number: order.number, difference });
}
