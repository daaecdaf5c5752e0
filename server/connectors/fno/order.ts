import type { Order, OrderState } from '../../model/order.ts';
import type { Page } from '../../model/parts.ts';
import type { CallContext } from '../../net/http-client.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { ListRequest } from '../connector.ts';
import { and, eq, type Filter } from '../odata/filter.ts';
import type { Row, Rows } from '../odata/pager.ts';
import type { Query } from '../odata/query.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { HEADER_FIELDS, headerRow, LINE_FIELDS, lineRow, toOrder, type LineRow } from './order-row.ts';
import { readByItems } from './product.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { since } from './transaction.ts';
import { enumOf } from './wire.ts';

/** Both hold the lines of all headers; older environments lack the second, some publish only the second (fno.md §1, §5). */
export const LINE_SETS = ['SalesOrderLines', 'SalesOrderLinesV3'] as const;
const NAVIGATION = 'SalesOrderLines';
const EXPAND = `${NAVIGATION}($select=${LINE_FIELDS.join(',')})`;

export async function readOrder(session: Session, company: string, number: string, context: CallContext): Promise<Order | null> {
  const filter = and(inCompany(company), textIs('SalesOrderNumber', number));
  const { orders } = await readOrders(session, { filter, top: 5 }, 'read order', context);
  return orders.find((order) => sameText(order.number, number)) ?? null;
}

const STATUSES: Readonly<Record<Exclude<OrderState, 'all'>, string>> = { open: 'Backorder', shipped: 'Delivered', invoiced: 'Invoiced', cancelled: 'Canceled' };

/** Newest first; open orders are those with status Backorder (fno.md §5). */
export async function readOrderList(session: Session, company: string, customer: string, page: ListRequest<OrderState>, context: CallContext): Promise<Page<Order>> {
  const filter = and(inCompany(company), textIs('InvoiceCustomerAccountNumber', customer), stateIs(page.state), since('OrderCreationDateTime', page.from));
  const query: Query = { filter, orderBy: ['OrderCreationDateTime desc', 'SalesOrderNumber desc'], skip: page.skip, top: page.pageSize, count: true };
  const { orders, count } = await readOrders(session, query, 'read orders', context);
  return { rows: orders, total: count ?? page.skip + orders.length, skip: page.skip, pageSize: page.pageSize };
}

const stateIs = (state: OrderState = 'open'): Filter | undefined => (state === 'all' ? undefined : eq('SalesOrderStatus', enumOf('SalesStatus', STATUSES[state])));

/** Headers with their lines in one request; where the service does not expand, the lines are read by order number. */
export async function readOrders(session: Session, query: Query, step: string, context: CallContext): Promise<{ orders: Order[]; count: number | undefined }> {
  const { rows, count } = await readHeaders(session, query, step, context);
  const lines = await linesOf(session, rows, context);
  const orders = parseRows(headerRow, rows, 'order').map((header) => {
    const own = lines.filter((line) => line.dataAreaId === header.dataAreaId && line.SalesOrderNumber === header.SalesOrderNumber);
    return toOrder(header, own, session.settings);
  });
  return { orders, count };
}

const EXPANSION = 'SalesOrderHeadersV2/SalesOrderLines';

async function readHeaders(session: Session, query: Query, step: string, context: CallContext): Promise<Rows> {
  const headers: Query = { ...query, select: HEADER_FIELDS };
  if (session.isMissing(EXPANSION)) return session.odata.read('SalesOrderHeadersV2', headers, { step, context });
  try {
    return await session.odata.read('SalesOrderHeadersV2', { ...headers, expand: EXPAND }, { step, context });
  } catch (thrown) {
    if (!(thrown instanceof CrossledgerError) || thrown.code !== 'erp.answer' || thrown.details['status'] !== 400) throw thrown;
    const rows = await session.odata.read('SalesOrderHeadersV2', headers, { step, context });
    session.noteMissing(EXPANSION, true);
    return rows;
  }
}

async function linesOf(session: Session, headers: readonly Row[], context: CallContext): Promise<LineRow[]> {
  const expanded: unknown[] = [];
  const apart: string[] = [];
  const companies = new Set<string>();
  for (const header of headers) {
    const lines = header[NAVIGATION];
    if (Array.isArray(lines)) expanded.push(...(lines as unknown[]));
    else {
      const { dataAreaId, SalesOrderNumber } = parseRow(headerRow, header, 'order');
      companies.add(dataAreaId);
      apart.push(SalesOrderNumber);
    }
  }
  const read = await Promise.all([...companies].map((company) => readLines(session, company, [...new Set(apart)], context)));
  return [...parseRows(lineRow, expanded, 'order line'), ...read.flat()];
}

/** Lines by order number, from the first line set that is there. */
export async function readLines(session: Session, company: string, numbers: readonly string[], context: CallContext): Promise<LineRow[]> {
  const ask = async (filter: Filter): Promise<Row[]> => {
    for (const set of LINE_SETS) {
      const found = await session.readIfThere(set, { filter: and(inCompany(company), filter), select: LINE_FIELDS }, 'read order lines', context);
      if (found !== null) return found.rows;
    }
    throw new CrossledgerError('erp.answer', { problem: `neither ${LINE_SETS.join(' nor ')} is published` });
  };
  return parseRows(lineRow, await readByItems(numbers, ask, (number) => textIs('SalesOrderNumber', number)), 'order line');
}

