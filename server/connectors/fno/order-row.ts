import * as z from 'zod';
import { roundMoney, sum } from '../../kernel/money.ts';
import { ORDER_STEPS, type Order, type OrderLine, type OrderStep, type PartlyReached } from '../../model/order.ts';
import type { ConnectionSettings } from '../connector.ts';
import { countLines } from '../order-progress.ts';
import { amount, companyId, currency, date, flag, instant, key, member, text } from './wire.ts';

export const LINE_FIELDS = [
  'dataAreaId', 'SalesOrderNumber', 'ItemNumber', 'LineDescription', 'OrderedSalesQuantity', 'SalesUnitSymbol', 'SalesPrice', 'LineDiscountPercentage', 'LineAmount', 'OrderLineReference',
  'LineNumber', 'LineCreationSequenceNumber', 'SalesOrderLineStatus', 'RequestedShippingDate', 'ConfirmedShippingDate',
] as const;

export const HEADER_FIELDS = [
  'dataAreaId', 'SalesOrderNumber', 'OrderingCustomerAccountNumber', 'InvoiceCustomerAccountNumber', 'CurrencyCode', 'SalesOrderStatus', 'SalesOrderProcessingStatus', 'IsSalesProcessingStopped',
  'OrderCreationDateTime', 'RequestedShippingDate', 'CustomersOrderReference', 'CustomerRequisitionNumber',
] as const;

export const lineRow = z.object({
  dataAreaId: key.transform(companyId),
  SalesOrderNumber: key,
  ItemNumber: z.string().nullish().transform((value) => value ?? ''),
  LineDescription: text,
  OrderedSalesQuantity: amount,
  SalesUnitSymbol: text,
  SalesPrice: amount,
  LineDiscountPercentage: amount,
  LineAmount: amount,
  OrderLineReference: text,
  LineNumber: z.coerce.number().nullish(),
  LineCreationSequenceNumber: z.coerce.number().nullish(),
  SalesOrderLineStatus: member,
  RequestedShippingDate: date,
  ConfirmedShippingDate: date,
});
export type LineRow = z.output<typeof lineRow>;

export const headerRow = z.object({
  dataAreaId: key.transform(companyId),
  SalesOrderNumber: key,
  OrderingCustomerAccountNumber: text,
  InvoiceCustomerAccountNumber: text,
  CurrencyCode: currency,
  SalesOrderStatus: member,
  SalesOrderProcessingStatus: member,
  IsSalesProcessingStopped: flag,
  OrderCreationDateTime: instant,
  RequestedShippingDate: date,
  CustomersOrderReference: text,
  CustomerRequisitionNumber: text,
});
export type HeaderRow = z.output<typeof headerRow>;

interface Progress {
  word: string;
  /** How many of ORDER_STEPS are reached. */
  reached: number;
  /** Steps that only part of the order has reached. */
  partly?: readonly PartlyReached['step'][];
}

/** fno.md §5: SalesOrderProcessingStatus tells more than SalesOrderStatus, where `Backorder` means open. */
const PROCESSING: Readonly<Record<string, Progress>> = {
  Active: { word: 'open', reached: 1 },
  Confirmed: { word: 'confirmed', reached: 2 },
  Picked: { word: 'picked', reached: 3 },
  PartiallyDelivered: { word: 'partly shipped', reached: 3, partly: ['shipped'] },
  Delivered: { word: 'shipped', reached: 4 },
  PartiallyInvoiced: { word: 'partly invoiced', reached: 3, partly: ['shipped', 'invoiced'] },
  DeliveredPartiallyInvoiced: { word: 'shipped, partly invoiced', reached: 4, partly: ['invoiced'] },
  Invoiced: { word: 'invoiced', reached: 5 },
  Canceled: { word: 'cancelled', reached: 1 },
};
const STATUS: Readonly<Record<string, Progress>> = {
  None: { word: 'open', reached: 1 },
  Backorder: { word: 'open', reached: 1 },
  Delivered: { word: 'shipped', reached: 4 },
  Invoiced: { word: 'invoiced', reached: 5 },
  Canceled: { word: 'cancelled', reached: 1 },
};

/** The further of the two statuses; a member that nobody knows is shown as F&O writes it. */
function progressOf(row: HeaderRow): Progress {
  if (row.SalesOrderStatus === 'Canceled') return { word: 'cancelled', reached: 1 };
  const processing = PROCESSING[row.SalesOrderProcessingStatus];
  const status = STATUS[row.SalesOrderStatus];
  if (processing === undefined) return status !== undefined && row.SalesOrderProcessingStatus === '' ? status : { word: row.SalesOrderProcessingStatus || row.SalesOrderStatus, reached: status?.reached ?? 1 };
  return status !== undefined && status.reached > processing.reached ? status : processing;
}

