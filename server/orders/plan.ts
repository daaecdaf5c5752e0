import { CrossledgerError } from '../kernel/errors.ts';
import type { Customer } from '../model/customer.ts';
import type { OrderDraft } from '../model/order.ts';
import { changePush } from '../store/pushes.ts';
import { callContext, mapRunOf, type PushRun } from './context.ts';
import { draftOrder } from './draft.ts';
import { mapOrder } from './map-order.ts';
import { storeThrough } from './exceptions.ts';

/** Makes the order that is to exist, from the deal and what the ERP knows, and stores it. */
export async function plan(run: PushRun, customerNumber: string, customer: Customer | null = null): Promise<OrderDraft> {
  const items = [...new Set(run.deal.lines.map((line) => line.itemNumber ?? ''))];
  const [products, known] = await Promise.all([
    run.erp.reads.products(run.place.company, items, callContext(run)),
    run.erp.reads.knowsCurrency(run.place.company, run.deal.currency, callContext(run)),
  ]);
  if (!known) throw new CrossledgerError('order.currency', { company: run.place.company, currency: run.deal.currency });
  const draft = await mapOrder(mapRunOf(run), draftOrder(run.deal, { key: run.push.key, company: run.place.company, customerNumber }, products), customer);
  await changePush(run.db, run.push.org_id, run.push.key, { plan: JSON.stringify(draft) });
  return draft;
}

/** Reads only: stores what would be sent. */
export async function observe(run: PushRun, reason: CrossledgerError): Promise<void> {
  await plan(run, run.deal.account?.customerNumber ?? '(a customer would be looked up, or created)');
  await storeThrough(run.db, run.push, { state: 'observed', code: reason.code, message: reason.sentence, fixer: reason.entry.fixer, nextTryInMs: run.place.connection.recheckMs }, null);
}
