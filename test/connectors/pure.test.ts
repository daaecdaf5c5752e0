import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ageItems } from '../../server/connectors/aging.ts';
import { warehousesOf } from '../../server/connectors/business-central/analytics.ts';
import { promise } from '../../server/connectors/business-central/atp.ts';
import { toPayments } from '../../server/connectors/business-central/payment.ts';
import { date as bcDate, decodeMember } from '../../server/connectors/business-central/wire.ts';
import { alpha3, sameCountry } from '../../server/connectors/countries.ts';
import { toPromise } from '../../server/connectors/fno/availability.ts';
import { toInvoice } from '../../server/connectors/fno/invoice.ts';
import { toOrder, headerRow, lineRow } from '../../server/connectors/fno/order-row.ts';
import { transactionRow } from '../../server/connectors/fno/transaction.ts';
import { amount, date, instant, text } from '../../server/connectors/fno/wire.ts';
import { parseRow } from '../../server/connectors/parse-rows.ts';
import type { ConnectionSettings } from '../../server/connectors/connector.ts';

const today = '2026-11-21';

describe('what the wire calls empty', () => {
  it('is absent', () => {
    expect(['', null, undefined].map((value) => text.parse(value))).toEqual([null, null, null]);
    expect(['1900-01-01T12:00:00Z', '1900-01-01T00:00:00Z', '', null].map((value) => [date.parse(value), instant.parse(value)])).toEqual([[null, null], [null, null], [null, null], [null, null]]);
    expect(['0001-01-01', '', null].map((value) => bcDate.parse(value))).toEqual([null, null, null]);
  });

  it('leaves everything else as it is', () => {
    expect([text.parse(' P-1'), date.parse('2026-07-14T12:00:00Z'), amount.parse(0.1), amount.parse('1e3'), bcDate.parse('2026-07-14')]).toEqual([' P-1', '2026-07-14', '0.1', '1000', '2026-07-14']);
  });
});

describe('a row of another shape', () => {
  it.each([[{}], [{ a: 'x' }], [{ a: {} }], [null], ['row']])('is an answer nobody expected: %j', (row) => {
    expect(() => parseRow(z.object({ a: amount, b: z.string() }), row, 'thing')).toThrow(expect.objectContaining({ code: 'erp.answer' }) as Error);
  });

  it('has no fault in an empty number', () => {
    expect(amount.parse('')).toBe('0');
  });
});

describe('enum members of Business Central', () => {
  it.each([['_x0020_', ''], [' ', ''], ['In_x0020_Review', 'In Review'], ['Non_x002D_Inventory', 'Non-Inventory'], ['Positive_x0020_Adjmt_x002E_', 'Positive Adjmt.'], ['Open', 'Open']])('%s is read as "%s"', (wire, word) => {
    expect(decodeMember(wire)).toBe(word);
  });
});

describe('countries', () => {
  it('are the same in two and three letters', () => {
    expect([alpha3('de'), alpha3('USA'), alpha3('GB')]).toEqual(['DEU', 'USA', 'GBR']);
    expect([sameCountry('US', 'USA'), sameCountry('de', 'DEU'), sameCountry('AT', 'AUS')]).toEqual([true, true, false]);
  });
});

describe('ageing', () => {
  it('puts each item by days after its due date', () => {
    const items = [['10', today], ['20', '2026-11-20'], ['30', '2026-10-22'], ['40', '2026-10-21'], ['50', '2026-09-22'], ['60', '2026-08-23'], ['70', '2026-08-22'], ['-5', '2020-01-01']].map(([value, dueDate]) => ({ amount: value ?? '', dueDate: dueDate ?? null }));
    const aged = ageItems([...items, { amount: '0.01', dueDate: null }], today, 'USD');
    expect(aged.aging.map((bucket) => [bucket.label, bucket.amount])).toEqual([['current', '10.01'], ['1-30', '50.00'], ['31-60', '90.00'], ['61-90', '60.00'], ['over-90', '65.00']]);
    expect([aged.balance, aged.overdue]).toEqual(['275.01', '265.00']);
  });

  it('knows currencies without cents', () => {
    expect(ageItems([{ amount: '1000', dueDate: null }], today, 'JPY').balance).toBe('1000');
  });
});

