import * as z from 'zod';
import { compareDecimals, isNegative, isZero, subtract, sum } from '../../kernel/money.ts';
import type { Order, OrderLine, OrderStep, PartlyReached } from '../../model/order.ts';
import { countLines, countPieces, isWhole, lastDay, orElse } from '../order-progress.ts';
import { parseRows } from '../parse-rows.ts';
import { readReference } from './order-key.ts';
import { amount, currency, date, inCurrency, key, member, text } from './wire.ts';

/** Picking is done in the warehouse and not reported by these pages. */
export const STEPS = ['created', 'confirmed', 'shipped', 'invoiced', 'paid'] as const satisfies readonly OrderStep[];

export const ORDER_FIELDS = ['id', 'number', 'externalDocumentNumber', 'orderDate', 'customerNumber', 'currencyCode', 'requestedDeliveryDate', 'fullyShipped', 'status'] as const;
export const POSTED_FIELDS = ['number', 'orderNumber', 'externalDocumentNumber', 'invoiceDate', 'customerNumber', 'currencyCode', 'status'] as const;

const lineRow = z.object({
  sequence: z.coerce.number().int(),
  lineType: member,
  lineObjectNumber: text,
  description: text,
  unitOfMeasureCode: text,
  quantity: amount,
  unitPrice: amount,
  discountPercent: amount,
  invoiceDiscountAllocation: amount,
  /** `amountExcludingTax` less the allocation (business-central.md §9). */
  netAmount: amount,
  shippedQuantity: amount,
  invoicedQuantity: amount,
  shipmentDate: date,
});
type LineRow = z.output<typeof lineRow>;

export const orderRow = z.object({
  id: key,
  number: key,
  externalDocumentNumber: text,
  orderDate: date,
  customerNumber: text,
  currencyCode: currency,
  requestedDeliveryDate: date,
  fullyShipped: z.boolean().nullish(),
  status: member,
  salesOrderLines: z.array(z.unknown()).nullish(),
});
export type OrderRow = z.output<typeof orderRow>;

/** A sales invoice, read for the order that it came from. */
export const postedRow = z.object({
  number: key,
  orderNumber: text,
  externalDocumentNumber: text,
  invoiceDate: date,
  customerNumber: text,
  currencyCode: currency,
  status: member,
  salesInvoiceLines: z.array(z.unknown()).nullish(),
});
export type PostedRow = z.output<typeof postedRow>;

/** What the rows do not say about their company. */
export interface About {
  id: string;
  /** Local currency. */
  local: string | null;
  template: string | undefined;
}

/** `Draft` is not released yet, `Open` is released (business-central.md §1). */
const WORDS: Readonly<Record<string, string>> = { Draft: 'open', 'In Review': 'waiting for approval', Open: 'released' };

export function toOrder(row: OrderRow, about: About): Order {
  const rows = linesOf(row.salesOrderLines);
  const shipped = row.fullyShipped === true && rows.length > 0;
  const started = rows.some((line) => !isZero(line.shippedQuantity));
  const invoiced = rows.length > 0 && rows.every((line) => compareDecimals(line.invoicedQuantity, line.quantity) === 0 && !isZero(line.quantity));
  const reached: OrderStep[] = ['created', ...(row.status === 'Open' || started || shipped ? (['confirmed'] as const) : []), ...(shipped ? (['shipped'] as const) : []), ...(invoiced ? (['invoiced'] as const) : [])];
  const order = common(row.number, row, rows, about);
  const lines = order.lines.map((line, at): OrderLine => ({ ...line, ...progressOf(rows[at], row.requestedDeliveryDate, started) }));
  const partly = [...(started && !shipped ? [partOf('shipped', lines)] : []), ...(!invoiced && rows.some((line) => !isZero(line.invoicedQuantity)) ? [partOf('invoiced', lines)] : [])];
  return {
    ...order,
    lines,
    status: shipped ? 'shipped' : started ? 'partly shipped' : (WORDS[row.status] ?? row.status),
    steps: reached.map((step) => ({ step, on: step === 'created' ? row.orderDate : null })),
    ...(partly.length === 0 ? {} : { partly }),
    cancelled: false,
    requestedDate: row.requestedDeliveryDate,
  };
}

