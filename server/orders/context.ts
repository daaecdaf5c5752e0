import { CrossledgerError } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Expressions } from '../mapping/expressions/expressions.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Erp, OrderPushPort } from '../connectors/connector.ts';
import type { Deal, OrgPort } from '../salesforce/org-port.ts';
import type { Database } from '../store/database.ts';
import type { Push } from '../store/pushes.ts';
import { write } from '../outbox/door.ts';
import type { Mappings } from './directory.ts';
import type { MapRun } from './map-order.ts';
import { nameSource } from './name-source.ts';
import type { Place } from './place.ts';

/** One push under way: everything its steps need. */
export interface PushRun {
  db: Database;
  clock: Clock;
  /** Longest wait for one answer of the ERP. */
  callMs: number;
  push: Push;
  deal: Deal;
  org: OrgPort;
  place: Place;
  mappings: Mappings;
  expressions: Expressions;
  erp: Erp;
  orders: OrderPushPort;
  lease: { name: string; owner: string };
  /** The deal's contact in the ERP, or what stands for it before it was looked up; null when the order has none. */
  contactNumber?: string | null;
}

export function orderPort(erp: Erp, label: string): OrderPushPort {
  if (erp.capabilities.orderPush === undefined) throw new CrossledgerError('connection.unsupported', { erp: label, reason: 'sending orders to it is not built yet' });
  return erp.capabilities.orderPush;
}

export const callContext = (run: Pick<PushRun, 'push' | 'clock' | 'callMs'>, deadlineAt?: number): CallContext => ({
  lane: 'work',
  deadlineAt: deadlineAt ?? run.clock.now() + run.callMs,
  requestId: run.push.correlation_id ?? run.push.key,
});

/** The push as mapping documents are applied to it. */
export const mapRunOf = (run: PushRun): MapRun => ({ mappings: run.mappings, expressions: run.expressions, erp: run.erp, place: run.place, deal: run.deal, contactNumber: run.contactNumber ?? null, context: () => callContext(run) });

/** One write of this push through the outbox's door. */
export function writeStep<T>(run: PushRun, step: string, settleMs: number, call: (context: CallContext) => Promise<T>): Promise<T> {
  return write(run.db, run.clock, { orgId: run.push.org_id, key: run.push.key, step, settleMs, callMs: run.callMs, lease: run.lease, correlationId: run.push.correlation_id }, (deadlineAt) =>
    call(callContext(run, deadlineAt)).catch((thrown: unknown) => { throw nameSource(thrown, run.mappings, run.place.company, step === 'add lines' ? ['order-line'] : ['order', 'order-line']); }));
}
