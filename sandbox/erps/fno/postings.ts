import { addDays } from '../../data/days.ts';
import { roundMoney } from '../../data/places.ts';
import type { Writer } from '../odata/store.ts';
import type { Row } from '../odata/table.ts';
import { noDate, noon } from './dialect.ts';
import { inCompanyCurrency } from './rules/order-lines.ts';
import { findRecord, nextNumber, numberOf, recordsWhere, tableOf, textOf, type World } from './world.ts';

/** Of an order line; kept beside the published properties, among which F&O has no such quantity. */
export const deliveredOf = (line: Row): number => (line['_delivered'] === undefined ? (line['SalesOrderLineStatus'] === 'Backorder' ? 0 : numberOf(line, 'OrderedSalesQuantity')) : numberOf(line, '_delivered'));
export const invoicedOf = (line: Row): number => (line['_invoiced'] === undefined ? (line['SalesOrderLineStatus'] === 'Invoiced' ? numberOf(line, 'OrderedSalesQuantity') : 0) : numberOf(line, '_invoiced'));

/** Takes a quantity of an order line from its warehouse. */
export function deliver(world: World, line: Row, quantity: number, writer: Writer): void {
  const stock = recordsWhere(world, 'WarehousesOnHandV2', 'ItemNumber', line['ItemNumber'], line['dataAreaId']).find((one) => one.row['InventoryWarehouseId'] === line['ShippingWarehouseId']);
  if (!stock) return;
  writer.update(tableOf(world, 'WarehousesOnHandV2'), stock, {
    OnHandQuantity: numberOf(stock.row, 'OnHandQuantity') - quantity,
    AvailableOnHandQuantity: numberOf(stock.row, 'AvailableOnHandQuantity') - quantity,
    OnOrderQuantity: numberOf(stock.row, 'OnOrderQuantity') - quantity,
  });
}

/** Quantity of an order line that goes onto an invoice. */
export interface InvoicePart {
  readonly line: Row;
  readonly quantity: number;
}

/** Posts one invoice of an order; returns its number. */
export function invoice(world: World, order: Row, parts: readonly InvoicePart[], writer: Writer): string {
  const currency = textOf(order, 'CurrencyCode');
  const amountOf = ({ line, quantity }: InvoicePart): number => roundMoney((numberOf(line, 'LineAmount') * quantity) / numberOf(line, 'OrderedSalesQuantity'), currency);
  const net = roundMoney(parts.reduce((sum, part) => sum + amountOf(part), 0), currency);
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
  parts.forEach((part, at) =>
    writer.insert(tableOf(world, 'SalesInvoiceV3Lines'), { ...key, LineCreationSequenceNumber: at + 1, ProductNumber: part.line['ItemNumber'], ProductName: part.line['LineDescription'], InvoicedQuantity: part.quantity, SalesUnitSymbol: part.line['SalesUnitSymbol'], SalesPrice: part.line['SalesPrice'], LineAmount: amountOf(part), CurrencyCode: currency }),
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
  const recId = nextRecId(world);
  const amounts = { AmountCur: posting.total, AmountMST: inCompanyCurrency(world, order['dataAreaId'], posting.total, posting.currency) };
  const common = { dataAreaId: order['dataAreaId'], AccountNum: order['InvoiceCustomerAccountNumber'], TransDate: noon(posting.today), DueDate: due, ...amounts };
  writer.insert(tableOf(world, 'CustTransactions'), { ...common, SysRecId: recId, OrderAccount: order['OrderingCustomerAccountNumber'], Invoice: posting.number, Voucher: posting.voucher, TransType: 'Sales', CurrencyCode: posting.currency, Closed: noDate, Approved: 'Yes' });
  writer.insert(tableOf(world, 'CustTransOpens'), { ...common, SysRecId: recId + 1, RefRecId: recId });
}

const nextRecId = (world: World): number => Math.max(...[...tableOf(world, 'CustTransactions').all()].map((stored) => numberOf(stored.row, 'SysRecId'))) + 10_000;

/** Takes the money for every open invoice of an order. */
export function pay(world: World, order: Row, writer: Writer): undefined {
  const today = noon(new Date().toISOString().slice(0, 10));
  for (const { row: posted } of recordsWhere(world, 'SalesInvoiceHeadersV2', 'SalesOrderNumber', order['SalesOrderNumber'], order['dataAreaId'])) {
    for (const bill of recordsWhere(world, 'CustTransactions', 'Voucher', posted['LedgerVoucher'], order['dataAreaId'])) {
      if (bill.row['Closed'] !== noDate) continue;
      const settled = { SettleAmountCur: bill.row['AmountCur'], SettleAmountMST: bill.row['AmountMST'], Closed: today, LastSettleDate: today };
      const [cur, mst] = [-numberOf(bill.row, 'AmountCur'), -numberOf(bill.row, 'AmountMST')];
      writer.insert(tableOf(world, 'CustTransactions'), { dataAreaId: order['dataAreaId'], SysRecId: nextRecId(world), AccountNum: bill.row['AccountNum'], OrderAccount: bill.row['OrderAccount'], CurrencyCode: bill.row['CurrencyCode'], Voucher: `PAY-${textOf(bill.row, 'Invoice')}`, TransType: 'Payment', TransDate: today, DueDate: today, AmountCur: cur, AmountMST: mst, SettleAmountCur: cur, SettleAmountMST: mst, Closed: today, LastSettleDate: today, Approved: 'Yes' });
      for (const open of recordsWhere(world, 'CustTransOpens', 'RefRecId', bill.row['SysRecId'], order['dataAreaId'])) writer.remove(tableOf(world, 'CustTransOpens'), open);
      writer.update(tableOf(world, 'CustTransactions'), bill, settled);
    }
  }
}
