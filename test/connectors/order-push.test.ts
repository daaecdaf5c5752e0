import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings, OrderPushPort } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { CustomerDraft } from '../../server/model/customer.ts';
import { order, type OrderDraft, type OrderDraftLine } from '../../server/model/order.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { openErps, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

const work = (withinMs = 10_000): CallContext => ({ lane: 'work', deadlineAt: Date.now() + withinMs, requestId: 'push' });
let keys = 0;
const newKey = (): string => `KEY${String(++keys).padStart(4, '0')}ABCDEFGHI`;
const failure = async (promise: Promise<unknown>): Promise<CrossledgerError> => {
  const thrown: unknown = await promise.then(() => undefined, (error: unknown) => error);
  expect(thrown).toBeInstanceOf(CrossledgerError);
  return thrown as CrossledgerError;
};

/** Which connectors send orders is asked of them, not known here. */
const pushing = Object.values(CONNECTORS).filter((connector) => !('orderPush' in connector.without)).map((connector) => connector.erp);

describe.each(pushing)('%s', (erp) => {
  let subject: Subject;
  let push: OrderPushPort;
  let us: string;
  let customerNumber: string;
  let items: string[];

  const open = (settings: Partial<ConnectionSettings> = {}): OrderPushPort => {
    const port = subject.open(settings).capabilities.orderPush;
    if (port === undefined) throw new Error(erp);
    return port;
  };
  const line = (reference: string, at: number, more: Partial<OrderDraftLine> = {}): OrderDraftLine => ({
    reference,
    itemNumber: items[at] ?? '',
    description: null,
    quantity: '2',
    unitPrice: '10.5',
    discountPercent: '0',
    requestedDate: null,
    ...more,
  });
  const draft = (more: Partial<OrderDraft> = {}): OrderDraft => ({ key: newKey(), company: us, customerNumber, currency: 'USD', customerPurchaseOrder: null, dealName: 'New speakers', requestedDate: null, lines: [], ...more });
  const read = async (number: string) => subject.open().reads.order(us, number, work());

  beforeAll(() => {
    const found = erps.subjects.get(erp);
    if (found === undefined) throw new Error(erp);
    subject = found;
    us = subject.company('us');
    push = open();
    const usable = erps.catalogue.items.filter((one) => one.releasedIn.includes('us') && !one.stopped && one.hasDefaultWarehouse && one.kind === 'Item');
    items = [...usable.filter((one) => !one.number.startsWith(' ')).slice(0, 5), ...usable.filter((one) => one.number.startsWith(' ')).slice(0, 1)].map((one) => one.number);
    customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
  });
  afterEach(() => subject.clearFaults());

  it('a new order is held, empty, and found by its key in any case', async () => {
    const wanted = draft({ customerPurchaseOrder: 'PO-77', requestedDate: '2026-12-24' });
    const { number } = await push.createHeader(wanted, work());
    const found = await push.ordersByKey(us, wanted.key.toLowerCase(), work());
    expect(found).toHaveLength(1);
    expect(order.parse(found[0])).toMatchObject({ number, held: true, lines: [], total: null, reference: wanted.key, customerPurchaseOrder: 'PO-77', customerNumber, currency: 'USD', requestedDate: '2026-12-24' });
    expect(await push.ordersByKey(us, newKey(), work())).toEqual([]);
    expect(await push.ordersByKey(us, '*', work())).toEqual([]);
  });

  it('the key goes into the field that the connection names', async () => {
    const other = open({ keyField: 'CustomerRequisitionNumber' });
    const wanted = draft({ customerPurchaseOrder: 'PO-78' });
    await other.createHeader(wanted, work());
    expect((await other.ordersByKey(us, wanted.key, work()))[0]).toMatchObject({ reference: wanted.key, customerPurchaseOrder: 'PO-78' });
    expect(await push.ordersByKey(us, wanted.key, work())).toEqual([]);
    expect((await push.ordersByKey(us, 'PO-78', work())).map((one) => one.customerPurchaseOrder)).toEqual([wanted.key]);
  });

  it('lines are read back as they were posted, priced by the ERP where no price is given', async () => {
    const { number } = await push.createHeader(draft(), work());
    await push.addLines(us, number, [line('L1', 0, { discountPercent: '12.5', description: 'Blue' }), line('L2', 5, { unitPrice: null, quantity: '-1' }), line('L3', 1, { quantity: '0.5' })], work());
    const back = await read(number);
    expect(back?.lines.map((one) => [one.reference, one.itemNumber, one.quantity, one.unitPrice, one.discountPercent])).toEqual([
      ['L1', items[0], '2', '10.5', '12.5'],
      ['L2', items[5], '-1', expect.not.stringMatching(/^0$/) as string, '0'],
      ['L3', items[1], '0.5', '10.5', '0'],
    ]);
    expect(back?.lines[0]?.description).toBe('Blue');
  });

  it('one bad line refuses all lines, says why, and changes nothing', async () => {
    const { number } = await push.createHeader(draft(), work());
    const error = await failure(push.addLines(us, number, [line('L1', 0), { ...line('L2', 0), itemNumber: 'NOPE' }], work()));
    expect([error.code, error.outcome]).toEqual(['erp.refused', 'not-done']);
    expect(error.message).toContain('NOPE');
    expect((await read(number))?.lines).toEqual([]);
  });

  it('releasing takes the hold off, twice as well as once', async () => {
    const { number } = await push.createHeader(draft(), work());
    await push.release(us, number, work());
    await push.release(us, number, work());
    expect((await read(number))?.held).toBe(false);
    expect((await failure(push.release(us, 'NOPE', work()))).code).toBe('erp.refused');
  });

  it('a lost answer to a header leaves the outcome unknown, and the key finds the order', async () => {
    const wanted = draft();
    await push.ordersByKey(us, wanted.key, work());
    await subject.fault({ match: { method: 'POST' }, action: { drop: 'after' } });
    expect(await failure(push.createHeader(wanted, work()))).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown' });
    expect(await push.ordersByKey(us, wanted.key, work())).toHaveLength(1);
  });

  it('a lost batch leaves the outcome unknown, and the lines are there once', async () => {
    const { number } = await push.createHeader(draft(), work());
    await subject.fault({ match: { method: 'POST' }, action: { drop: 'after' } });
    expect(await failure(push.addLines(us, number, [line('L1', 0), line('L2', 1)], work()))).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown', details: { step: 'add order lines' } });
    expect((await read(number))?.lines.map((one) => one.reference)).toEqual(['L1', 'L2']);
  });

  it('a write that was broken off before it arrived is not told apart: unknown, and nothing is there', async () => {
    const wanted = draft();
    await push.ordersByKey(us, wanted.key, work());
    await subject.fault({ match: { method: 'POST' }, action: { drop: 'before' } });
    expect((await failure(push.createHeader(wanted, work()))).outcome).toBe('unknown');
    expect(await push.ordersByKey(us, wanted.key, work())).toEqual([]);
  });

  it('a throttled write is not done and says how long to wait', async () => {
    const fresh = open();
    await fresh.ordersByKey(us, newKey(), work());
    await subject.fault({ match: { method: 'POST' }, action: { status: 429, headers: { 'retry-after': '7' } } });
    expect(await failure(fresh.createHeader(draft(), work()))).toMatchObject({ code: 'erp.throttled', outcome: 'not-done', retryAfterMs: 7_000 });
  });

  it.each([
    ['an unknown currency', (): Partial<OrderDraft> => ({ currency: 'XXX' }), 'erp.refused', /XXX/],
    ['an unknown customer', (): Partial<OrderDraft> => ({ customerNumber: 'NOPE' }), 'customer.unknown-number', /NOPE/],
    ['a blocked customer', (): Partial<OrderDraft> => ({ customerNumber: erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'All')?.number ?? '' }), 'erp.refused', /hold/i],
  ])('%s is refused in words', async (_, more, code, words) => {
    const error = await failure(push.createHeader(draft(more()), work()));
    expect([error.code, error.outcome]).toEqual([code, 'not-done']);
    expect(error.message).toMatch(words);
  });

  describe('customers', () => {
    const person = (name: string, more: Partial<CustomerDraft> = {}): CustomerDraft => ({
      name, taxId: null, country: 'DE', street: 'Lindenweg 1', city: 'Köln', state: null, postalCode: '50667', phone: null, website: null, currency: 'EUR', reference: 'R1', ...more,
    });

    it.each(["O'Hara & Töchter", 'Stars * and more', 'Plain Works Ltd'])('%s is created once and then found by name and country', async (name) => {
      const { reads } = subject.open();
      expect(await reads.customersByName(us, name, 'DE', work())).toEqual([]);
      const created = await push.createCustomer(us, person(name), work());
      expect(created).toMatchObject({ name, hold: 'none', currency: 'EUR' });
      expect((await reads.customersByName(us, name, 'DE', work())).map((one) => one.number)).toEqual([created.number]);
      expect(await reads.customersByName(us, name, 'FR', work())).toEqual([]);
    });

    it('are found by tax id after a lost answer', async () => {
      await subject.fault({ match: { method: 'POST', path: 'Customer' }, action: { drop: 'after' } });
      expect((await failure(push.createCustomer(us, person('Lost Answers Inc', { taxId: 'DE777000111' }), work()))).outcome).toBe('unknown');
      expect(await subject.open().reads.customersByTaxId(us, 'DE777000111', work())).toHaveLength(1);
    });

    it('need a group that the connection names', async () => {
      expect((await failure(open({ customerGroup: undefined }).createCustomer(us, person('No Group'), work()))).code).toBe('erp.refused');
      expect((await failure(open({ customerGroup: '99' }).createCustomer(us, person('Odd Group'), work()))).message).toContain("'99'");
    });
  });

  it('nothing that it writes is repeated by itself', async () => {
    subject.calls();
    await subject.fault({ match: { method: 'POST' }, action: { status: 503 }, times: 3 });
    await failure(push.createHeader(draft(), work()));
    await subject.clearFaults();
    expect(subject.calls().filter((call) => call.method === 'POST')).toHaveLength(1);
  });
});
