import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import { isZero } from '../../kernel/money.ts';
import type { CustomerDraft } from '../../model/customer.ts';
import type { OrderDraft, OrderDraftLine } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import { CUSTOMER_PLACEHOLDER, ORDER_PLACEHOLDER, type OrderPushPort, type PlannedRequest } from '../connector.ts';
import type { JsonBatchPart } from '../odata/json-batch.ts';
import { guidLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { createCustomer, customerBody } from './customer.ts';
import { createLocations, type Locations } from './location.ts';
import { asKept, headerBody, lineBody, type Body } from './order-body.ts';
import { plannedDiscount, setDiscount } from './order-discount.ts';
import { fromFields } from './order-fields.ts';
import { readOrdersByKey } from './order.ts';
import { textIs, type Session } from './session.ts';
import { amount, key } from './wire.ts';

/** Operations in one batch (business-central.md §3), and lines that one write takes well within its time. */
export const LINES_PER_WRITE = 100;
const UNKNOWN_CUSTOMER = /sell-to customer cannot be found/i;

/** Orders stay drafts: v2.0 has no release, a person or the approval does it (business-central.md §1, 8). */
export function createOrderPush(session: Session): OrderPushPort {
  const locations = createLocations(session);
  return {
    releases: false,
    linesPerWrite: LINES_PER_WRITE,
    fromFields,
    asKept,
    createCustomer: (company, draft, context) => createCustomer(session, company, draft, context),
    ordersByKey: (company, orderKey, context) => readOrdersByKey(session, company, orderKey, context),
    createHeader: (draft, context) => createHeader(session, locations, draft, context),
    addLines: (company, number, lines, context) => addLines(session, locations, { company, number, lines }, context),
    setDiscount: (company, number, amount, context) => setDiscount(session, { company, number, amount }, context),
    cancel: (company, number, context) => cancel(session, company, number, context),
    plannedRequests: (draft, newCustomer, context) => plannedRequests(session, locations, { draft: asKept(draft), newCustomer }, context),
    release: async (company, number, context) => void (await findOrderId(session, company, number, context)),
  };
}

/** Every write of a new order, from the same bodies that the writes below send. */
async function plannedRequests(session: Session, locations: Locations, plan: { draft: OrderDraft; newCustomer: CustomerDraft | null }, context: CallContext): Promise<PlannedRequest[]> {
  const { newCustomer } = plan;
  const draft = newCustomer === null ? plan.draft : { ...plan.draft, customerNumber: CUSTOMER_PLACEHOLDER };
  const [companyId, locationId] = await Promise.all([session.companies.idOf(draft.company, context), locations.idFor(draft.company, context)]);
  const header = await createBody(session, locations, draft, context);
  const post = (step: string, path: string, body: PlannedRequest['body']): PlannedRequest => ({ step, method: 'POST', path: `companies(${companyId})/${path}`, body });
  return [
    ...(newCustomer === null ? [] : [post('create customer', 'customers', customerBody(newCustomer))]),
    post('create order header', 'salesOrders', header),
    ...draft.lines.slice(linesWithHeader(session, draft)).map((line) => post('add order lines', `salesOrders(${ORDER_PLACEHOLDER})/salesOrderLines`, lineBody(line, locationId))),
    ...plannedDiscount(draft, companyId),
  ];
}

async function createHeader(session: Session, locations: Locations, draft: OrderDraft, context: CallContext): Promise<{ number: string }> {
  const body = await createBody(session, locations, asKept(draft), context);
  try {
    const row = await session.create(draft.company, 'salesOrders', body, 'create order header', context);
    const number = row['number'];
    // Created, but the answer does not say under which number: looked up by key before anything is repeated.
    if (typeof number !== 'string' || number === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create order header' }, { outcome: 'unknown' });
    return { number };
  } catch (thrown) {
    if (thrown instanceof CrossledgerError && thrown.code === 'erp.refused' && UNKNOWN_CUSTOMER.test(thrown.message)) {
      throw new CrossledgerError('customer.unknown-number', { customer: draft.customerNumber, company: draft.company }, { cause: thrown });
    }
    throw thrown;
  }
}

/** With `batch` the first lines go with their header: one write is one transaction. Deep inserts are documented for quotes, seen for orders. */
const linesWithHeader = (session: Session, draft: OrderDraft): number => (session.settings.orderWrite === 'batch' ? Math.min(draft.lines.length, LINES_PER_WRITE) : 0);

async function createBody(session: Session, locations: Locations, draft: OrderDraft, context: CallContext): Promise<Body> {
  const count = linesWithHeader(session, draft);
  if (count === 0) return headerBody(draft);
  const locationId = await locations.idFor(draft.company, context);
  return { ...headerBody(draft), salesOrderLines: draft.lines.slice(0, count).map((line) => lineBody(line, locationId)) };
}

interface Addition {
  company: string;
  number: string;
  lines: readonly OrderDraftLine[];
}

/** In one batch that is one transaction, unless an extension commits inside it: then the lines that stayed are known by their sequence. */
async function addLines(session: Session, locations: Locations, { company, number, lines }: Addition, context: CallContext): Promise<void> {
  if (lines.length === 0) return;
  const [companyId, orderId, locationId] = await Promise.all([
    session.companies.idOf(company, context), findOrderId(session, company, number, context), locations.idFor(company, context),
  ]);
  const url = `companies(${companyId})/salesOrders(${orderId})/salesOrderLines`;
  await session.writeTogether(lines.map((line): JsonBatchPart => ({ method: 'POST', url, body: lineBody(line, locationId) })), 'add order lines', context);
}

const openRow = z.object({ id: key, number: key, '@odata.etag': key, salesOrderLines: z.array(z.object({ shippedQuantity: amount, invoicedQuantity: amount })) });

/** The etag says that nobody has touched the order since; of one that goes on, lines say what was shipped (business-central.md §2, 6). */
async function cancel(session: Session, company: string, number: string, context: CallContext): Promise<void> {
  const lines = 'salesOrderLines($select=shippedQuantity,invoicedQuantity)';
  const { rows } = await session.readNow(company, 'salesOrders', { filter: textIs('number', number), select: ['id', 'number'], expand: lines, top: 1 }, 'find order', context);
  const [order] = parseRows(openRow, rows, 'order');
  if (order === undefined) throw new CrossledgerError('erp.refused', { problem: `There is no order ${number}.` });
  if (order.salesOrderLines.some((line) => !isZero(line.shippedQuantity) || !isZero(line.invoicedQuantity))) throw new CrossledgerError('erp.refused', { problem: `Order ${number} is shipped or invoiced in part.` });
  await session.remove(company, `salesOrders(${guidLiteral(order.id)})`, order['@odata.etag'], 'cancel order', context);
}

const idRow = z.object({ id: key, number: key });

async function findOrderId(session: Session, company: string, number: string, context: CallContext): Promise<string> {
  const { rows } = await session.readNow(company, 'salesOrders', { filter: textIs('number', number), select: ['id', 'number'], top: 1 }, 'find order', context);
  const [row] = parseRows(idRow, rows, 'order');
  if (row === undefined) throw new CrossledgerError('erp.refused', { problem: `There is no order ${number}.` });
  return row.id;
}