describe('available to promise', () => {
  it('never promises today what is promised already for later', () => {
    expect(promise('10', [{ quantity: '-8', on: '2026-12-01' }], '5', today)).toEqual({ atp: '2', firstDate: null });
  });

  it('counts supply from its day and demand until it', () => {
    const movements = [{ quantity: '-8', on: '2026-12-01' }, { quantity: '20', on: '2026-12-10' }];
    expect(promise('10', movements, '15', today)).toEqual({ atp: '2', firstDate: '2026-12-10' });
    expect(promise('10', movements, '2', today)).toEqual({ atp: '2', firstDate: today });
  });

  it('takes what is overdue as due today, and is never below zero', () => {
    expect(promise('1', [{ quantity: '-3', on: '2026-01-01' }, { quantity: '1', on: null }], '1', today)).toEqual({ atp: '0', firstDate: null });
  });

  it('of F&O adds the warehouses of a date', () => {
    const rows = [['2026-12-01', '9'], [today, '2'], [today, '3']].map(([ATPDate, ATPQuantity]) => ({ ATPDate: ATPDate ?? null, ATPQuantity: ATPQuantity ?? '' }));
    expect(toPromise(rows, '5')).toEqual({ atp: '5', firstDate: today });
    expect(toPromise(rows, '6')).toEqual({ atp: '5', firstDate: '2026-12-01' });
    expect(toPromise([], '1')).toEqual({ atp: null, firstDate: null });
  });
});

describe('stock of Business Central', () => {
  const at = (locationCode: string | null, quantity: string, documentType = 'Order') => ({ itemNo: 'P-1', locationCode, documentType, outstandingQtyBase: quantity, shipmentDate: null, expectedReceiptDate: null });
  const has = (locationCode: string, remainingQuantity: string) => ({ itemNo: 'P-1', locationCode, remainingQuantity });

  it('is told for every location that has, owes or awaits something', () => {
    const found = warehousesOf({ entries: [has('MAIN', '10'), has('MAIN', '-2')], demand: [at('EAST', '3'), at(null, '1.5')], supply: [at('WEST', '25'), at('MAIN', '5')] });
    expect(found.map(({ warehouse, onHand, onSalesOrders, available, ordered }) => [warehouse, onHand, onSalesOrders, available, ordered])).toEqual([
      ['MAIN', '8', '0', '8', '5'],
      ['EAST', '0', '3', '-3', '0'],
      ['', '0', '1.5', '-1.5', '0'],
      ['WEST', '0', '0', '0', '25'],
    ]);
  });

  it('counts what comes back from a customer, or goes back to a vendor, as neither taken nor ordered', () => {
    const [main] = warehousesOf({ entries: [has('MAIN', '10')], demand: [at('MAIN', '4'), at('MAIN', '9', 'Return Order')], supply: [at('MAIN', '6'), at('MAIN', '9', 'Return Order')] });
    expect(main).toMatchObject({ onSalesOrders: '4', available: '6', ordered: '6', reserved: null });
  });
});

