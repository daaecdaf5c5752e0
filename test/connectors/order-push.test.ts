import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ORDER_PLACEHOLDER, type ConnectionSettings, type OrderPushPort } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { compareDecimals } from '../../server/kernel/money.ts';
import type { CustomerDraft } from '../../server/model/customer.ts';
import { order, type OrderDraft, type OrderDraftLine } from '../../server/model/order.ts';
import { writtenCustomer, writtenHeader, writtenLine, writtenPerson } from '../support/wire-fields.ts';
import { ORDER_SETTINGS, failure, newKey, openErps, work, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

/** Which connectors send orders is asked of them, not known here. */
const pushing = Object.values(CONNECTORS).filter((connector) => !('orderPush' in connector.without)).map((connector) => connector.erp);

const HOSTILE = ["O'Hara & Söhne; DROP TABLE x --", '<script>alert(1)</script>', "') or 1 eq 1 or ('", '\\u0041 %27 $filter', 'Größe „XL“ 🙂 漢字'];

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
  const line = (reference: string, at: number, more: Partial<OrderDraftLine> = {}): OrderDraftLine => writtenLine(erp, {
    reference,
    itemNumber: subject.item(items[at] ?? ''),
    description: null,
    quantity: '2',
    unitPrice: '10.5',
    discountPercent: '0',
    requestedDate: null,
    ...more,
  });
  const draft = (more: Partial<OrderDraft> = {}): OrderDraft => {
    const planned = writtenHeader(erp, { key: newKey(), company: us, customerNumber, currency: 'USD', customerPurchaseOrder: null, dealName: 'New speakers', requestedDate: null, lines: [], ...more });
    return push.asKept?.(planned) ?? planned;
  };
  const read = async (number: string) => subject.open().reads.order(us, number, work());
  const found = async (key: string) => push.ordersByKey(us, key, work());
  /** As the order path does it: the header, what is missing of the lines, release. */
  const send = async (wanted: OrderDraft, port = push): Promise<string> => {
    const { number } = await port.createHeader(wanted, work());
    const there = new Set((await read(number))?.lines.map((one) => one.reference));
    await port.addLines(us, number, wanted.lines.filter((one) => !there.has(one.reference)), work());
    await port.release(us, number, work());
    return number;
  };

  beforeAll(() => {
    subject = erps.subjectOf(erp);
    us = subject.company('us');
    push = open();
    const usable = erps.catalogue.items.filter((one) => one.releasedIn.includes('us') && !one.stopped && one.hasDefaultWarehouse && one.kind === 'Item');
    items = [...usable.filter((one) => !one.number.startsWith(' ')).slice(0, 5), ...usable.filter((one) => one.number.startsWith(' ')).slice(0, 1)].map((one) => one.number);
    customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
  });
  afterEach(() => subject.clearFaults());

  it('a new order is held where the ERP holds orders, empty, and found by its key in any case', async () => {
    const wanted = draft({ customerPurchaseOrder: 'PO-77', requestedDate: '2026-12-24' });
    const { number } = await push.createHeader(wanted, work());
    const orders = await found(wanted.key.toLowerCase());
    expect(orders).toHaveLength(1);
    expect(order.parse(orders[0])).toMatchObject({ number, held: push.releases, lines: [], total: null, reference: wanted.key, customerPurchaseOrder: 'PO-77', customerNumber, currency: 'USD', requestedDate: '2026-12-24' });
    expect(await found(newKey())).toEqual([]);
    for (const odd of ['*', '', "' or 1 eq 1", wanted.key.slice(1)]) expect(await found(odd), odd).toEqual([]);
  });

  it.each([...HOSTILE.map((text) => text.slice(0, 18)), 'A/B', 'A/', '/'])('key and purchase order are both read back, whatever the customer wrote: %j', async (customerPurchaseOrder) => {
    const wanted = draft({ customerPurchaseOrder });
    await push.createHeader(wanted, work());
    const [back] = await found(wanted.key);
    expect(back?.reference).toBe(wanted.key);
    expect(back?.customerPurchaseOrder?.toUpperCase()).toBe(customerPurchaseOrder.trim().toUpperCase());
  });

  it('one document for one key is found after it was delivered and invoiced, with its lines', async () => {
    const wanted = draft({ customerPurchaseOrder: 'PO-78', lines: [line('L1', 0, { quantity: '1' }), line('L2', 1, { quantity: '1' })] });
    const number = await send(wanted);
    await subject.postOrder(us, number);
    expect(await found(wanted.key)).toMatchObject([{ number, customerNumber, reference: wanted.key, cancelled: false, lines: wanted.lines.map(({ reference, itemNumber }) => ({ reference, itemNumber })) }]);
    expect((await read(number))?.steps.map(({ step }) => step)).toContain('invoiced');
  });

  it('one bad line refuses all lines, says why, and changes nothing', async () => {
    const wanted = draft({ lines: [line('L1', 0), line('L2', 0, { itemNumber: 'NOPE' }), line('L3', 1)] });
    const { number } = await push.createHeader({ ...wanted, lines: [] }, work());
    const error = await failure(push.addLines(us, number, wanted.lines, work()));
    expect([error.code, error.outcome]).toEqual(['erp.refused', 'not-done']);
    expect(error.message).toContain('NOPE');
    expect((await read(number))?.lines).toEqual([]);
  });

  it('an item number is data, not a question', async () => {
    const { number } = await push.createHeader(draft(), work());
    const wanted = draft({ lines: [line('L1', 0, { itemNumber: "x' or '1' eq '1" })] });
    expect((await failure(push.addLines(us, number, wanted.lines, work()))).code).toBe('erp.refused');
    expect((await read(number))?.lines).toEqual([]);
  });

  it('releasing does no harm, twice as well as once, and leaves nothing held', async () => {
    const { number } = await push.createHeader(draft(), work());
    await push.release(us, number, work());
    await push.release(us, number, work());
    expect((await read(number))?.held).toBe(false);
    expect((await failure(push.release(us, 'NOPE', work()))).code).toBe('erp.refused');
  });

  it('an open order that is cancelled is gone, and a second time is refused', async () => {
    const wanted = draft({ lines: [line('L1', 0), line('L2', 1)] });
    const number = await send(wanted);
    await push.cancel(us, number, work());
    expect([await found(wanted.key), await read(number)]).toEqual([[], null]);
    expect(await failure(push.cancel(us, number, work()))).toMatchObject({ code: 'erp.refused', outcome: 'not-done' });
  });

  it('an order that was delivered is not cancelled', async () => {
    const wanted = draft({ lines: [line('L1', 0)] });
    const number = await send(wanted);
    await subject.postOrder(us, number);
    expect((await failure(push.cancel(us, number, work()))).code).toBe('erp.refused');
    expect(await found(wanted.key)).toHaveLength(1);
  });

  it('a lost answer to a cancellation leaves the outcome unknown, and the look-up tells', async () => {
    const wanted = draft();
    const { number } = await push.createHeader(wanted, work());
    await subject.fault({ match: { method: 'DELETE' }, action: { drop: 'after' } });
    expect(await failure(push.cancel(us, number, work()))).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown' });
    expect(await found(wanted.key)).toEqual([]);
  });

  it('where the ERP does not hold orders, releasing changes nothing in it', async () => {
    const number = await send(draft({ lines: [line('L1', 0)] }));
    const before = await read(number);
    await push.release(us, number, work());
    expect(await read(number)).toEqual(before);
    expect(before?.steps.map(({ step }) => step)).toEqual(['created']);
  });

  it('where an amount comes off the whole order when its lines are there, every line tells its part', async () => {
    const number = await send(draft({ lines: [line('L1', 0), line('L2', 1)] }));
    const isTold = push.setDiscount === undefined ? undefined : '0.00';
    expect((await read(number))?.lines.map((one) => one.headerDiscount)).toEqual([isTold, isTold]);
  });

  it('a lost answer to a header leaves the outcome unknown, and the key finds the order', async () => {
    const wanted = draft();
    await found(wanted.key);
    await subject.fault({ match: { method: 'POST' }, action: { drop: 'after' } });
    expect(await failure(push.createHeader(wanted, work()))).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown' });
    expect(await found(wanted.key)).toHaveLength(1);
  });

  it('a lost answer to lines leaves the outcome unknown, and the lines are there once', async () => {
    const wanted = draft({ lines: [line('L1', 0), line('L2', 1)] });
    const { number } = await push.createHeader({ ...wanted, lines: [] }, work());
    await subject.fault({ match: { method: 'POST' }, action: { drop: 'after' } });
    expect(await failure(push.addLines(us, number, wanted.lines, work()))).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown', details: { step: 'add order lines' } });
    expect((await read(number))?.lines.map((one) => one.reference)).toEqual(wanted.lines.map((one) => one.reference));
  });

  it('a write that was broken off before it arrived is not told apart: unknown, and nothing is there', async () => {
    const wanted = draft();
    await found(wanted.key);
    await subject.fault({ match: { method: 'POST' }, action: { drop: 'before' } });
    expect((await failure(push.createHeader(wanted, work()))).outcome).toBe('unknown');
    expect(await found(wanted.key)).toEqual([]);
  });

  it('a throttled write is not done and says how long to wait', async () => {
    const fresh = open();
    await fresh.ordersByKey(us, newKey(), work());
    await subject.fault({ match: { method: 'POST' }, action: { status: 429, headers: { 'retry-after': '7' } } });
    expect(await failure(fresh.createHeader(draft(), work()))).toMatchObject({ code: 'erp.throttled', outcome: 'not-done', retryAfterMs: 7_000 });
  });

  it.each([
    ['an unknown currency', (): Partial<OrderDraft> => ({ currency: 'XXX' }), 'erp.refused', /XXX|currency/i],
    ['an unknown customer', (): Partial<OrderDraft> => ({ customerNumber: 'NOPE' }), erp === 'fno' ? 'erp.refused' : 'customer.unknown-number', /NOPE/],
    ['a blocked customer', (): Partial<OrderDraft> => ({ customerNumber: erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'All')?.number ?? '' }), 'erp.refused', /hold|blocked/i],
  ])('%s is refused in words, and nothing is there', async (_, more, code, words) => {
    const wanted = draft(more());
    const error = await failure(push.createHeader(wanted, work()));
    expect([error.code, error.outcome]).toEqual([code, 'not-done']);
    expect(error.message).toMatch(words);
    expect(await found(wanted.key)).toEqual([]);
  });

  it('nothing that it writes is repeated by itself', async () => {
    subject.calls();
    await subject.fault({ match: { method: 'POST' }, action: { status: 503 }, times: 3 });
    await failure(push.createHeader(draft(), work()));
    await subject.clearFaults();
    expect(subject.calls().filter((call) => call.method === 'POST')).toHaveLength(1);
  });

  describe.each(ORDER_SETTINGS[erp] ?? [])('under order settings %o', (settings) => {
    let port: OrderPushPort;
    beforeAll(() => {
      port = open(settings);
    });

    it('lines are read back as they were planned, in their order, priced by the ERP where no price is given', async () => {
      const wanted = draft({ lines: [line('L1', 0, { discountPercent: '15', description: 'Blue' }), line('L2', 5, { unitPrice: null, quantity: '-1' }), line('L3', 1, { quantity: '0.5', requestedDate: '2027-01-15' })] });
      const back = await read(await send(wanted, port));
      expect(back?.lines.map((one) => [one.reference, one.itemNumber, one.quantity, one.unitPrice, one.discountPercent])).toEqual([
        [wanted.lines[0]?.reference, subject.item(items[0] ?? ''), '2', '10.5', '15'],
        [wanted.lines[1]?.reference, subject.item(items[5] ?? ''), '-1', expect.not.stringMatching(/^0$/) as string, '0'],
        [wanted.lines[2]?.reference, subject.item(items[1] ?? ''), '0.5', '10.5', '0'],
      ]);
      expect(back?.lines[0]?.description).toBe('Blue');
      // By hand: 2 × 10.50 less 15 % is 17.85; 0.5 × 10.50 is 5.25.
      expect(compareDecimals(back?.lines[0]?.amount ?? '', '17.85')).toBe(0);
      expect(compareDecimals(back?.lines[2]?.amount ?? '', '5.25')).toBe(0);
    });

    it('every write is one that was planned, and every planned body is sent as it was planned', async () => {
      const wanted = draft({ customerPurchaseOrder: 'PO-79', requestedDate: '2027-01-15', lines: [line('L1', 0, { description: HOSTILE[0] ?? '' }), line('L2', 5, { unitPrice: null }), line('L3', 1, { discountPercent: '10' })] });
      const planned = (await port.plannedRequests?.(wanted, null, work())) ?? [];
      expect(planned.length).toBeGreaterThan(0);
      let number = '';
      const sent = await subject.writesOf(async () => {
        number = await send(wanted, port);
      });
      const bodies = planned.map((one) => JSON.stringify(one.body).replaceAll(ORDER_PLACEHOLDER, number));
      for (const body of bodies) expect(sent.filter((text) => text.includes(body)), body).toHaveLength(1);
      const rest = bodies.reduce((text, body) => text.replace(body, ''), sent.join(''));
      expect(rest).not.toMatch(/PO-79|L1|10000|quantity|PATCH[^]*":/i);
    });

    it('text of a line is data', async () => {
      const wanted = draft({ lines: HOSTILE.map((description, row) => line(`L${row}`, row % 4, { description })) });
      const back = await read(await send(wanted, port));
      expect(back?.lines.map((one) => one.description)).toEqual(HOSTILE);
    });

    it('a refused order leaves nothing behind that is filled in part', async () => {
      const wanted = draft({ lines: [line('L1', 0), line('L2', 0, { itemNumber: 'NOPE' })] });
      expect((await failure(send(wanted, port))).outcome).toBe('not-done');
      expect((await found(wanted.key)).flatMap((one) => one.lines)).toEqual([]);
    });

    it('a lost answer is looked up and completed to one order with each line once', async () => {
      const wanted = draft({ lines: [line('L1', 0), line('L2', 1)] });
      await found(wanted.key);
      await subject.fault({ match: { method: 'POST' }, action: { drop: 'after' } });
      expect((await failure(port.createHeader(wanted, work()))).outcome).toBe('unknown');
      const [there] = await found(wanted.key);
      const missing = wanted.lines.filter((one) => !there?.lines.some((kept) => kept.reference === one.reference));
      await port.addLines(us, there?.number ?? '', missing, work());
      expect((await found(wanted.key)).map((one) => one.lines.map((kept) => kept.reference))).toEqual([wanted.lines.map((one) => one.reference)]);
    });
  });

  describe('customers', () => {
    const person = (name: string, more: Partial<CustomerDraft> = {}): CustomerDraft => writtenCustomer(erp, {
      name, taxId: null, country: 'DE', street: 'Lindenweg 1\nHinterhaus', city: 'Köln', state: null, postalCode: '50667', phone: null, website: null, currency: 'EUR', reference: 'R1', ...more,
    });

    it.each(["O'Hara & Töchter", 'Stars * and more', 'Plain Works Ltd'])('%s is created once and then found by name and country', async (name) => {
      const { reads } = subject.open();
      expect(await reads.customersByName(us, name, 'DE', work())).toEqual([]);
      const created = await push.createCustomer(us, person(name), work());
      expect(created).toMatchObject({ name, hold: 'none', currency: 'EUR' });
      expect((await reads.customersByName(us, name, 'DE', work())).map((one) => one.number)).toEqual([created.number]);
      expect(await reads.customersByName(us, name, 'FR', work())).toEqual([]);
    });

    it('that are persons are created with their name in its parts, and one of the same name is another one when e-mail or postal code say so', async () => {
      const { reads } = subject.open();
      const anna = { name: 'Anna Maria Schmidt', firstName: 'Anna', lastName: 'Schmidt', country: 'DE', email: 'anna@example.com', postalCode: '50667' };
      const created = await push.createCustomer(us, writtenPerson(erp, person(anna.name), anna), work());
      const found = (change: Partial<typeof anna> | { email: null }) => reads.customersByPerson(us, { ...anna, ...change }, work()).then((all) => all.map((one) => one.number));
      for (const same of [{}, { email: null }, { postalCode: '50667 ' }, { email: 'ANNA@example.com' }]) expect(await found(same)).toEqual([created.number]);
      for (const other of [{ email: 'anna.schmidt@example.com' }, { postalCode: '10115' }, { country: 'AT' }, { name: 'Anne Schmidt', firstName: 'Anne' }, { name: 'Anna *', lastName: '*' }]) expect(await found(other)).toEqual([]);
    });

    it('of whose name there are more than one look-up reads are not guessed at: somebody puts the number in', async () => {
      const { reads } = subject.open();
      const [business, bob] = ['Fifty Branches Ltd', { name: 'Bob Many', firstName: 'Bob', lastName: 'Many', country: 'DE', email: null, postalCode: null }];
      for (let at = 0; at < 50; at += 1) {
        await push.createCustomer(us, person(business, { country: 'US' }), work());
        await push.createCustomer(us, writtenPerson(erp, person(bob.name), { ...bob, email: `bob.${at}@example.com` }), work());
      }
      const refused = await failure(reads.customersByName(us, business, 'DE', work()));
      expect(refused).toMatchObject({ code: 'customer.several', message: expect.stringMatching(/^50\+ ERP customers fit account "Fifty Branches Ltd" by name: (\S+, ){5}…\.$/) });
      expect((await failure(reads.customersByPerson(us, { ...bob, email: 'bob@example.org' }, work()))).code).toBe('customer.several');
    });

    it('are found by tax id after a lost answer', async () => {
      await subject.fault({ match: { method: 'POST', path: '[Cc]ustomers' }, action: { drop: 'after' } });
      expect((await failure(push.createCustomer(us, person('Lost Answers Inc', { taxId: 'DE777000111' }), work()))).outcome).toBe('unknown');
      expect(await subject.open().reads.customersByTaxId(us, 'DE777000111', work())).toHaveLength(1);
    });

    it('get orders in the currency of the deal, whatever their own', async () => {
      const created = await push.createCustomer(us, person('Own Currency GmbH'), work());
      for (const currency of ['USD', 'EUR']) {
        const wanted = draft({ customerNumber: created.number, currency });
        const { number } = await push.createHeader(wanted, work());
        expect((await read(number))?.currency).toBe(currency);
      }
    });
  });
});