function stepsOf(progress: Progress, row: HeaderRow): { step: OrderStep; on: string | null }[] {
  return ORDER_STEPS.slice(0, progress.reached).map((step) => ({ step, on: step === 'created' ? (row.OrderCreationDateTime?.slice(0, 10) ?? null) : null }));
}

export function toLine(row: LineRow, orderCurrency: string | null): OrderLine {
  return {
    itemNumber: row.ItemNumber,
    description: row.LineDescription,
    quantity: row.OrderedSalesQuantity,
    unit: row.SalesUnitSymbol,
    unitPrice: row.SalesPrice,
    discountPercent: row.LineDiscountPercentage,
    amount: inCurrency(row.LineAmount, orderCurrency),
    reference: row.OrderLineReference,
    requestedDate: row.RequestedShippingDate,
    promisedDate: row.ConfirmedShippingDate,
  };
}

const LINE_WORDS: Readonly<Record<string, string>> = { None: 'open', Backorder: 'open', Delivered: 'shipped', Invoiced: 'invoiced', Canceled: 'cancelled' };

/**
 * F&O publishes no delivered quantity of a line, only its status: what is open is the whole line before anything of the order was
 * delivered, nothing once the line was, and not told in between.
 */
function withStatus(line: OrderLine, row: LineRow, started: boolean): OrderLine {
  const status = LINE_WORDS[row.SalesOrderLineStatus] ?? (row.SalesOrderLineStatus || undefined);
  if (status === undefined) return line;
  const isOpen = status === 'open';
  const open = isOpen ? (started ? {} : { open: line.quantity }) : { open: '0' };
  const isLate = row.RequestedShippingDate !== null && row.ConfirmedShippingDate !== null && row.ConfirmedShippingDate > row.RequestedShippingDate;
  return { ...line, status, ...open, backorder: isOpen && (started || isLate) };
}

const SHIPPED = new Set(['shipped', 'invoiced']);

/** F&O leaves OrderTotalAmount at 0 until totals are calculated: the total is the sum of the lines, and none when there are none. */
export function toOrder(header: HeaderRow, lines: readonly LineRow[], settings: ConnectionSettings): Order {
  const progress = progressOf(header);
  const sorted = [...lines].sort((a, b) => (a.LineNumber ?? 0) - (b.LineNumber ?? 0) || (a.LineCreationSequenceNumber ?? 0) - (b.LineCreationSequenceNumber ?? 0));
  const [reference, purchaseOrder] = referencesOf(header, settings);
  const started = progress.partly !== undefined || progress.reached > ORDER_STEPS.indexOf('shipped') || sorted.some((row) => SHIPPED.has(LINE_WORDS[row.SalesOrderLineStatus] ?? ''));
  const orderLines = sorted.map((row) => withStatus(toLine(row, header.CurrencyCode), row, started));
  const partly = progress.partly?.map((step): PartlyReached => ({ step, on: null, ...countLines(orderLines, ({ status = '' }) => (step === 'shipped' ? SHIPPED.has(status) : status === 'invoiced')) }));
  return {
    company: header.dataAreaId,
    number: header.SalesOrderNumber,
    customerNumber: header.OrderingCustomerAccountNumber ?? header.InvoiceCustomerAccountNumber ?? '',
    currency: header.CurrencyCode,
    status: progress.word,
    steps: stepsOf(progress, header),
    ...(partly === undefined ? {} : { partly }),
    cancelled: progress.word === 'cancelled',
    held: header.IsSalesProcessingStopped,
    lines: orderLines,
    total: sorted.length === 0 ? null : inCurrency(sum(sorted.map((line) => line.LineAmount)), header.CurrencyCode),
    createdAt: header.OrderCreationDateTime,
    requestedDate: header.RequestedShippingDate,
    reference,
    customerPurchaseOrder: purchaseOrder,
    link: linkOf(settings.orderLinkTemplate, header.dataAreaId, header.SalesOrderNumber),
  };
}

export type KeyField = 'CustomersOrderReference' | 'CustomerRequisitionNumber';

/** The field that carries our key, and the one that takes the customer's purchase order. */
export function keyFields(settings: ConnectionSettings): [KeyField, KeyField] {
  return settings.keyField === 'CustomerRequisitionNumber' ? ['CustomerRequisitionNumber', 'CustomersOrderReference'] : ['CustomersOrderReference', 'CustomerRequisitionNumber'];
}

function referencesOf(header: HeaderRow, settings: ConnectionSettings): [string | null, string | null] {
  const [key, other] = keyFields(settings);
  return [header[key], header[other]];
}

const linkOf = (template: string | undefined, company: string, number: string): string | null =>
  template === undefined ? null : template.replaceAll('{company}', encodeURIComponent(company)).replaceAll('{number}', encodeURIComponent(number));

const inCurrency = (value: string, code: string | null): string => (code === null ? value : roundMoney(value, code));
