import { CrossledgerError } from '../kernel/errors.ts';
import type { Order, OrderDraft } from '../model/order.ts';
import { CREATE_HEADER, isDoneSince } from '../store/steps.ts';
import { discountDifference } from './compare.ts';
import { writeStep, type PushRun } from './context.ts';
import { readBack } from './look-up.ts';

const SET_DISCOUNT = 'set discount';

/**
 * Takes off the whole order what the plan says, when all lines are there; the order as it is afterwards. It is set once: an order that
 * differs after that was changed by somebody, and is named instead.
 */
export async function completeDiscount(run: PushRun, draft: OrderDraft, order: Order): Promise<Order> {
  const setDiscount = run.orders.setDiscount?.bind(run.orders);
  if (setDiscount === undefined) return order;
  const before = discountDifference(draft, order, run.erp.capabilities.percentRounding);
  if (before === null) return order;
  if (await wasDiscountSet(run)) throw new CrossledgerError('order.differs', { number: order.number, difference: before });
  await writeStep(run, SET_DISCOUNT, 0, (context) => setDiscount(draft.company, order.number, draft.discountAmount ?? '0', context));
  const found = await readBack(run, draft.company, order.number);
  const difference = discountDifference(draft, found, run.erp.capabilities.percentRounding);
  if (difference !== null) throw new CrossledgerError('order.differs', { number: found.number, difference });
  return found;
}

/** Whether the ERP has answered that the discount of this order is set; what is different since was changed by people. */
export function wasDiscountSet({ db, push }: Pick<PushRun, 'db' | 'push'>): Promise<boolean> {
  // An order of this key that was taken back had a discount of its own.
  return isDoneSince(db, { orgId: push.org_id, key: push.key, step: SET_DISCOUNT, since: CREATE_HEADER });
}