describe('invoices of F&O', () => {
  const row = (AmountCur: number, SettleAmountCur: number, DueDate: string): Parameters<typeof toInvoice>[0] =>
    transactionRow.parse({ dataAreaId: 'usmf', AccountNum: 'C-1', Invoice: 'CIV-1', TransType: 'Sales', TransDate: '2026-01-01T12:00:00Z', DueDate: `${DueDate}T12:00:00Z`, CurrencyCode: 'USD', AmountCur, SettleAmountCur });
  it.each([
    [100, 0, '2026-12-01', 'open', '100.00', 0],
    [100, 40, '2026-12-01', 'partly-paid', '60.00', 0],
    [100, 40, '2026-11-20', 'overdue', '60.00', 1],
    [100, 100, '2026-01-01', 'paid', '0.00', 0],
    [-100, 0, '2026-01-01', 'credit', '-100.00', 0],
    [100, 0, '1900-01-01', 'open', '100.00', 0],
    [100, 0, today, 'open', '100.00', 0],
  ])('of %d with %d settled, due %s, are %s', (total, settled, due, status, openAmount, days) => {
    expect(toInvoice(row(total, settled, due), today, null)).toMatchObject({ status, open: openAmount, daysOverdue: days });
  });
});

describe('payments of Business Central', () => {
  const entry = (cleEntryNo: number, dcleEntryType: string, dcleAmountLCY: string, invoiceNumber: string | null = null): Parameters<typeof toPayments>[0][number] => ({
    cleEntryNo, dcleEntryType, dcleAmountLCY, dcleDocumentType: 'Payment', dcleDocumentNo: 'G-1', dclePostingDate: '2026-01-20', salesInvHeaderDocumentNo: invoiceNumber,
  });
  it('are partly applied when part of their own entry is left', () => {
    const rows = [entry(7, 'Initial Entry', '-500'), entry(7, 'Application', '300'), entry(3, 'Application', '-300', 'INV-3')];
    expect(toPayments(rows, 'USD')).toMatchObject([{ number: 'G-1', amount: '500.00', unapplied: '200.00', invoices: ['INV-3'] }]);
  });
});

describe('statuses of F&O orders', () => {
  const settings: ConnectionSettings = { id: 'o/c', baseUrl: '', defaultCompany: '', keyField: undefined, orderLinkTemplate: undefined, customerGroup: undefined, site: undefined, warehouse: undefined };
  const header = (SalesOrderStatus: string, SalesOrderProcessingStatus: string): Parameters<typeof toOrder>[0] =>
    headerRow.parse({ dataAreaId: 'USMF', SalesOrderNumber: 'SO-1', CurrencyCode: 'USD', SalesOrderStatus, SalesOrderProcessingStatus, OrderCreationDateTime: '2026-07-15T01:58:18Z' });
  it.each([
    ['Backorder', 'Active', 'open', 1],
    ['Backorder', 'Confirmed', 'confirmed', 2],
    ['Backorder', 'Picked', 'picked', 3],
    ['Backorder', 'PartiallyDelivered', 'partly shipped', 3],
    ['Delivered', 'Delivered', 'shipped', 4],
    ['Delivered', 'DeliveredPartiallyInvoiced', 'shipped, partly invoiced', 4],
    ['Invoiced', 'Invoiced', 'invoiced', 5],
    ['Invoiced', 'Active', 'invoiced', 5],
    ['Canceled', 'Active', 'cancelled', 1],
    ['Backorder', '', 'open', 1],
    ['Backorder', 'Reviewed', 'Reviewed', 1],
  ])('%s/%s is "%s" with %d steps', (status, processing, word, steps) => {
    const order = toOrder(header(status, processing), [], settings);
    expect([order.status, order.steps.length, order.cancelled, order.company, order.total]).toEqual([word, steps, word === 'cancelled', 'usmf', null]);
  });

  it('have lines in the order of their numbers', () => {
    const line = (LineNumber: number, LineAmount: number): Parameters<typeof toOrder>[1][number] => lineRow.parse({ dataAreaId: 'usmf', SalesOrderNumber: 'SO-1', ItemNumber: ' P', LineNumber, LineAmount });
    const order = toOrder(header('Backorder', 'Active'), [line(2, -0.1), line(1, 0.3)], settings);
    expect([order.lines.map((one) => one.amount), order.total]).toEqual([['0.30', '-0.10'], '0.20']);
  });
});
