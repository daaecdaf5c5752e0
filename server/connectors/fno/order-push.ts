import { CrossledgerError } from '../../kernel/errors.ts';
import { sameKey } from '../../kernel/ids.ts';
import type { CustomerDraft } from '../../model/customer.ts';
import type { Order, OrderDraft, OrderDraftLine } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import { CUSTOMER_PLACEHOLDER, ORDER_PLACEHOLDER, type OrderPushPort, type PlannedRequest } from '../connector.ts';
import { and } from '../odata/filter.ts';
import { stringLiteral } from '../odata/literal.ts';
import { keyPath } from '../odata/query.ts';
import { createCustomer, customerBody } from './customer.ts';
import { headerBody, lineBody } from './order-bodies.ts';
import { fromFields } from './order-fields.ts';
import { keyFields } from './order-row.ts';
import { readOrders } from './order.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { companyId } from './wire.ts';

/** Orders with one key; more than a few would mean that something else writes the field. */
const MOST_WITH_KEY = 20;
const HEADERS = 'SalesOrderHeadersV2';
const LINES = 'SalesOrderLines';
const RELEASED = { IsSalesProcessingStopped: 'No' };

export function createOrderPush(session: Session): OrderPushPort {
  return {
    releases: true,
    fromFields,
    createCustomer: (company, draft, context) => createCustomer(session, company, draft, context),
    ordersByKey: (company, key, context) => ordersByKey(session, company, key, context),
    createHeader: (draft, context) => createHeader(session, draft, context),
    addLines: (company, number, lines, context) => addLines(session, company, number, lines, context),
    release: (company, number, context) => release(session, company, number, context),
    cancel: (company, number, context) => cancel(session, company, number, context),
    plannedRequests: (draft, newCustomer) => Promise.resolve(plannedRequests(session, draft, newCustomer)),
  };
}

/** Every write of a new order, from the same bodies that the writes below send. */
function plannedRequests(session: Session, draft: OrderDraft, newCustomer: CustomerDraft | null): PlannedRequest[] {
  const header = newCustomer === null ? draft : { ...draft, customerNumber: CUSTOMER_PLACEHOLDER };
  return [
    ...(newCustomer === null ? [] : [{ step: 'create customer', method: 'POST', path: 'CustomersV3', body: customerBody(draft.company, newCustomer) } as const]),
    { step: 'create order header', method: 'POST', path: HEADERS, body: headerBody(session.settings, header) },
    ...draft.lines.map((line) => ({ step: 'add order lines', method: 'POST', path: LINES, body: lineBody(draft.company, ORDER_PLACEHOLDER, line) }) as const),
    { step: 'release order', method: 'PATCH', path: headerPath(draft.company, ORDER_PLACEHOLDER), body: RELEASED },
  ];
}

/** F&O compares text without case and so do we; posted orders stay in the same set. */
async function ordersByKey(session: Session, company: string, key: string, context: CallContext): Promise<Order[]> {
  const [keyField] = keyFields(session.settings);
  const { orders } = await readOrders(session, { filter: and(inCompany(company), textIs(keyField, key)), top: MOST_WITH_KEY }, 'look up order by key', context);
  return orders.filter((order) => order.reference !== null && sameKey(order.reference, key));
}

async function createHeader(session: Session, draft: OrderDraft, context: CallContext): Promise<{ number: string }> {
  const row = await session.odata.create(HEADERS, headerBody(session.settings, draft), 'create order header', context);
  const number = row['SalesOrderNumber'];
  // Created, but the answer does not say under which number: looked up by key before anything is repeated.
  if (typeof number !== 'string' || number === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create order header' }, { outcome: 'unknown' });
  return { number };
}

/** All lines in one changeset: the line key is made by the server, so half a set could not be told from a double one (fno.md §5). */
async function addLines(session: Session, company: string, number: string, lines: readonly OrderDraftLine[], context: CallContext): Promise<void> {
  if (lines.length === 0) return;
  const parts = lines.map((line) => ({ method: 'POST' as const, path: LINES, body: lineBody(company, number, line) }));
  await session.odata.changeset(parts, 'add order lines', context);
}

/** A PATCH without If-Match is accepted (fno.md §3); setting the same value again changes nothing. */
async function release(session: Session, company: string, number: string, context: CallContext): Promise<void> {
  await session.odata.update(headerPath(company, number), RELEASED, {}, 'release order', context);
}

/** F&O has no cancel action that is certain: an open order is deleted (fno.md §5, recalled), which F&O itself refuses for one that goes on. */
async function cancel(session: Session, company: string, number: string, context: CallContext): Promise<void> {
  await session.odata.remove(headerPath(company, number), {}, 'cancel order', context);
}

const headerPath = (company: string, number: string): string => keyPath(HEADERS, { dataAreaId: stringLiteral(companyId(company)), SalesOrderNumber: stringLiteral(number) });
