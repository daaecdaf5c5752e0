import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { order, type Order, type OrderLine } from '../../server/model/order.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { writtenHeader, writtenLine } from '../support/wire-fields.ts';
import { newKey, openErps, work, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

const REQUESTED = '2099-12-01';
const NEW_DATE = '2099-12-15';
const EARLIER = '2099-11-20';
const today = (): string => new Date().toISOString().slice(0, 10);
const live = (): CallContext => ({ lane: 'live', deadlineAt: Date.now() + 10_000, requestId: 'progress' });

/** What each ERP has to say about the order of this suite: five pieces of one item and two of another. */
interface Tells {
  /** Of a line of which three of five are shipped. */
  shippedInPart: Partial<OrderLine>;
  shippedCount: object;
  invoicedCount: object;
  /** By line, when both have the same item. */
  invoicedOfTwins: (string | undefined)[];
  shippedOn: () => string | null;
  paidOn: () => string | null;
  /** Reads beyond the order itself, by what was done: shipped in part, invoiced in part, gone or posted. */
  extra: { shipped: string[]; invoiced: string[]; posted: string[] };
}
const NOTHING = { done: null, of: null, unit: null };
const TELLS: Readonly<Record<string, Tells>> = {
  fno: {
    shippedInPart: { status: 'open', backorder: true },
    shippedCount: NOTHING,
    invoicedCount: { done: '3', of: '7', unit: 'ea' },
    invoicedOfTwins: [undefined, undefined],
    shippedOn: () => null,
    paidOn: today,
    extra: { shipped: [], invoiced: ['read invoices of order', 'read invoiced quantities of order'], posted: ['read invoices of order', 'read payment of order'] },
  },
  'business-central': {
    shippedInPart: { shipped: '3', invoiced: '0', open: '2', backorder: true },
    shippedCount: { done: '3', of: '7', unit: 'EA' },
    invoicedCount: { done: '3', of: '7', unit: 'EA' },
    invoicedOfTwins: ['3', '0'],
    shippedOn: today,
    paidOn: () => null,
    extra: { shipped: ['read salesShipments of order'], invoiced: ['read salesShipments of order', 'read salesInvoices of order'], posted: ['read invoices of order', 'read salesShipments of order'] },
  },
};

describe.each(Object.keys(TELLS))('the progress of an order in %s', (erp) => {
  let subject: Subject;
  let us: string;
  let tells: Tells;
  beforeAll(() => {
    subject = erps.subjectOf(erp);
    us = subject.company('us');
    tells = TELLS[erp] as Tells;
  });
  afterEach(() => subject.clearFaults());

  /** Five pieces of the first item and two of the other, which may be the same. */
  const makeOrder = async (other = 1): Promise<string> => {
    const push = subject.open().capabilities.orderPush;
    if (push === undefined) throw new Error(erp);
    const usable = erps.catalogue.items.filter((one) => one.releasedIn.includes('us') && !one.stopped && one.hasDefaultWarehouse && one.kind === 'Item' && one.unit === 'ea' && !one.number.startsWith(' '));
    const customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
    const line = (reference: string, at: number, quantity: string) => writtenLine(erp, { reference, itemNumber: subject.item(usable[at]?.number ?? ''), description: null, quantity, unitPrice: '10', discountPercent: '0', requestedDate: REQUESTED });
    const planned = writtenHeader(erp, { key: newKey(), company: us, customerNumber, currency: 'USD', customerPurchaseOrder: null, dealName: 'Speakers', requestedDate: REQUESTED, lines: [line('1', 0, '5'), line('2', other, '2')] });
    const draft = push.asKept?.(planned) ?? planned;
    const { number } = await push.createHeader(draft, work());
    await push.addLines(us, number, draft.lines, work());
    await push.release(us, number, work());
    return number;
  };
  const read = async (number: string): Promise<Order> => order.parse(await subject.open().reads.orderProgress(us, number, live()));
  /** Names of the reads beyond the order itself. */
  const extraReads = async (number: string): Promise<string[]> => {
    const { reads } = subject.open();
    await reads.companies(live());
    subject.calls();
    await reads.orderProgress(us, number, live());
    const own = new Set(['read order', 'read companies', 'read company', 'sign in']);
    return subject.calls().map((call) => call.step ?? '').filter((step) => / of order$/.test(step) && !own.has(step));
  };

  it('that only exists is what the order itself tells, asked once', async () => {
    const number = await makeOrder();
    expect(await read(number)).toEqual(await subject.open().reads.order(us, number, live()));
    expect(await read(number)).toMatchObject({ lines: [{ quantity: '5', open: '5', requestedDate: REQUESTED, backorder: false }, { quantity: '2', open: '2', backorder: false }] });
    expect((await read(number)).partly).toBeUndefined();
    expect(await extraReads(number)).toEqual([]);
  });

  it('that is shipped in part says how much, what is open and its new date', async () => {
    const number = await makeOrder();
    await subject.work(us, number, 'partly shipped', [{ at: 0, quantity: 3, promised: NEW_DATE }]);
    const found = await read(number);
    expect(found.status).toBe('partly shipped');
    expect(found.steps.map(({ step }) => step)).not.toContain('shipped');
    expect(found.partly).toEqual([{ step: 'shipped', on: tells.shippedOn(), ...tells.shippedCount }]);
    expect(found.lines).toMatchObject([{ quantity: '5', requestedDate: REQUESTED, promisedDate: NEW_DATE, ...tells.shippedInPart }, { quantity: '2', backorder: true }]);
    expect(await extraReads(number)).toEqual(tells.extra.shipped);
  });

  it('whose line comes later than requested is a backorder before anything is shipped, an earlier one is none', async () => {
    const number = await makeOrder();
    await subject.release(us, number);
    await subject.work(us, number, 'partly shipped', [{ at: 0, quantity: 5 }, { at: 1, quantity: 2 }]);
    expect((await read(number)).lines.map((line) => line.backorder)).toEqual([false, false]);
    const [late, early] = [await makeOrder(), await makeOrder()];
    const promise = (order: string, promised: string) => subject.promise(us, order, [{ at: 1, promised }]);
    await promise(late, NEW_DATE);
    await promise(early, EARLIER);
    expect((await read(late)).lines).toMatchObject([{ backorder: false }, { backorder: true, open: '2', requestedDate: REQUESTED, promisedDate: NEW_DATE }]);
    expect((await read(early)).lines).toMatchObject([{ backorder: false }, { backorder: false, promisedDate: EARLIER }]);
  });

  it('that is invoiced in part says how much, by line too', async () => {
    const number = await makeOrder();
    await subject.work(us, number, 'partly shipped', [{ at: 0, quantity: 3 }]);
    await subject.work(us, number, 'partly invoiced');
    const found = await read(number);
    expect(found.partly?.find(({ step }) => step === 'invoiced')).toEqual({ step: 'invoiced', on: today(), ...tells.invoicedCount });
    expect(found.lines.map((line) => line.invoiced)).toEqual(['3', '0']);
    expect(found.steps.map(({ step }) => step)).not.toContain('paid');
    expect((await extraReads(number)).toSorted()).toEqual(tells.extra.invoiced.toSorted());
  });

  it('with one item on two lines ascribes an invoiced quantity to a line only where the ERP does', async () => {
    const number = await makeOrder(0);
    await subject.work(us, number, 'partly shipped', [{ at: 0, quantity: 3 }]);
    await subject.work(us, number, 'partly invoiced');
    const found = await read(number);
    expect(found.lines.map((line) => line.invoiced)).toEqual(tells.invoicedOfTwins);
    expect(found.partly?.find(({ step }) => step === 'invoiced')).toMatchObject(tells.invoicedOfTwins[0] === undefined ? NOTHING : tells.invoicedCount);
  });

  it('that is posted tells the days, and is paid only when every invoice is', async () => {
    const number = await makeOrder();
    await subject.work(us, number, 'partly shipped', [{ at: 0, quantity: 3 }]);
    await subject.work(us, number, 'partly invoiced');
    await subject.postOrder(us, number);
    const dayOf = (found: Order, step: string) => found.steps.find((one) => one.step === step);
    const open = await read(number);
    expect(open.status).toBe('invoiced');
    expect([dayOf(open, 'shipped'), dayOf(open, 'invoiced'), dayOf(open, 'paid')]).toEqual([{ step: 'shipped', on: tells.shippedOn() }, { step: 'invoiced', on: today() }, undefined]);
    expect((await extraReads(number)).toSorted()).toEqual(tells.extra.posted.toSorted());
    await subject.work(us, number, 'paid');
    expect(dayOf(await read(number), 'paid')).toEqual({ step: 'paid', on: tells.paidOn() });
  });

  it('does not lose the order when documents are not published or may not be read, and guesses nothing', async () => {
    const number = await makeOrder();
    await subject.work(us, number, 'partly shipped', [{ at: 0, quantity: 3 }]);
    await subject.work(us, number, 'partly invoiced');
    for (const status of [403, 404]) {
      await subject.fault({ match: { path: '(salesShipments|salesInvoices|SalesInvoiceHeadersV2|CustTransactions)' }, times: -1, action: { status, body: '' } });
      const found = await read(number);
      expect(found.number).toBe(number);
      expect(found.partly?.map(({ on }) => on)).toEqual([null, null]);
      await subject.clearFaults();
    }
  });

  it('that nobody knows is null', async () => {
    expect(await subject.open().reads.orderProgress(us, 'NOPE', live())).toBeNull();
  });
});
