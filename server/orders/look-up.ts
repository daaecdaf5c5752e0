import { asError, CrossledgerError } from '../kernel/errors.ts';
import type { Order } from '../model/order.ts';
import type { Database } from '../store/database.ts';
import { storeLookUp, type LookUp } from '../store/look-ups.ts';
import { lastBegun } from '../store/steps.ts';
import { callContext, type PushRun } from './context.ts';

export const LOOK_UP = 'look up';
export const READ_BACK = 'read back';

/** All orders with the key, and a word in the push's steps about when they were looked up and how many there were. */
export async function lookUpOrders(run: PushRun, company: string, key: string): Promise<Order[]> {
  const startedAt = run.clock.now();
  const note = (outcome: LookUp['outcome'], detail: string) => storeLookUp(run.db, { orgId: run.push.org_id, key: run.push.key, step: LOOK_UP, tookMs: run.clock.now() - startedAt, outcome, detail });
  try {
    const orders = await run.orders.ordersByKey(company, key, callContext(run));
    await note('done', `${countOrders(orders)} in company ${company}`);
    return orders;
  } catch (thrown) {
    const error = asError(thrown);
    await note('not-done', `${error.code}: ${error.message}`.slice(0, 500));
    throw error;
  }
}

/** When the deal last passed every check: the look-up by key is the first thing that is done after them. Null while it has not. */
export const lastChecked = (db: Database, orgId: string, key: string): Promise<string | null> => lastBegun(db, { orgId, key, step: LOOK_UP });

/** The order as it is now, by its number. */
export async function readBack(run: PushRun, company: string, number: string): Promise<Order> {
  const order = await run.erp.reads.order(company, number, callContext(run));
  if (order === null) throw new CrossledgerError('erp.answer', { problem: `order ${number} was created and is not found` });
  return order;
}

/** That the order was read again and is as planned. */
export const noteReadBack = (run: PushRun, order: Order): Promise<void> =>
  storeLookUp(run.db, { orgId: run.push.org_id, key: run.push.key, step: READ_BACK, tookMs: 0, outcome: 'done', detail: `order ${order.number}: ${order.lines.length} lines as planned` });

export function countOrders(orders: readonly Order[]): string {
  const numbers = orders.slice(0, 10).map((order) => `${order.number}${order.cancelled ? ' (cancelled)' : ''}`).join(', ');
  return orders.length === 0 ? 'no order' : `${orders.length} order${orders.length === 1 ? '' : 's'} (${numbers})`;
}
