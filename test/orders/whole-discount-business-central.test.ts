import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings, Erp } from '../../server/connectors/connector.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { MAPPED_OBJECTS } from '../../server/mapping/document.ts';
import { sum } from '../../server/kernel/money.ts';
import type { OrderDraft } from '../../server/model/order.ts';
import { certificateOf } from '../../server/orders/certificate.ts';
import { checkOrder } from '../../server/orders/check/check.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import type { Mappings } from '../../server/orders/directory.ts';
import { withOneDiscount } from '../../server/orders/one-discount.ts';
import { totalsOf } from '../../server/orders/totals.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { listSteps } from '../../server/store/steps.ts';
import { makeRandom, pickOne, pickWhole } from '../../sandbox/common/random.ts';
import { newKey, openErps, work, type Erps, type Subject } from '../connectors/erps.ts';
import { withRecords } from '../support/check-bench.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { writtenHeader, writtenLine } from '../support/wire-fields.ts';
import { ORG_ID, advanceToEnd, openTestStore, orderDeps, sendingConnection, serving, wantOrder } from '../support/order-bench.ts';

const ERP = 'business-central';
const SHIPPED = Object.fromEntries(MAPPED_OBJECTS.map((object) => [object, loadDefault(ERP, object)])) as Mappings;

let erps: Erps;
let store: Store & { remove(): Promise<void> };
let subject: Subject;
let company: string;
beforeAll(async () => {
  [erps, store] = await Promise.all([openErps(), openTestStore()]);
  const found = erps.subjects.get(ERP);
  if (found === undefined) throw new Error(ERP);
  subject = found;
  company = subject.company('us');
});
afterAll(async () => {
  await erps.close();
  await store.remove();
});
afterEach(() => subject.clearFaults());

let deals = 0;
/** By hand: 3 × 33.33 less 12.5 % (12.49875, so 12.50) is 87.49; 2 × 10.00 less 1.50 is 18.50; together 105.99. */
function dealWith(change: Partial<Deal>): Deal {
  const at = String(++deals).padStart(12, '0');
  const customer = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No' && one.creditLimit === 0 && one.currency === 'USD');
  const [first, second] = erps.catalogue.items.filter((one) => one.releasedIn.includes('us') && !one.stopped && one.kind === 'Item' && one.hasDefaultWarehouse);
  const line = { description: null, serviceDate: null, record: {} };
  const deal = sampleDeal({
    id: `006${at}AAA`, amount: '100', currency: 'USD',
    lines: [
      { ...line, id: `00k${at}AAA`, productName: first?.name ?? '', itemNumber: subject.item(first?.number ?? ''), quantity: '3', unitPrice: '33.33', discountPercent: '12.5' },
      { ...line, id: `00k${at}AAB`, productName: second?.name ?? '', itemNumber: subject.item(second?.number ?? ''), quantity: '2', unitPrice: '10', discountPercent: null },
    ],
    ...change,
  });
  const written = withRecords({ ...deal, account: deal.account === null ? null : { ...deal.account, customerNumber: customer?.number ?? '', name: customer?.name ?? '', company, connection: ERP } });
  const lines = written.lines.map((one, index) => (index === 0 ? one : { ...one, record: { ...one.record, OpportunityLineItem: { ...one.record.OpportunityLineItem, ERP_Discount_Amount__c: 1.5 } } }));
  return { ...written, lines };
}

function depsFor(deal: Deal, erp: Erp): OrdersDeps {
  const connection = () => sendingConnection({ name: ERP, label: ERP, defaultCompany: company });
  const deps = orderDeps(store, createFakeOrg(deal), { erp, orders: [], customers: [], calls: [], flush: () => undefined }, connection);
  return serving(deps, () => SHIPPED);
}

const open = (settings: Partial<ConnectionSettings> = {}): Erp => subject.open(settings);
const totalOf = async (number: string | null) => (await open().reads.order(company, number ?? '', work()))?.total;
const writesIn = (texts: readonly string[]): unknown[] => texts.flatMap((text) => {
  const body = JSON.parse(text) as { requests?: { body: unknown }[] };
  return body.requests === undefined ? [body] : body.requests.map((part) => part.body);
});

