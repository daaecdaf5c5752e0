import { CrossledgerError } from '../kernel/errors.ts';
import { settling } from '../outbox/door.ts';
import { changePush, type Push } from '../store/pushes.ts';
import { CREATE_HEADER, isOrderBegun, unsettledMs } from '../store/steps.ts';
import { callContext, orderPort } from './context.ts';
import type { OrdersDeps } from './deps.ts';
import type { Place } from './place.ts';

/**
 * An order that was begun in one company is not begun in a second one because account or routing lead there by now: it is looked up where it
 * was begun, once nothing lost can commit there any more. Throws order.begun-elsewhere when it is there; else the push moves on.
 */
export async function leaveFormerPlace(deps: OrdersDeps, push: Push, place: Place): Promise<void> {
  const { connection: name, company } = push;
  if (name === null || company === null || (name === place.connection.name && company.toLowerCase() === place.company.toLowerCase())) return;
  if (!(await isOrderBegun(deps.db, push.org_id, push.key))) return;
  const former = await deps.directory.connection(push.org_id, name, { fresh: true });
  if (former === null) throw new CrossledgerError('connection.unknown', { connection: name });
  const waitMs = await unsettledMs(deps.db, { orgId: push.org_id, key: push.key, step: CREATE_HEADER, settleMs: former.settleMs, callMs: deps.callMs });
  if (waitMs > 0) throw settling(deps.clock, CREATE_HEADER, waitMs);
  const orders = orderPort(await deps.directory.erp(push.org_id, name), former.label);
  const [found] = (await orders.ordersByKey(company, push.key, callContext({ ...deps, push }))).filter((order) => !order.cancelled);
  if (found !== undefined) throw new CrossledgerError('order.begun-elsewhere', { number: found.number, company, connection: name });
  await changePush(deps.db, push.org_id, push.key, { order_number: null, link: null });
}
