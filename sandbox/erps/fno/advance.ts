import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import { addDays } from '../../data/days.ts';
import { roundMoney } from '../../data/places.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import { noDate, noon } from './dialect.ts';
import { inCompanyCurrency } from './rules/order-lines.ts';
import { findRecord, nextNumber, numberOf, recordsWhere, tableOf, textOf, type World } from './world.ts';

const shape = z.strictObject({ to: z.enum(['Confirmed', 'Picked', 'Delivered', 'Invoiced']) });
const steps = ['Active', 'Confirmed', 'Picked', 'Delivered', 'Invoiced'];

/** The work of the ERP's own clerks: confirm, pick, deliver and invoice, which has no public OData route (fno.md §5). */
export function answerAdvance(world: World, request: WireRequest): WireReply | undefined {
  const match = /^\/__sandbox\/orders\/([^/]+)\/([^/]+)\/advance$/.exec(decodeURIComponent(request.path));
  if (!match || request.method !== 'POST') return undefined;
  const [, company, number] = match;
  const parsed = shape.safeParse(JSON.parse(request.text));
  if (!parsed.success) return { status: 400, body: { message: 'Expected {"to": "Confirmed" | "Picked" | "Delivered" | "Invoiced"}' } };
  const order = findRecord(world, 'SalesOrderHeadersV2', { dataAreaId: company, SalesOrderNumber: number });
  if (!order) return { status: 404, body: { message: `No order ${number ?? ''} in ${company ?? ''}` } };
  const refusal = refuse(world, order, parsed.data.to);
  if (refusal !== undefined) return { status: 409, body: { message: refusal } };
  const invoice = world.store.transact((writer) => move(world, order, parsed.data.to, writer));
  return { status: 200, body: { order: number, status: parsed.data.to, ...(invoice !== undefined && { invoice }) } };
}

function refuse(world: World, order: Stored, to: string): string | undefined {
  const { row } = order;
  if (row['IsSalesProcessingStopped'] === 'Yes') return 'The order is on hold.';
  if (steps.indexOf(textOf(row, 'SalesOrderProcessingStatus')) >= steps.indexOf(to)) return `The order is already ${textOf(row, 'SalesOrderProcessingStatus')}.`;
  const hold = findRecord(world, 'CustomersV3', { dataAreaId: row['dataAreaId'], CustomerAccount: row['InvoiceCustomerAccountNumber'] })?.row['OnHoldStatus'];
  const blocksPosting = (to === 'Delivered' || to === 'Invoiced') && (hold === 'All' || hold === 'Invoice');
  return blocksPosting ? `The customer is on hold: ${String(hold)}.` : undefined;
}

function move(world: World, order: Stored, to: string, writer: Writer): string | undefined {
  const lines = recordsWhere(world, 'SalesOrderLines', 'SalesOrderNumber', order.row['SalesOrderNumber'], order.row['dataAreaId']);
  const status = to === 'Delivered' || to === 'Invoiced' ? to : 'Backorder';
  const isShipped = textOf(order.row, 'SalesOrderStatus') !== 'Backorder';
  writer.update(tableOf(world, 'SalesOrderHeadersV2'), order, {
    SalesOrderProcessingStatus: to,
    SalesOrderStatus: status,
    ...(to === 'Confirmed' && { ConfirmedShippingDate: order.row['RequestedShippingDate'] }),
  });
  for (const line of lines) {
    writer.update(tableOf(world, 'SalesOrderLines'), line, { SalesOrderLineStatus: status });
    if (status !== 'Backorder' && !isShipped) ship(world, line.row, writer);
  }
  return to === 'Invoiced' ? postInvoice(world, order.row, lines, writer) : undefined;
}

