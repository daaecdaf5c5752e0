import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CatalogueCustomer } from '../../sandbox/data/customers.ts';
import type { ErpReads } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { compareDecimals, isZero, sum } from '../../server/kernel/money.ts';
import type { Invoice, InvoiceState } from '../../server/model/invoice.ts';
import { invoiceDetail } from '../../server/model/invoice-detail.ts';
import type { Order, OrderState } from '../../server/model/order.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { openErps, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

const live = (): CallContext => ({ lane: 'live', deadlineAt: Date.now() + 10_000, requestId: 'lists' });

/** Every connector chooses rows in the ERP as the whole list would show them. */
describe.each(Object.keys(CONNECTORS))('%s', (erp) => {
  let subject: Subject;
  let reads: ErpReads;
  let us: string;
  beforeAll(() => {
    subject = erps.subjectOf(erp);
    reads = subject.open().reads;
    us = subject.company('us');
  });

  const customers = (): CatalogueCustomer[] => erps.catalogue.customers.filter((one) => one.companies.includes('us'));
  const invoicesOf = (number: string) => erps.catalogue.invoices.filter((one) => one.company === 'us' && one.customerNumber === number);
  const openOrder = () => erps.catalogue.orders.find((one) => one.company === 'us' && one.step === 'Confirmed');

  it('invoices are chosen by state and day: each choice holds what the whole list would show of it', async () => {
    const { lists } = subject.open().capabilities;
    const numbers = customers().toSorted((a, b) => invoicesOf(b.number).length - invoicesOf(a.number).length).slice(0, 8).map((one) => one.number);
    const fits: Record<InvoiceState, (bill: Invoice) => boolean> = {
      all: () => true, open: (bill) => ['open', 'overdue', 'partly-paid'].includes(bill.status), overdue: (bill) => bill.status === 'overdue', paid: (bill) => bill.status === 'paid', credit: (bill) => bill.status === 'credit',
    };
    const met = new Set<InvoiceState>();
    for (const number of numbers) {
      const all = (await reads.invoices(us, number, 'date', { skip: 0, pageSize: 200 }, live())).rows;
      const from = all[Math.floor(all.length / 2)]?.date ?? '2026-01-01';
      for (const state of lists.invoices) {
        const { rows, total } = await reads.invoices(us, number, 'date', { skip: 0, pageSize: 200, state, from }, live());
        const expected = all.filter((bill) => fits[state](bill) && (bill.date ?? '') >= from);
        expect([state, rows.map((bill) => bill.number).toSorted()]).toEqual([state, expected.map((bill) => bill.number).toSorted()]);
        expect(total).toBe(rows.length);
        if (rows.length > 0) met.add(state);
      }
    }
    expect([...met]).toEqual(expect.arrayContaining(['all', 'open', 'overdue', 'paid']));
  });

  it('invoices in another currency say what they are worth in the company\'s, where the ERP keeps both', async () => {
    const foreign = erps.catalogue.invoices.find((one) => one.company === 'us' && one.currency !== 'USD' && one.total > 0);
    const { rows } = await reads.invoices(us, foreign?.customerNumber ?? '', 'date', { skip: 0, pageSize: 200 }, live());
    const bill = rows.find((one) => one.currency === foreign?.currency);
    expect(bill).toBeDefined();
    if ('invoices.inCompany' in subject.connector.without) expect(rows.every((one) => one.inCompany === undefined)).toBe(true);
    else expect(bill?.inCompany).toMatchObject({ currency: 'USD', amount: expect.stringMatching(/^[1-9]\d*\.\d\d$/) as string });
    expect(rows.filter((one) => one.currency === 'USD').every((one) => one.inCompany === undefined)).toBe(true);
  });

  it('payments are chosen by state and day', async () => {
    for (const { number } of customers().slice(0, 12)) {
      const all = (await reads.payments(us, number, { skip: 0, pageSize: 200 }, live())).rows;
      const from = all[Math.floor(all.length / 2)]?.date ?? '2026-01-01';
      for (const state of subject.open().capabilities.lists.payments) {
        const { rows, total } = await reads.payments(us, number, { skip: 0, pageSize: 200, state, from }, live());
        expect(rows).toEqual(all.filter((one) => (one.date ?? '') >= from && (state === 'all' || !isZero(one.unapplied ?? '0'))));
        expect(total).toBe(rows.length);
      }
    }
  });

  it('orders are chosen by state and day, the open ones when nothing is said', async () => {
    const { lists: { orders: states } } = subject.open().capabilities;
    expect(states[0]).toBe('open');
    const { customerNumber = '' } = openOrder() ?? {};
    const read = async (more: object): Promise<Order[]> => (await reads.orders(us, customerNumber, { skip: 0, pageSize: 200, ...more }, live())).rows;
    const open = await read({});
    expect(await read({ state: 'open' })).toEqual(open);
    const words: Partial<Record<OrderState, RegExp>> = { shipped: /^shipped/, invoiced: /^invoiced$/, cancelled: /^cancelled$/ };
    for (const state of states) for (const row of await read({ state })) expect(row.status).toMatch(words[state] ?? /./);
    if (states.includes('all')) expect((await read({ state: 'all' })).length).toBeGreaterThan(open.length);
    const dayOf = (row: Order): string => row.steps[0]?.on ?? '';
    const from = open.map(dayOf).toSorted().at(-1) ?? '';
    expect(await read({ from })).toEqual(open.filter((row) => dayOf(row) >= from));
    expect(await read({ from: '2099-01-01' })).toEqual([]);
  });

  it('finance tells what is paid and not yet applied, as the payments add up to it', async () => {
    let found = 0;
    for (const { number } of customers().slice(0, 12)) {
      const figures = await reads.finance(us, number, live());
      const { rows } = await reads.payments(us, number, { skip: 0, pageSize: 200, state: 'unapplied' }, live());
      const local = rows.filter((one) => one.currency === 'USD').map((one) => one.unapplied ?? '0');
      if (local.length === rows.length) expect(compareDecimals(figures?.unapplied ?? '', sum(local))).toBe(0);
      found += rows.length;
    }
    expect(found).toBeGreaterThan(erp === 'fno' ? 0 : -1);
  });

  it('an invoice has its lines and what paid it', async () => {
    const bill = erps.catalogue.invoices.find((one) => one.company === 'us' && one.payments.length > 0 && one.total > 0 && one.currency === 'USD');
    const number = erp === 'fno' ? bill?.number : (await reads.invoices(us, bill?.customerNumber ?? '', 'date', { skip: 0, pageSize: 200 }, live())).rows.find((row) => row.date === bill?.day)?.number;
    const detail = invoiceDetail.parse(await reads.invoiceDetail(us, bill?.customerNumber ?? '', number ?? '', live()));
    expect(detail).toMatchObject({ number, currency: 'USD' });
    expect(detail.lines.map((line) => line.description)).toEqual(bill?.lines.map((line) => line.description));
    expect(compareDecimals(sum(detail.lines.map((line) => line.amount)), sum(bill?.lines.map((line) => String(line.amount)) ?? []))).toBe(0);
    expect(detail.payments?.map((payment) => [payment.number, payment.date, Number(payment.amount), payment.posted])).toEqual(bill?.payments.map((payment) => [payment.number, payment.day, payment.amount, true]));
  });

  it('an invoice of somebody else, or of nobody, is null', async () => {
    const bill = erps.catalogue.invoices.find((one) => one.company === 'us' && one.total > 0);
    const [page, other] = [await reads.invoices(us, bill?.customerNumber ?? '', 'date', { skip: 0, pageSize: 5 }, live()), customers().find((one) => one.number !== bill?.customerNumber)];
    for (const number of [page.rows[0]?.number ?? '', 'NOPE', '*', "' or 1 eq 1", '']) expect(await reads.invoiceDetail(us, other?.number ?? '', number, live())).toBeNull();
  });
});
