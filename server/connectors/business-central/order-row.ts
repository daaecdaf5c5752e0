import * as z from 'zod';
import { isZero, sum } from '../../kernel/money.ts';
import type { Order, OrderStep } from '../../model/order.ts';
import { parseRows } from '../parse-rows.ts';
import { readReference } from './order-key.ts';
import { amount, currency, date, inCurrency, key, member, text } from './wire.ts';

/** Picking is done in the warehouse and not reported by these pages. */
export const STEPS = ['created', 'confirmed', 'shipped', 'invoiced'] as const satisfies readonly OrderStep[];

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
  const lines = linesOf(row.salesOrderLines);
  const shipped = row.fullyShipped === true && lines.length > 0;
  const started = lines.some((line) => !isZero(line.shippedQuantity));
  const reached: OrderStep[] = ['created', ...(row.status === 'Open' || started || shipped ? (['confirmed'] as const) : []), ...(shipped ? (['shipped'] as const) : [])];
  return {
    ...common(row.number, row, lines, about),
    status: shipped ? 'shipped' : started ? 'partly shipped' : (WORDS[row.status] ?? row.status),
    steps: reached.map((step) => ({ step, on: step === 'created' ? row.orderDate : null })),
    cancelled: false,
    requestedDate: row.requestedDeliveryDate,
  };
}

/** An order that is gone, from the invoices that it became; they are not empty. */
export function toInvoicedOrder(number: string, invoices: readonly PostedRow[], first: PostedRow, about: About): Order {
  const lines = linesOf(invoices.flatMap((invoice) => invoice.salesInvoiceLines ?? []));
  const cancelled = invoices.every((invoice) => invoice.status === 'Canceled' || invoice.status === 'Corrective');
  const posted = invoices.some((invoice) => invoice.status !== 'Draft' && invoice.status !== 'In Review');
  const steps: readonly OrderStep[] = posted ? STEPS : ['created'];
  return {
    ...common(number, first, lines, about),
    status: cancelled ? 'cancelled' : posted ? 'invoiced' : 'invoice drafted',
    steps: steps.map((step) => ({ step, on: step === 'invoiced' ? first.invoiceDate : null })),
    cancelled,
    requestedDate: null,
  };
}

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
