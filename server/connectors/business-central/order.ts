import * as z from 'zod';
import { isZero, sum } from '../../kernel/money.ts';
import type { Order, OrderStep } from '../../model/order.ts';
import type { Page } from '../../model/parts.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { PageRequest } from '../connector.ts';
import type { Query } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { amount, currency, date, inCurrency, key, member, text } from './wire.ts';

/** Picking is done in the warehouse and not reported by these pages. */
export const STEPS = ['created', 'confirmed', 'shipped', 'invoiced'] as const satisfies readonly OrderStep[];

const lineRow = z.object({
  lineType: member,
  lineObjectNumber: text,
  description: text,
  unitOfMeasureCode: text,
  quantity: amount,
  unitPrice: amount,
  discountPercent: amount,
  amountExcludingTax: amount,
  shippedQuantity: amount,
});
type LineRow = z.output<typeof lineRow>;

const orderRow = z.object({
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
const postedRow = z.object({ orderNumber: key, externalDocumentNumber: text, invoiceDate: date, customerNumber: text, currencyCode: currency, salesInvoiceLines: z.array(z.unknown()).nullish() });

const ORDER_FIELDS = ['number', 'externalDocumentNumber', 'orderDate', 'customerNumber', 'currencyCode', 'requestedDeliveryDate', 'fullyShipped', 'status'] as const;
const POSTED_FIELDS = ['orderNumber', 'externalDocumentNumber', 'invoiceDate', 'customerNumber', 'currencyCode'] as const;

/** All orders of this set are open: a fully posted one is gone from it. */
export async function readOpenOrders(session: Session, company: string, customer: string, page: PageRequest, context: CallContext): Promise<Page<Order>> {
  const query: Query = { filter: textIs('customerNumber', customer), select: ORDER_FIELDS, expand: 'salesOrderLines', orderBy: ['orderDate desc', 'number desc'], skip: page.skip, top: page.pageSize, count: true };
  const [read, about] = await Promise.all([session.read(company, 'salesOrders', query, 'read open orders', context), aboutCompany(session, company, context)]);
  const rows = parseRows(orderRow, read.rows, 'order').map((row) => toOrder(row, about));
  return { rows, total: read.count ?? page.skip + rows.length, skip: page.skip, pageSize: page.pageSize };
}

/** After the last quantity is posted the order no longer exists: its invoices tell how it ended (business-central.md §1). */
export async function readOrder(session: Session, company: string, number: string, context: CallContext): Promise<Order | null> {
  const [open, about] = await Promise.all([
    session.read(company, 'salesOrders', { filter: textIs('number', number), select: ORDER_FIELDS, expand: 'salesOrderLines', top: 1 }, 'read order', context),
    aboutCompany(session, company, context),
  ]);
  const [row] = parseRows(orderRow, open.rows, 'order');
  if (row !== undefined) return toOrder(row, about);
  const posted = await session.read(company, 'salesInvoices', { filter: textIs('orderNumber', number), select: POSTED_FIELDS, expand: 'salesInvoiceLines', top: 50 }, 'read invoices of order', context);
  const invoices = parseRows(postedRow, posted.rows, 'invoice');
  const [first] = invoices;
  return first === undefined ? null : toInvoicedOrder(invoices, first, about);
}

interface About {
  id: string;
  local: string | null;
  template: string | undefined;
}

async function aboutCompany(session: Session, company: string, context: CallContext): Promise<About> {
  const [id, local] = await Promise.all([session.companies.idOf(company, context), session.companies.currencyOf(company, context)]);
  return { id, local, template: session.settings.orderLinkTemplate };
}

/** `Draft` is not released yet, `Open` is released (business-central.md §1). */
const WORDS: Readonly<Record<string, string>> = { Draft: 'open', 'In Review': 'waiting for approval', Open: 'released' };

function toOrder(row: z.output<typeof orderRow>, about: About): Order {
  const lines = linesOf(row.salesOrderLines);
  const code = row.currencyCode ?? about.local;
  const shipped = row.fullyShipped === true && lines.length > 0;
  const started = lines.some((line) => !isZero(line.shippedQuantity));
  const reached: OrderStep[] = ['created', ...(row.status === 'Open' || started || shipped ? (['confirmed'] as const) : []), ...(shipped ? (['shipped'] as const) : [])];
  return {
    ...common(row.number, row, lines, code, about),
    status: shipped ? 'shipped' : started ? 'partly shipped' : (WORDS[row.status] ?? row.status),
    steps: reached.map((step) => ({ step, on: step === 'created' ? row.orderDate : null })),
    requestedDate: row.requestedDeliveryDate,
  };
}

function toInvoicedOrder(invoices: readonly z.output<typeof postedRow>[], first: z.output<typeof postedRow>, about: About): Order {
  const lines = linesOf(invoices.flatMap((invoice) => invoice.salesInvoiceLines ?? []));
  return {
    ...common(first.orderNumber, first, lines, first.currencyCode ?? about.local, about),
    status: 'invoiced',
    steps: STEPS.map((step) => ({ step, on: step === 'invoiced' ? first.invoiceDate : null })),
    requestedDate: null,
  };
}

const linesOf = (lines: readonly unknown[] | null | undefined): LineRow[] => parseRows(lineRow, lines ?? [], 'order line').filter((line) => line.lineType !== 'Comment');

function common(number: string, row: { customerNumber: string | null; externalDocumentNumber: string | null }, lines: readonly LineRow[], code: string | null, about: About): Omit<Order, 'status' | 'steps' | 'requestedDate'> {
  return {
    company: about.id,
    number,
    customerNumber: row.customerNumber ?? '',
    currency: code,
    cancelled: false,
    held: false,
    lines: lines.map((line) => ({
      itemNumber: line.lineObjectNumber ?? '',
      description: line.description,
      quantity: line.quantity,
      unit: line.unitOfMeasureCode,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent,
      amount: inCurrency(line.amountExcludingTax, code),
      reference: null,
    })),
    total: lines.length === 0 ? null : inCurrency(sum(lines.map((line) => line.amountExcludingTax)), code),
    createdAt: null,
    reference: row.externalDocumentNumber,
    customerPurchaseOrder: null,
    link: about.template === undefined ? null : about.template.replaceAll('{company}', encodeURIComponent(about.id)).replaceAll('{number}', encodeURIComponent(number)),
  };
}
