import { CrossledgerError } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Erp, OrderPushPort } from '../connectors/connector.ts';
import type { Deal, OrgPort } from '../salesforce/org-port.ts';
import type { Database } from '../store/database.ts';
import type { Push } from '../store/pushes.ts';
import { write } from '../outbox/door.ts';
import type { Place } from './place.ts';

/** Longest wait for one answer of the ERP on the order path. */
export const CALL_MS = 25_000;

/** One push under way: everything its steps need. */
export interface PushRun {
  db: Database;
  clock: Clock;
  push: Push;
  deal: Deal;
  org: OrgPort;
  place: Place;
  erp: Erp;
  orders: OrderPushPort;
  lease: { name: string; owner: string };
}

export function orderPort(erp: Erp, label: string): OrderPushPort {
  if (erp.capabilities.orderPush === undefined) throw new CrossledgerError('connection.unsupported', { erp: label, reason: 'sending orders to it is not built yet' });
  return erp.capabilities.orderPush;
}

export const callContext = (run: Pick<PushRun, 'push' | 'clock'>, deadlineAt?: number): CallContext => ({
  lane: 'work',
  deadlineAt: deadlineAt ?? run.clock.now() + CALL_MS,
  requestId: run.push.key,
});

/** One write of this push through the outbox's door. */
export function writeStep<T>(run: PushRun, step: string, settleMs: number, call: (context: CallContext) => Promise<T>): Promise<T> {
  return write(run.db, run.clock, { orgId: run.push.org_id, key: run.push.key, step, settleMs, callMs: CALL_MS, lease: run.lease }, (deadlineAt) => call(callContext(run, deadlineAt)));
}
