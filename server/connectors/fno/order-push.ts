import { CrossledgerError } from '../../kernel/errors.ts';
import { sameKey } from '../../kernel/ids.ts';
import type { Order, OrderDraft, OrderDraftLine } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import { defaultsOf } from '../connector.ts';
import type { OrderPushPort } from '../connector.ts';
import { and } from '../odata/filter.ts';
import { stringLiteral } from '../odata/literal.ts';
import { keyPath } from '../odata/query.ts';
import { createCustomer, readCustomerRow } from './customer.ts';
import { keyFields } from './order-row.ts';
import { readOrders } from './order.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { companyId, wireDate } from './wire.ts';

/** Orders with one key; more than a few would mean that something else writes the field. */
const MOST_WITH_KEY = 20;
/** Length of SalesOrderName (fno.md §3 gives no facets; recalled). */
const NAME_LENGTH = 60;

export function createOrderPush(session: Session): OrderPushPort {
  return {
    createCustomer: (company, draft, context) => createCustomer(session, company, draft, context),
    ordersByKey: (company, key, context) => ordersByKey(session, company, key, context),
    createHeader: (draft, context) => createHeader(session, draft, context),
    addLines: (company, number, lines, context) => addLines(session, company, number, lines, context),
    release: (company, number, context) => release(session, company, number, context),
  };
}

/** F&O compares text without case and so do we; posted orders stay in the same set. */
async function ordersByKey(session: Session, company: string, key: string, context: CallContext): Promise<Order[]> {
  const [keyField] = keyFields(session.settings);
  const { orders } = await readOrders(session, { filter: and(inCompany(company), textIs(keyField, key)), top: MOST_WITH_KEY }, 'look up order by key', context);
  return orders.filter((order) => order.reference !== null && sameKey(order.reference, key));
}

async function createHeader(session: Session, draft: OrderDraft, context: CallContext): Promise<{ number: string }> {
  const customer = await readCustomerRow(session, draft.company, draft.customerNumber, context);
  if (customer === null) throw new CrossledgerError('customer.unknown-number', { customer: draft.customerNumber, company: draft.company });
  const row = await session.odata.create('SalesOrderHeadersV2', headerBody(session, draft, customer.InvoiceAccount), 'create order header', context);
  const number = row['SalesOrderNumber'];
  // Created, but the answer does not say under which number: looked up by key before anything is repeated.
  if (typeof number !== 'string' || number === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create order header' }, { outcome: 'unknown' });
  return { number };
}

function headerBody(session: Session, draft: OrderDraft, invoiceAccount: string | null): Record<string, string> {
  const { settings } = session;
  const defaults = defaultsOf(settings, draft.company);
  const [keyField, otherField] = keyFields(settings);
  return {
    dataAreaId: companyId(draft.company),
    OrderingCustomerAccountNumber: draft.customerNumber,
    InvoiceCustomerAccountNumber: invoiceAccount ?? draft.customerNumber,
    CurrencyCode: draft.currency,
    [keyField]: draft.key,
    ...(draft.customerPurchaseOrder === null ? {} : { [otherField]: draft.customerPurchaseOrder }),
    ...(draft.dealName === '' ? {} : { SalesOrderName: draft.dealName.slice(0, NAME_LENGTH) }),
    ...(draft.requestedDate === null ? {} : { RequestedShippingDate: wireDate(draft.requestedDate) }),
    ...(defaults.site === undefined ? {} : { DefaultShippingSiteId: defaults.site }),
    ...(defaults.warehouse === undefined ? {} : { DefaultShippingWarehouseId: defaults.warehouse }),
    // Held until the lines are read back and equal.
    IsSalesProcessingStopped: 'Yes',
  };
}

/** All lines in one changeset: the line key is made by the server, so half a set could not be told from a double one (fno.md §5). */
async function addLines(session: Session, company: string, number: string, lines: readonly OrderDraftLine[], context: CallContext): Promise<void> {
  if (lines.length === 0) return;
  const parts = lines.map((line) => ({ method: 'POST' as const, path: 'SalesOrderLines', body: lineBody(session, company, number, line) }));
  await session.odata.changeset(parts, 'add order lines', context);
}

function lineBody(session: Session, company: string, number: string, line: OrderDraftLine): Record<string, string | number> {
  const defaults = defaultsOf(session.settings, company);
  return {
    dataAreaId: companyId(company),
    SalesOrderNumber: number,
    ItemNumber: line.itemNumber,
    OrderedSalesQuantity: Number(line.quantity),
    OrderLineReference: line.reference,
    ...(line.description === null ? {} : { LineDescription: line.description }),
    // Without a price F&O prices the line itself (fno.md §7).
    ...(line.unitPrice === null ? {} : { SalesPrice: Number(line.unitPrice) }),
    ...(Number(line.discountPercent) === 0 ? {} : { LineDiscountPercentage: Number(line.discountPercent) }),
    ...(line.requestedDate === null ? {} : { RequestedShippingDate: wireDate(line.requestedDate) }),
    ...(defaults.site === undefined ? {} : { ShippingSiteId: defaults.site }),
    ...(defaults.warehouse === undefined ? {} : { ShippingWarehouseId: defaults.warehouse }),
  };
}

/** A PATCH without If-Match is accepted (fno.md §3); setting the same value again changes nothing. */
async function release(session: Session, company: string, number: string, context: CallContext): Promise<void> {
  const path = keyPath('SalesOrderHeadersV2', { dataAreaId: stringLiteral(companyId(company)), SalesOrderNumber: stringLiteral(number) });
  await session.odata.update(path, { IsSalesProcessingStopped: 'No' }, {}, 'release order', context);
}
