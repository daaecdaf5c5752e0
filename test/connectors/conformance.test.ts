import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { CatalogueCustomer } from '../../sandbox/data/customers.ts';
import type { ErpReads } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { compareDecimals, decimal, isNegative, isZero, subtract, sum } from '../../server/kernel/money.ts';
import { availability } from '../../server/model/availability.ts';
import { company } from '../../server/model/company.ts';
import { customer } from '../../server/model/customer.ts';
import { finance } from '../../server/model/finance.ts';
import { INVOICE_SORTS, invoice, type Invoice } from '../../server/model/invoice.ts';
import { order, type Order } from '../../server/model/order.ts';
import { payment, type Payment } from '../../server/model/payment.ts';
import { product } from '../../server/model/product.ts';
import { warehouse } from '../../server/model/warehouse.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { openErps, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

const live = (withinMs = 10_000): CallContext => ({ lane: 'live', deadlineAt: Date.now() + withinMs, requestId: 'conformance' });
const HOSTILE = ["O'Hara", "' or 1 eq 1", '*', 'C-000*', '%', '', 'x'.repeat(300), 'ü&#?/'];

/** Every connector keeps the same promises, over real HTTP, against the same business data. */
describe.each(Object.keys(CONNECTORS))('%s', (erp) => {
  let subject: Subject;
  let reads: ErpReads;
  let us: string;
  beforeAll(() => {
    subject = erps.subjectOf(erp);
    reads = subject.open().reads;
    us = subject.company('us');
  });
  afterEach(() => subject.clearFaults());

  const customers = (): CatalogueCustomer[] => erps.catalogue.customers.filter((one) => one.companies.includes('us'));
  const some = (fits: (one: CatalogueCustomer) => boolean): CatalogueCustomer => {
    const found = customers().find(fits);
    if (found === undefined) throw new Error('no such customer in the catalogue');
    return found;
  };
  const invoicesOf = (number: string) => erps.catalogue.invoices.filter((one) => one.company === 'us' && one.customerNumber === number);
  let busiest: CatalogueCustomer | undefined;
  const busy = (): CatalogueCustomer => (busiest ??= customers().toSorted((a, b) => invoicesOf(b.number).length - invoicesOf(a.number).length)[0] ?? some(() => true));

  describe('companies', () => {
    it('are probed with their currencies', async () => {
      const probe = await reads.probe(live());
      expect(z.array(company).parse(probe.companies).map((one) => [one.id, one.currency])).toEqual([
        [us, 'USD'],
        [subject.company('de'), 'EUR'],
      ]);
      expect(await reads.companies(live())).toEqual(probe.companies);
    });

    it('know their currencies', async () => {
      expect(await Promise.all(['USD', 'EUR', 'JPY', 'XXX', '*'].map((code) => reads.knowsCurrency(us, code, live())))).toEqual([true, true, true, false, false]);
    });
  });

  it('lists the warehouses of one company, by code', async () => {
    const found = await Promise.all((['us', 'de'] as const).map((key) => reads.warehouses(subject.company(key), live())));
    const listed = z.array(z.array(warehouse)).parse(found).map((rows) => rows.map(({ name }) => name));
    expect(listed.map((names) => names.toSorted())).toEqual(erps.catalogue.companies.map((one) => one.warehouses.map(({ name }) => name).toSorted()));
    expect(found[0]?.map(({ code }) => code)).toEqual(found[0]?.map(({ code }) => code).toSorted());
    expect(found[0]?.length).toBeGreaterThan(1);
  });

  describe('customers', () => {
    it('are read by number, whatever the case of company and number', async () => {
      const wanted = some((one) => one.blocked === 'No');
      const found = customer.parse(await reads.customer(us.toUpperCase(), wanted.number, live()));
      expect(found).toMatchObject({ number: wanted.number, name: wanted.name, taxId: wanted.taxId, currency: wanted.currency, hold: 'none', holdWord: null, company: us });
    });

    it('carry their hold with the word of the ERP', async () => {
      const all = await reads.customer(us, some((one) => one.blocked === 'All').number, live());
      const orders = await reads.customer(us, some((one) => one.blocked === 'Invoice').number, live());
      expect([all?.hold, all?.holdWord, orders?.hold, orders?.holdWord]).toEqual(['all', 'All', 'orders', 'Invoice']);
    });

    it.each([...HOSTILE, 'C-99999'])('that do not exist are null: %j', async (number) => {
      expect(await reads.customer(us, number, live())).toBeNull();
      expect(await reads.finance(us, number, live())).toBeNull();
    });

    it('are found by tax id in their company only', async () => {
      const wanted = some(() => true);
      expect((await reads.customersByTaxId(us, wanted.taxId, live())).map((one) => one.number)).toContain(wanted.number);
      expect(await reads.customersByTaxId(us, `${wanted.taxId}0`, live())).toEqual([]);
      for (const value of HOSTILE) expect(await reads.customersByTaxId(us, value, live())).toEqual([]);
    });

    it('are found by exact name and country, apostrophes and umlauts included', async () => {
      const named = [some((one) => one.name.includes("'")), some((one) => /[äöüß]/i.test(one.name)), some(() => true)];
      for (const wanted of named) {
        expect((await reads.customersByName(us, wanted.name, wanted.country, live())).map((one) => one.number)).toContain(wanted.number);
        expect(await reads.customersByName(us, wanted.name, wanted.country === 'JP' ? 'FR' : 'JP', live())).toEqual([]);
        expect(await reads.customersByName(us, wanted.name.slice(0, -1), wanted.country, live())).toEqual([]);
      }
      for (const value of HOSTILE.filter((one) => one !== "O'Hara")) expect(await reads.customersByName(us, value, 'US', live())).toEqual([]);
    });
  });

  describe('finance', () => {
    it('adds up: the buckets are the balance, headroom is limit less balance', async () => {
      for (const wanted of customers().slice(0, 12)) {
        const figures = finance.parse(await reads.finance(us, wanted.number, live()));
        expect(figures).toMatchObject({ customerNumber: wanted.number, customerName: wanted.name, currency: 'USD' });
        expect(compareDecimals(sum(figures.aging.map((bucket) => bucket.amount)), figures.balance)).toBe(0);
        if (figures.creditLimit !== null) expect(compareDecimals(figures.headroom ?? '', subtract(figures.creditLimit, figures.balance))).toBe(0);
      }
    });

    it('says no limit where the ERP sets none, and the limit where it sets one', async () => {
      const free = await reads.finance(us, some((one) => one.creditLimit === 0).number, live());
      const limited = some((one) => one.creditLimit > 0);
      const figures = await reads.finance(us, limited.number, live());
      expect([free?.creditLimit, free?.headroom]).toEqual([null, null]);
      expect(figures?.creditLimit).toBe(`${limited.creditLimit}.00`);
    });

    it('has overdue amounts where invoices are late', async () => {
      const today = new Date().toISOString().slice(0, 10);
      const late = some((one) => invoicesOf(one.number).some((bill) => bill.open > 0 && bill.dueDay < today));
      expect(isZero((await reads.finance(us, late.number, live()))?.overdue ?? '0')).toBe(false);
    });

    it('carries the date of the ERP when the ERP computed figures earlier', async () => {
      const figures = await reads.finance(us, busy().number, live());
      const live_ = figures?.aging.map((bucket) => bucket.label).join() === 'current,1-30,31-60,61-90,over-90';
      expect(figures?.computedOn === null).toBe(live_);
    });
  });

  describe('invoices', () => {
    it('come in pages that neither overlap nor miss one', async () => {
      const wanted = busy();
      const seen: Invoice[] = [];
      for (let skip = 0; ; skip += 4) {
        const page = await reads.invoices(us, wanted.number, '-date', { skip, pageSize: 4 }, live());
        seen.push(...z.array(invoice).parse(page.rows));
        expect(page).toMatchObject({ skip, pageSize: 4 });
        if (seen.length >= page.total || page.rows.length === 0) {
          expect(seen).toHaveLength(page.total);
          break;
        }
      }
      expect(new Set(seen.map((bill) => bill.number)).size).toBe(seen.length);
      const expected = invoicesOf(wanted.number).filter((bill) => erp === 'fno' || bill.total >= 0);
      expect(seen.length).toBeGreaterThanOrEqual(expected.length);
    });

    it.each(INVOICE_SORTS)('are sorted by %s', async (sort) => {
      const { rows } = await reads.invoices(us, busy().number, sort, { skip: 0, pageSize: 50 }, live());
      const column = sort.replace('-', '') as 'date' | 'dueDate' | 'amount' | 'number';
      const values = rows.map((bill) => bill[column] ?? '');
      const compare = column === 'amount' ? compareDecimals : (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
      const sorted = values.toSorted(compare);
      expect(values).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted);
    });

    it('tell their state in words that fit their figures', async () => {
      const words = new Set<string>();
      for (const one of customers().slice(0, 40)) {
        for (const bill of (await reads.invoices(us, one.number, 'dueDate', { skip: 0, pageSize: 200 }, live())).rows) {
          words.add(bill.status);
          expect(bill.daysOverdue > 0).toBe(bill.status === 'overdue');
          if (bill.status === 'paid') expect(isZero(bill.open ?? '')).toBe(true);
          if (bill.status === 'partly-paid') expect(compareDecimals(bill.open ?? '', bill.amount ?? '')).toBe(-1);
          if (isNegative(bill.amount ?? '0')) expect(bill.status).toBe('credit');
        }
      }
      expect([...words]).toEqual(expect.arrayContaining(['open', 'overdue', 'paid']));
    });

    it.each(HOSTILE)('of nobody are an empty page: %j', async (number) => {
      expect(await reads.invoices(us, number, 'date', { skip: 0, pageSize: 5 }, live())).toEqual({ rows: [], total: 0, skip: 0, pageSize: 5 });
    });
  });

  describe('payments', () => {
    it('are positive and name the invoices that they pay', async () => {
      const bill = erps.catalogue.invoices.find((one) => one.company === 'us' && one.payments.length > 0 && one.total > 0 && one.currency === 'USD');
      const page = await reads.payments(us, bill?.customerNumber ?? '', { skip: 0, pageSize: 200 }, live());
      const found: Payment[] = z.array(payment).parse(page.rows);
      const paid = found.find((one) => one.number === bill?.payments[0]?.number);
      expect(paid).toMatchObject({ date: bill?.payments[0]?.day, currency: 'USD', posted: true });
      expect(compareDecimals(paid?.amount ?? '0', decimal(bill?.payments[0]?.amount ?? 0))).toBe(0);
      expect(paid?.invoices).toHaveLength(1);
      expect(found.every((one) => one.posted)).toBe(true);
    });

    it('come in pages, newest first', async () => {
      const number = busy().number;
      const all = await reads.payments(us, number, { skip: 0, pageSize: 200 }, live());
      const second = await reads.payments(us, number, { skip: 1, pageSize: 2 }, live());
      expect(second.rows).toEqual(all.rows.slice(1, 3));
      expect(second.total).toBe(all.total);
      const dates = all.rows.map((row) => row.date ?? '');
      expect(dates).toEqual(dates.toSorted().toReversed());
    });
  });

  describe('orders', () => {
    const openOrder = () => erps.catalogue.orders.find((one) => one.company === 'us' && one.step === 'Confirmed');

    it('that are open come with lines, a total that is their sum, and steps that this ERP reports', async () => {
      const steps = subject.open().capabilities.orderSteps;
      const wanted = openOrder();
      const page = await reads.orders(us, wanted?.customerNumber ?? '', { skip: 0, pageSize: 50 }, live());
      const rows: Order[] = z.array(order).parse(page.rows);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(compareDecimals(row.total ?? '', sum(row.lines.map((line) => line.amount)))).toBe(0);
        expect(row.steps.every(({ step }) => steps.includes(step))).toBe(true);
        expect(row.steps[0]?.step).toBe('created');
        expect(row).toMatchObject({ cancelled: false, held: false, customerNumber: wanted?.customerNumber });
        expect(row.link).toContain(row.number);
        expect(row.status).not.toMatch(/Backorder|_x00/);
      }
      expect(await reads.order(us, rows[0]?.number ?? '', live())).toEqual(rows[0]);
    });

    it.each(HOSTILE)('that do not exist are null: %j', async (number) => {
      expect(await reads.order(us, number, live())).toBeNull();
    });
  });

  describe('products', () => {
    const item = (fits: (number: string) => boolean): string => {
      const found = erps.catalogue.items.find((one) => fits(one.number) && one.releasedIn.includes('us') && one.kind === 'Item');
      if (found === undefined) throw new Error('no such item');
      return found.number;
    };

    it('are read by number, many at once, the unknown left out', async () => {
      const wanted = erps.catalogue.items.filter((one) => one.releasedIn.includes('us')).slice(0, 40);
      const found = z.array(product).parse(await reads.products(us, [...wanted.map((one) => subject.item(one.number)), ...HOSTILE, 'NOPE'], live()));
      expect(found).toHaveLength(wanted.length);
      expect(found.find((one) => one.itemNumber === wanted[0]?.number)?.name).toBe(wanted[0]?.name);
    });

    it('keep the blank in front of their number, and are found without it', async () => {
      const number = item((one) => one.startsWith(' '));
      const [exact] = await reads.products(us, [subject.item(number)], live());
      const [trimmed] = await reads.products(us, [number.trim()], live());
      expect(exact?.itemNumber).toBe(subject.item(number));
      expect(trimmed).toEqual(exact);
    });

    it('that are not released in a company are unknown there', async () => {
      const only = erps.catalogue.items.find((one) => one.releasedIn.join() === 'us');
      expect(await reads.products(subject.company('de'), [only?.number ?? ''], live())).toEqual([]);
    });

    it('have one answer about stock per question, in order, that adds up', async () => {
      const asked = [item((one) => !one.startsWith(' ')), 'NOPE', subject.item(item((one) => one.startsWith(' '))), '*'].map((itemNumber) => ({ itemNumber, quantity: '3' }));
      const found = z.array(availability).parse(await reads.availability(us, asked, live()));
      expect(found.map((one) => [one.itemNumber, one.known])).toEqual([[asked[0]?.itemNumber, true], ['NOPE', false], [asked[2]?.itemNumber, true], ['*', false]]);
      for (const one of found.filter((row) => row.known)) {
        expect(one.atp).not.toBeNull();
        expect(one.firstDate).toMatch(/^\d{4}-/);
        for (const figure of ['onHand', 'reserved', 'onSalesOrders', 'available', 'ordered'] as const) expect([figure, one[figure]]).toEqual([figure, one[figure] === null ? null : sum(one.warehouses.map((place) => place[figure] ?? 'not told'))]);
        // One of both is told, and it is what on hand is lessened by.
        for (const place of [one, ...one.warehouses]) {
          expect([place.reserved, place.onSalesOrders].filter((taken) => taken === null)).toHaveLength(1);
          expect(place.available).toBe(subtract(place.onHand ?? '', place.reserved ?? place.onSalesOrders ?? ''));
        }
      }
    });

    it('tell by warehouse what vendors still have to send, also where none is in stock', async () => {
      const stock = erps.catalogue.stock.filter((one) => one.company === 'us' && one.receipts.length > 0);
      const empty = stock.find((one) => one.onHand === 0);
      const wanted = [empty, stock.find((one) => one.reserved > 0)].map((one) => one?.itemNumber ?? '');
      const found = await reads.availability(us, wanted.map((number) => ({ itemNumber: subject.item(number), quantity: '1' })), live());
      for (const [at, number] of wanted.entries()) {
        const incoming = erps.catalogue.stock.filter((one) => one.company === 'us' && one.itemNumber === number).map((one) => one.receipts.reduce((total, receipt) => total + receipt.quantity, 0));
        const told = found[at]?.warehouses.map((place) => Number(place.ordered)) ?? [];
        expect(told.filter((quantity) => quantity > 0).toSorted()).toEqual(incoming.filter((quantity) => quantity > 0).toSorted());
        expect(found[at]?.ordered).toBe(String(incoming.reduce((total, quantity) => total + quantity, 0)));
      }
      expect(found[0]?.warehouses.find((place) => isZero(place.onHand) && !isZero(place.ordered ?? '0'))).toBeDefined();
    });

    it('that nobody can deliver have no date', async () => {
      const [found] = await reads.availability(us, [{ itemNumber: item((one) => !one.startsWith(' ')), quantity: '99999999' }], live());
      expect(found?.firstDate).toBeNull();
    });
  });

  describe('a bad day', () => {
    const number = (): string => some((one) => one.blocked === 'No').number;

    it('with a passing failure is not noticed', async () => {
      await subject.fault({ action: { maintenance: true } }, { action: { drop: 'before' }, after: 1 });
      expect((await subject.open().reads.customer(us, number(), live()))?.number).toBe(number());
    });

    it('with expired tokens is not noticed', async () => {
      const { reads: signedIn } = subject.open();
      await signedIn.customer(us, number(), live());
      await subject.fault({ action: { expireTokens: true } });
      expect((await signedIn.customer(us, number(), live()))?.number).toBe(number());
    });

    it('with a slow ERP ends at the deadline', async () => {
      const { reads: slow } = subject.open();
      await slow.customer(us, number(), live());
      await subject.fault({ action: { delayMs: 5_000 }, times: -1 });
      const startedAt = Date.now();
      await expect(slow.finance(us, number(), live(200))).rejects.toMatchObject({ code: 'erp.slow' });
      expect(Date.now() - startedAt).toBeLessThan(2_000);
    });

    it('with an ERP in maintenance is told as such', async () => {
      await subject.fault({ action: { maintenance: true }, times: -1 });
      await expect(subject.open().reads.customer(us, number(), live())).rejects.toMatchObject({ code: 'erp.unavailable' });
    });

    it('with a throttling ERP waits as long as asked when there is time, and tells otherwise', async () => {
      await subject.fault({ match: { method: 'GET' }, action: { status: 429, headers: { 'retry-after': '0' } } });
      expect((await subject.open().reads.customer(us, number(), live()))?.number).toBe(number());
      await subject.fault({ match: { method: 'GET' }, action: { status: 429, headers: { 'retry-after': '60' } } });
      await expect(subject.open().reads.customer(us, number(), live())).rejects.toMatchObject({ code: 'erp.throttled', details: { seconds: 60 } });
    });
  });

  it('names what it declines, each with a reason', () => {
    const { capabilities } = subject.open();
    expect(capabilities.orderPush === undefined).toBe('orderPush' in subject.connector.without);
    for (const reason of Object.values(subject.connector.without)) expect(reason.length).toBeGreaterThan(10);
  });
});