describe.each(['steps', 'batch'] as const)('a discount of the whole order, written in %s', (orderWrite) => {
  it.each([
    ['a percentage', { discountPercent: '5' }, '5.30', '100.69'],
    ['an amount', { discountAmount: '5.99' }, '5.99', '100.00'],
    ['a percentage and an amount', { discountPercent: '5', discountAmount: '5.99' }, '11.29', '94.70'],
  ])('%s is planned, sent as planned, and the order comes to the planned total', async (_, change, headerDiscount, total) => {
    const deal = dealWith(change);
    const deps = depsFor(deal, open({ orderWrite }));
    const check = await checkOrder(deps, { orgId: ORG_ID, requestId: 'check' }, deal.id);
    expect(check.findings.filter((one) => one.light === 'red')).toEqual([]);
    expect(check.net).toMatchObject({ subtotal: '105.99', headerDiscount, amount: total });
    expect(check.requests.at(-1)).toMatchObject({ method: 'PATCH', body: { discountAmount: Number(headerDiscount) } });
    const key = await wantOrder(store, { opportunityId: deal.id });
    const sent = await subject.writesOf(async () => {
      const push = await advanceToEnd(deps, store, key);
      expect([push.state, push.message]).toEqual(['written-back', null]);
      expect(await totalOf(push.order_number)).toBe(total);
    });
    expect(writesIn(sent)).toEqual(check.requests.map((request) => request.body));
    expect((await certificateOf(deps, ORG_ID, key, 'c')).readBack).toMatchObject({ equal: true, difference: null });
    const again = await checkOrder(deps, { orgId: ORG_ID, requestId: 'check' }, deal.id);
    expect(again.diff?.fields.filter((field) => field.field === 'discountAmount' || !field.equal)).toEqual([expect.objectContaining({ where: 'order', planned: headerDiscount, equal: true })]);
  });

  it.each(['before', 'after'] as const)('is set once in effect when the connection breaks %s it arrived', async (drop) => {
    const deal = dealWith({ discountPercent: '5' });
    const key = await wantOrder(store, { opportunityId: deal.id });
    await subject.fault({ match: { method: 'PATCH' }, action: { drop } });
    const sent = await subject.writesOf(async () => {
      const push = await advanceToEnd(depsFor(deal, open({ orderWrite })), store, key);
      expect([push.state, push.message, await totalOf(push.order_number)]).toEqual(['written-back', null, '100.69']);
    });
    expect(writesIn(sent).at(-1)).toEqual({ discountAmount: 5.3 });
    const outcomes = (await listSteps(store.db, ORG_ID, key)).filter(({ step }) => step === 'set discount').map(({ outcome }) => outcome);
    expect(outcomes).toEqual(drop === 'before' ? ['unknown', 'done'] : ['unknown']);
  });

  it('that is missing from an order which somebody released meanwhile is named, and the order stays as it is', async () => {
    const deal = dealWith({ discountPercent: '5' });
    const erp = open({ orderWrite });
    const { orderPush } = erp.capabilities;
    if (orderPush === undefined) throw new Error(ERP);
    const setDiscount: typeof orderPush.setDiscount = async (of, number, amount, context) => {
      await subject.release(of, number);
      await orderPush.setDiscount?.(of, number, amount, context);
    };
    const key = await wantOrder(store, { opportunityId: deal.id });
    const push = await advanceToEnd(depsFor(deal, { ...erp, capabilities: { ...erp.capabilities, orderPush: { ...orderPush, setDiscount } } }), store, key);
    expect(push).toMatchObject({ state: 'dead', code: 'order.differs' });
    expect(push.message).toMatch(/0(\.00)? USD off the whole order instead of 5\.30 USD and the order is released already/);
    expect(await totalOf(push.order_number)).toBe('105.99');
  });
});

it('a discount above what the lines come to is told by the check, and nothing is written', async () => {
  const deal = dealWith({ discountAmount: '106' });
  const deps = depsFor(deal, open());
  const check = await checkOrder(deps, { orgId: ORG_ID, requestId: 'check' }, deal.id);
  expect(check.findings.find((one) => one.light === 'red')).toMatchObject({ code: 'order.values', says: expect.stringContaining('106.00 USD cannot be taken off lines that come to 105.99 USD') as string });
  expect(check.requests).toEqual([]);
  expect(await open().capabilities.orderPush?.ordersByKey(company, check.key, work())).toEqual([]);
});

it('whatever the lines, the order that is read back comes to the planned total to the coin', { timeout: 60_000 }, async () => {
  const random = makeRandom(20_261_121);
  const { reads, capabilities } = open();
  const push = capabilities.orderPush;
  const customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
  let tried = 0;
  while (tried < 30) {
    const currency = pickOne(random, ['USD', 'EUR', 'JPY']);
    const lines = Array.from({ length: pickWhole(random, 1, 7) }, (_, at) => writtenLine(ERP, {
      reference: String((at + 1) * 10_000), itemNumber: 'P-0001', description: null, requestedDate: null,
      quantity: String(pickOne(random, [-2, 0.5, 1, 3, 7])), unitPrice: String(pickWhole(random, 1, 99_999) / (currency === 'JPY' ? 1 : 100)), discountPercent: pickOne(random, ['0', '5', '12.5', '33.33']),
    }));
    const whole = pickOne<Partial<OrderDraft>>(random, [{ discountPercent: '5' }, { discountPercent: '17.5', discountAmount: '1.11' }, { discountAmount: '0.5' }]);
    const wanted = writtenHeader(ERP, { key: newKey(), company, customerNumber, currency, customerPurchaseOrder: null, dealName: 'D', requestedDate: null, lines, ...whole });
    const totals = totalsOf({ ...wanted, lines: lines.map((line) => ({ ...line, unitPrice: line.unitPrice ?? '' })) }, 'rounded');
    // A discount that the lines do not bear is refused before.
    if (Number(totals.subtotal) <= Number(totals.headerDiscount) || Number(totals.headerDiscount) <= 0) continue;
    tried += 1;
    const one = withOneDiscount(wanted, capabilities);
    const { number } = (await push?.createHeader(one, work())) ?? { number: '' };
    await push?.addLines(company, number, one.lines, work());
    await push?.setDiscount?.(company, number, one.discountAmount ?? '', work());
    const order = await reads.order(company, number, work());
    expect([order?.total, sum(order?.lines.map((line) => line.headerDiscount ?? '') ?? [])], JSON.stringify(wanted)).toEqual([totals.amount, sum([totals.headerDiscount])]);
  }
});
