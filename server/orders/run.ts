import { CrossledgerError, asError } from '../kernel/errors.ts';
import { changePush, isByHand, type Push } from '../store/pushes.ts';
import { orderPort, type PushRun } from './context.ts';
import { withCharges } from './charges.ts';
import { ensureContact, expectedContact } from './contact.ts';
import { ensureCustomer } from './customer.ts';
import type { OrdersDeps } from './deps.ts';
import type { ConnectionState } from './directory.ts';
import { judgeApproval } from './approval.ts';
import { storeThrough } from './exceptions.ts';
import { dealAsSent } from './aftermath.ts';
import { checkDeal } from './draft.ts';
import { checkGate, isLost } from './gate.ts';
import { editDeal } from './overrides.ts';
import { leaveFormerPlace } from './begun-elsewhere.ts';
import { findPlace, wishOf } from './place.ts';
import { observe, plan } from './plan.ts';
import { sendDraft } from './send.ts';
import { refuseUnread } from './unread-sources.ts';

/** One run of a push, from the deal as it is now to the order in the ERP; throws what is in the way. */
export async function runPush(deps: OrdersDeps, push: Push, lease: PushRun['lease'], onConnection: (connection: ConnectionState) => void): Promise<void> {
  const { db, clock, callMs, directory, expressions } = deps;
  const org = await directory.org(push.org_id);
  const sources = await directory.mappedSources(push.org_id);
  const asRead = await org.readDeal(push.opportunity_id, sources);
  if (asRead === null) throw new CrossledgerError('record.unknown', { what: 'Opportunity', id: push.opportunity_id });
  const deal = editDeal(asRead, push.overrides);
  checkCycle(push, deal);
  const place = await findPlace(directory, push.org_id, wishOf(deal.account), { fresh: true });
  onConnection(place.connection);
  await leaveFormerPlace(deps, push, place);
  await changePush(db, push.org_id, push.key, { connection: place.connection.name, company: place.company });
  const mayWrite = gateAnswer(push, deal, place.connection);
  checkDeal(deal);
  const priced = withCharges(deal, place);
  const erp = await directory.erp(push.org_id, place.connection.name);
  const mappings = await directory.mappings(push.org_id, place.connection.name);
  refuseUnread(mappings, sources);
  const run: PushRun = { db, clock, callMs, push, deal: priced, org, place, mappings, expressions, erp, orders: orderPort(erp, place.connection.label), lease, contactNumber: expectedContact({ place, deal, erp }) };
  if (mayWrite !== null) {
    await observe(run, mayWrite);
    return;
  }
  const customer = await ensureCustomer(run);
  const known = { ...run, contactNumber: await ensureContact(run, customer) };
  const draft = await plan(known, customer.number, customer);
  await judgeApproval(known, draft);
  const order = await sendDraft(known, draft);
  const entry = { action: 'order.sent', after: { number: order.number, company: draft.company, customer: customer.number } };
  await storeThrough(db, push, { state: 'sent', sent_deal: JSON.stringify(dealAsSent(asRead)), customer_number: customer.number, order_number: order.number, link: order.link, code: null, message: null, fixer: null, sent_at: new Date(clock.now()).toISOString(), nextTryInMs: 0 }, entry, draft);
  deps.log.info('order.sent', { orgId: push.org_id, key: push.key, connection: place.connection.name, object: order.number });
}

/** A deal that was reopened since has another order, or none: an order under way for the former win is not filled any more. */
function checkCycle(push: Push, deal: PushRun['deal']): void {
  const reopened = deal.cycle !== push.cycle || (!isByHand(push) && !deal.isWon) || isLost(deal);
  if (reopened && push.order_number !== null) throw new CrossledgerError('order.differs', { number: push.order_number, difference: 'the deal was reopened before the order was complete' });
  if (deal.cycle !== push.cycle) throw new CrossledgerError('order.superseded');
}

/** Null when it may be sent; in observe the reason, so that the plan is still shown; else throws. */
function gateAnswer(push: Push, deal: PushRun['deal'], connection: ConnectionState): CrossledgerError | null {
  try {
    checkGate(push, deal, connection);
    return null;
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'connection.observing') return error;
    throw error;
  }
}
