import { record } from '../audit/audit.ts';
import type { Erp, OrderPushPort } from '../connectors/connector.ts';
import type { ExceptionView } from '../contract/exceptions.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Order } from '../model/order.ts';
import { write } from '../outbox/door.ts';
import { closeException } from '../store/exceptions.ts';
import { changePush, newerCycle, type Push } from '../store/pushes.ts';
import { CANCEL_ORDER } from '../store/steps.ts';
import { pushJob } from './accept.ts';
import { callContext, orderPort } from './context.ts';
import type { OrdersDeps } from './deps.ts';
import { exceptionOf, needOpenException } from './exceptions-queue.ts';
import { withPushLease } from './push-lease.ts';
import { needPush, type Who } from './service.ts';

/** What an order may have reached and still be taken back. */
const BEFORE_GOODS_MOVE: readonly string[] = ['created', 'confirmed'];

/**
 * Takes the order of a deal back that changed, was lost or reopened after sending. Off until the connection allows it. What is there is
 * looked up first and again after, so that a lost answer, or a second try, does no harm. Throws order.cancel-off, order.cancel-late.
 */
export async function cancelOrder(deps: OrdersDeps, jobs: Jobs, who: Who, id: string, reason: string): Promise<ExceptionView> {
  const row = await needOpenException(deps, who.orgId, id);
  if (row.kind !== 'aftermath') throw new CrossledgerError('request.invalid', { problem: 'the order was not sent; discard it instead' });
  await withPushLease(deps, who.orgId, row.key, async (lease) => {
    // Somebody may have decided while this waited.
    await needOpenException(deps, who.orgId, id);
    const push = await needPush(deps, who.orgId, row.key);
    const { erp, orders, company } = await whereItIs(deps, push);
    const open = (): Promise<Order[]> => orders.ordersByKey(company, push.key, callContext({ ...deps, push })).then((found) => found.filter((order) => !order.cancelled));
    const [order, other] = await open();
    if (other !== undefined) throw new CrossledgerError('order.twice', { count: 'several', key: push.key, numbers: `${order?.number ?? ''}, ${other.number}` });
    if (order === undefined) await refuseWithoutKey(deps, push, erp, company);
    else {
      refuseLate(order);
      const at = { orgId: push.org_id, key: push.key, step: CANCEL_ORDER, settleMs: 0, callMs: deps.callMs, lease, correlationId: push.correlation_id };
      await write(deps.db, deps.clock, at, (deadlineAt) => orders.cancel(company, order.number, callContext({ ...deps, push }, deadlineAt)));
      if ((await open()).length > 0) throw new CrossledgerError('erp.answer', { problem: `order ${order.number} was cancelled and is still there` });
    }
    await close(deps, who, push, reason);
  });
  await jobs.add(pushJob(who.orgId, row.key));
  return exceptionOf(deps, who.orgId, id);
}

async function whereItIs(deps: OrdersDeps, push: Push): Promise<{ erp: Erp; orders: OrderPushPort; company: string }> {
  const name = push.connection ?? '';
  const connection = await deps.directory.connection(push.org_id, name, { fresh: true });
  if (connection === null) throw new CrossledgerError('connection.unknown', { connection: name });
  if (connection.cancelOrders !== 'delete') throw new CrossledgerError('order.cancel-off', { connection: name });
  if (connection.mode === 'observe') throw new CrossledgerError('connection.observing', { connection: name });
  if (connection.stopped) throw new CrossledgerError('connection.stopped', { connection: name });
  const erp = await deps.directory.erp(push.org_id, name);
  return { erp, orders: orderPort(erp, connection.label), company: push.company ?? connection.defaultCompany };
}

/** Somebody may have taken our key off the order: then it is there all the same, and nobody is told that it was cancelled. */
async function refuseWithoutKey(deps: OrdersDeps, push: Push, erp: Erp, company: string): Promise<void> {
  const number = push.order_number;
  const order = number === null ? null : await erp.reads.order(company, number, callContext({ ...deps, push }));
  if (order !== null && !order.cancelled) throw new CrossledgerError('order.differs', { number: order.number, difference: `it does not carry the key ${push.key} any more` });
}

function refuseLate(order: Order): void {
  if (order.steps.every(({ step }) => BEFORE_GOODS_MOVE.includes(step))) return;
  throw new CrossledgerError('order.cancel-late', { number: order.number, status: order.status });
}

async function close(deps: OrdersDeps, who: Who, push: Push, reason: string): Promise<void> {
  const said = new CrossledgerError('order.cancelled', { number: push.order_number ?? '', reason: reason.replace(/[.\s]+$/, '') });
  await deps.db.transaction().execute(async (db) => {
    // A deal that was won again speaks of its new order only.
    const tells = (await newerCycle(db, push)) === undefined;
    await changePush(db, push.org_id, push.key, { state: 'discarded', code: said.code, message: said.sentence, fixer: said.entry.fixer, order_number: null, link: null, nextTryInMs: tells ? 0 : null });
    await closeException(db, { orgId: push.org_id, key: push.key, kind: 'aftermath' }, { state: 'resolved', resolution: `the order was cancelled: ${reason}`, by: who.actor });
    await record(db, { orgId: who.orgId, actor: who.actor, action: 'order.cancelled', subject: push.key, reason, before: { orderNumber: push.order_number }, after: { orderNumber: null }, requestId: who.requestId, correlationId: push.correlation_id });
  });
}