function ship(world: World, line: Row, writer: Writer): void {
  const stock = recordsWhere(world, 'WarehousesOnHandV2', 'ItemNumber', line['ItemNumber'], line['dataAreaId']).find((one) => one.row['InventoryWarehouseId'] === line['ShippingWarehouseId']);
  if (!stock) return;
  const quantity = numberOf(line, 'OrderedSalesQuantity');
  writer.update(tableOf(world, 'WarehousesOnHandV2'), stock, {
    OnHandQuantity: numberOf(stock.row, 'OnHandQuantity') - quantity,
    AvailableOnHandQuantity: numberOf(stock.row, 'AvailableOnHandQuantity') - quantity,
    OnOrderQuantity: numberOf(stock.row, 'OnOrderQuantity') - quantity,
  });
}

function postInvoice(world: World, order: Row, lines: readonly Stored[], writer: Writer): string {
  const currency = textOf(order, 'CurrencyCode');
  const net = roundMoney(lines.reduce((sum, line) => sum + numberOf(line.row, 'LineAmount'), 0), currency);
  const tax = roundMoney(net * (order['dataAreaId'] === 'usmf' ? 0.08 : 0.19), currency);
  const number = nextNumber(world, 'SalesInvoiceHeadersV2', 'InvoiceNumber', 'CIV-', 6);
  const today = new Date().toISOString().slice(0, 10);
  const key = { dataAreaId: order['dataAreaId'], InvoiceNumber: number, InvoiceDate: noon(today), LedgerVoucher: number.replace('CIV-', 'CIV-100') };
  writer.insert(tableOf(world, 'SalesInvoiceHeadersV2'), {
    ...key,
    InvoiceCustomerAccountNumber: order['InvoiceCustomerAccountNumber'],
    SalesOrderNumber: order['SalesOrderNumber'],
    CustomersOrderReference: textOf(order, 'CustomersOrderReference'),
    CurrencyCode: currency,
    TotalInvoiceAmount: roundMoney(net + tax, currency),
    TotalTaxAmount: tax,
    PaymentTermsName: textOf(order, 'PaymentTermsName'),
  });
  lines.forEach((line, at) =>
    writer.insert(tableOf(world, 'SalesInvoiceV3Lines'), { ...key, LineCreationSequenceNumber: at + 1, ProductNumber: line.row['ItemNumber'], ProductName: line.row['LineDescription'], InvoicedQuantity: line.row['OrderedSalesQuantity'], SalesUnitSymbol: line.row['SalesUnitSymbol'], SalesPrice: line.row['SalesPrice'], LineAmount: line.row['LineAmount'], CurrencyCode: currency }),
  );
  postTransaction(world, order, { number, voucher: key.LedgerVoucher, today, total: roundMoney(net + tax, currency), currency }, writer);
  return number;
}

interface Posting {
  readonly number: string;
  readonly voucher: string;
  readonly today: string;
  readonly total: number;
  readonly currency: string;
}

function postTransaction(world: World, order: Row, posting: Posting, writer: Writer): void {
  const terms = findRecord(world, 'PaymentTerms', { dataAreaId: order['dataAreaId'], Name: order['PaymentTermsName'] });
  const due = noon(addDays(posting.today, numberOf(terms?.row ?? {}, 'NumberOfDays')));
  const account = order['InvoiceCustomerAccountNumber'];
  const recId = Math.max(...[...tableOf(world, 'CustTransactions').all()].map((stored) => numberOf(stored.row, 'SysRecId'))) + 10_000;
  const amounts = { AmountCur: posting.total, AmountMST: inCompanyCurrency(world, order['dataAreaId'], posting.total, posting.currency) };
  const common = { dataAreaId: order['dataAreaId'], AccountNum: account, TransDate: noon(posting.today), DueDate: due, ...amounts };
  writer.insert(tableOf(world, 'CustTransactions'), { ...common, SysRecId: recId, OrderAccount: order['OrderingCustomerAccountNumber'], Invoice: posting.number, Voucher: posting.voucher, TransType: 'Sales', CurrencyCode: posting.currency, Closed: noDate, Approved: 'Yes' });
  writer.insert(tableOf(world, 'CustTransOpens'), { ...common, SysRecId: recId + 1, RefRecId: recId });
}