const partOf = (step: 'shipped' | 'invoiced', lines: readonly OrderLine[]): PartlyReached =>
  ({ step, on: null, ...orElse(countPieces(lines, (line) => line[step]), () => countLines(lines, (line) => isWhole(line, line[step]))) });

/** Business Central asks for a day of the whole order and plans one for each line, both of which only the open rest still has. */
function progressOf(row: LineRow | undefined, requestedDate: string | null, started: boolean): Partial<OrderLine> {
  if (row === undefined) return {};
  const open = subtract(row.quantity, row.shippedQuantity);
  const isOpen = !isZero(open) && !isNegative(open);
  const isLate = requestedDate !== null && row.shipmentDate !== null && row.shipmentDate > requestedDate;
  return { shipped: row.shippedQuantity, invoiced: row.invoicedQuantity, open, requestedDate, promisedDate: row.shipmentDate, backorder: isOpen && (started || isLate) };
}

/** An order that is gone, from the invoices that it became; they are not empty. */
export function toInvoicedOrder(number: string, invoices: readonly PostedRow[], first: PostedRow, about: About): Order {
  const lines = linesOf(invoices.flatMap((invoice) => invoice.salesInvoiceLines ?? []));
  const valid = invoices.filter((invoice) => invoice.status !== 'Canceled' && invoice.status !== 'Corrective');
  const cancelled = valid.length === 0;
  const posted = invoices.some((invoice) => invoice.status !== 'Draft' && invoice.status !== 'In Review');
  const steps: readonly OrderStep[] = posted ? STEPS.slice(0, isPaid(valid) ? STEPS.length : -1) : ['created'];
  const day = lastDay(invoices.map((invoice) => invoice.invoiceDate));
  return {
    ...common(number, first, lines, about),
    status: cancelled ? 'cancelled' : posted ? 'invoiced' : 'invoice drafted',
    steps: steps.map((step) => ({ step, on: step === 'invoiced' ? day : null })),
    cancelled,
    requestedDate: null,
  };
}

/** `Paid` is the word for a posted invoice of which nothing remains (business-central.md §5); on which day is not among its properties. */
const isPaid = (invoices: readonly PostedRow[]): boolean => invoices.length > 0 && invoices.every((invoice) => invoice.status === 'Paid');

const linesOf = (lines: readonly unknown[] | null | undefined): LineRow[] =>
  parseRows(lineRow, lines ?? [], 'order line').filter((line) => line.lineType !== 'Comment').sort((a, b) => a.sequence - b.sequence);

type Shared = Pick<OrderRow, 'customerNumber' | 'externalDocumentNumber' | 'currencyCode'>;

function common(number: string, row: Shared, lines: readonly LineRow[], about: About): Omit<Order, 'status' | 'steps' | 'requestedDate' | 'cancelled'> {
  const code = row.currencyCode ?? about.local;
  const reference = readReference(row.externalDocumentNumber);
  return {
    company: about.id,
    number,
    customerNumber: row.customerNumber ?? '',
    currency: code,
    held: false,
    lines: lines.map((line) => ({
      itemNumber: line.lineObjectNumber ?? '',
      description: line.description,
      quantity: line.quantity,
      unit: line.unitOfMeasureCode,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      amount: inCurrency(line.netAmount, code),
      headerDiscount: inCurrency(line.invoiceDiscountAllocation, code),
      reference: String(line.sequence),
    })),
    total: lines.length === 0 ? null : inCurrency(sum(lines.map((line) => line.netAmount)), code),
    createdAt: null,
    reference: reference.key,
    customerPurchaseOrder: reference.purchaseOrder,
    link: about.template === undefined ? null : about.template.replaceAll('{company}', encodeURIComponent(about.id)).replaceAll('{number}', encodeURIComponent(number)),
  };
}
