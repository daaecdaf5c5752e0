import * as z from 'zod';
import type { Order, OrderState } from '../../model/order.ts';
import type { Page } from '../../model/parts.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ListRequest } from '../connector.ts';
import { and, compare, endsWith, type Filter } from '../odata/filter.ts';
import { dateLiteral, stringLiteral } from '../odata/literal.ts';
import type { Query } from '../odata/query.ts';
import { hasBegun, ifTold, lastDay, withDays } from '../order-progress.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { isOrderKey } from './order-key.ts';
import { ORDER_FIELDS, orderRow, POSTED_FIELDS, postedRow, toInvoicedOrder, toOrder, type About, type OrderRow, type PostedRow } from './order-row.ts';
import { textIs, type ReadSet, type Session } from './session.ts';
import { date } from './wire.ts';

/** Documents with one key; more than a few would mean that something else writes the field. */
const MOST_WITH_KEY = 20;
const MOST_INVOICES = 50;

/** All orders of this set are open: a fully posted one is gone from it. */
export async function readOrderList(session: Session, company: string, customer: string, page: ListRequest<OrderState>, context: CallContext): Promise<Page<Order>> {
  const filter = and(textIs('customerNumber', customer), page.from === undefined ? undefined : compare('orderDate', 'ge', dateLiteral(page.from)));
  const query: Query = { filter, select: ORDER_FIELDS, expand: 'salesOrderLines', orderBy: ['orderDate desc', 'number desc'], skip: page.skip, top: page.pageSize, count: true };
  const [read, about] = await Promise.all([session.read(company, 'salesOrders', query, 'read open orders', context), aboutCompany(session, company, context)]);
  const rows = parseRows(orderRow, read.rows, 'order').map((row) => toOrder(row, about));
  return { rows, total: read.count ?? page.skip + rows.length, skip: page.skip, pageSize: page.pageSize };
}

/** After the last quantity is posted the order no longer exists: its invoices tell how it ended (business-central.md §1). */
export async function readOrder(session: Session, company: string, number: string, context: CallContext): Promise<Order | null> {
  const about = await aboutCompany(session, company, context);
  return (await readOpenOrder(session, { company, number, about }, context)) ?? readPostedOrder(session, { company, number, about }, context);
}

/** What shipments and invoices add is asked beside one another, and only when there are any. */
export async function readOrderProgress(session: Session, company: string, number: string, context: CallContext): Promise<Order | null> {
  const which: Which = { company, number, about: await aboutCompany(session, company, context) };
  const open = await readOpenOrder(session, which, context);
  const isInvoiced = open !== null && hasBegun(open, 'invoiced');
  const [order, shipped, invoiced] = await Promise.all([
    open ?? readPostedOrder(session, which, context),
    open === null || hasBegun(open, 'shipped') ? readLastDay(session, which, { set: 'salesShipments', day: 'postingDate' }, context) : null,
    isInvoiced ? readLastDay(session, which, { set: 'salesInvoices', day: 'invoiceDate' }, context) : null,
  ]);
  return order === null ? null : withDays(order, { shipped, invoiced });
}

interface Which {
  company: string;
  number: string;
  about: About;
}

async function readOpenOrder(session: Session, { company, number, about }: Which, context: CallContext): Promise<Order | null> {
  const [row] = await readOrderRows(session.read, { company, filter: textIs('number', number), top: 1 }, 'read order', context);
  return row === undefined ? null : toOrder(row, about);
}

async function readPostedOrder(session: Session, { company, number, about }: Which, context: CallContext): Promise<Order | null> {
  const invoices = await readInvoiceRows(session.read, { company, filter: textIs('orderNumber', number), top: MOST_INVOICES }, 'read invoices of order', context);
  const [first] = invoices;
  return first === undefined ? null : toInvoicedOrder(first.orderNumber ?? number, invoices, first, about);
}

/** The last day of the documents that an order became; null where they are not told. */
async function readLastDay(session: Session, { company, number }: Which, { set, day }: { set: string; day: string }, context: CallContext): Promise<string | null> {
  const query: Query = { filter: textIs('orderNumber', number), select: ['number', day], orderBy: [`${day} desc`], top: 1 };
  const read = await ifTold(session.readIfThere(company, 'v2', set, query, `read ${set} of order`, context));
  return lastDay(parseRows(z.object({ [day]: date }), read?.rows ?? [], set).map((row) => row[day] ?? null));
}

/**
 * Orders and posted invoices whose external document number ends with the key, whatever purchase order stands before it. First the
 * orders, then the invoices: an order that is posted between the two reads is seen twice, the other way round it would not be seen.
 */
export async function readOrdersByKey(session: Session, company: string, orderKey: string, context: CallContext): Promise<Order[]> {
  if (!isOrderKey(orderKey)) return [];
  const about = await aboutCompany(session, company, context);
  // The field is a code: Business Central keeps it in capitals (table Sales Header, field 100), and so is the key.
  const filter = endsWith('externalDocumentNumber', stringLiteral(orderKey.toUpperCase()));
  const open = await readOrderRows(session.readNow, { company, filter, top: MOST_WITH_KEY }, 'look up order by key', context);
  const posted = await readInvoiceRows(session.readNow, { company, filter, top: MOST_INVOICES }, 'look up posted order by key', context);
  const gone = posted.filter((invoice) => !open.some((order) => invoice.orderNumber !== null && sameText(order.number, invoice.orderNumber)));
  const byOrder = Map.groupBy(gone, (invoice) => invoice.orderNumber ?? invoice.number);
  const orders = [
    ...open.map((row) => toOrder(row, about)),
    ...[...byOrder].flatMap(([number, invoices]) => invoices.slice(0, 1).map((first) => toInvoicedOrder(number, invoices, first, about))),
  ];
  return orders.filter((order) => order.reference !== null && sameText(order.reference, orderKey));
}

interface Wanted {
  company: string;
  filter: Filter;
  top: number;
}

async function readOrderRows(read: ReadSet, { company, ...query }: Wanted, step: string, context: CallContext): Promise<OrderRow[]> {
  const { rows } = await read(company, 'salesOrders', { ...query, select: ORDER_FIELDS, expand: 'salesOrderLines' }, step, context);
  return parseRows(orderRow, rows, 'order');
}

async function readInvoiceRows(read: ReadSet, { company, ...query }: Wanted, step: string, context: CallContext): Promise<PostedRow[]> {
  const { rows } = await read(company, 'salesInvoices', { ...query, select: POSTED_FIELDS, expand: 'salesInvoiceLines' }, step, context);
  return parseRows(postedRow, rows, 'invoice');
}

async function aboutCompany(session: Session, company: string, context: CallContext): Promise<About> {
  const [id, local] = await Promise.all([session.companies.idOf(company, context), session.companies.currencyOf(company, context)]);
  return { id, local, template: session.settings.orderLinkTemplate };
}
