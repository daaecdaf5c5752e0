import * as z from 'zod';
import { finance } from '../model/finance.ts';
import { INVOICE_SORTS, INVOICE_STATES, invoice } from '../model/invoice.ts';
import { invoiceDetail } from '../model/invoice-detail.ts';
import { order, ORDER_STATES, orderStep } from '../model/order.ts';
import { currencyCode, decimalText, isoDate, isoInstant, pageOf } from '../model/parts.ts';
import { payment, PAYMENT_STATES } from '../model/payment.ts';
import { price } from '../model/price.ts';
import { defineEndpoint } from './endpoint.ts';
import { companyId, connectionName, erpKey, salesforceId } from './names.ts';
import { problem } from './problem.ts';
import { moreThan, shownStock } from './stock.ts';

/**
 * One part of a page. `live`: read from the ERP for this answer. `stale`: the ERP was too slow or failed, `data` is what it
 * said at `asOf`; ask once more. `error`: nothing to show, `problem` says why.
 */
const part = <T extends z.ZodType>(data: T) =>
  z.object({ state: z.enum(['live', 'stale', 'error']), asOf: isoInstant.nullable(), data: data.nullable(), problem: problem.nullable() });

export const ACCOUNT_PARTS = ['finance', 'invoices', 'payments', 'orders', 'invoice'] as const;
export type AccountPart = (typeof ACCOUNT_PARTS)[number];
export const OPPORTUNITY_PARTS = ['stock', 'prices', 'order'] as const;
export type OpportunityPart = (typeof OPPORTUNITY_PARTS)[number];
export const PRODUCT_PARTS = ['stock'] as const;

const listOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.string().transform((text) => text.split(',')).pipe(z.array(z.enum(names)).min(1).max(names.length));
const count = z.coerce.number().int().min(0).max(100_000).default(0);

/** Rows of one page of a list. */
const top = z.coerce.number().int().min(1).max(100).default(25);
const days = z.coerce.number().int().min(1).max(3660).optional().describe('Only what is dated in the last so many days; absent: all');
/** One page of a list, with the states by which this ERP can choose its rows. */
const chosenPage = <T extends z.ZodType, const S extends readonly [string, ...string[]]>(row: T, states: S) => pageOf(row).extend({ states: z.array(z.enum(states)) });

/** Where an account or a deal lives in the ERP, as the Salesforce record says it; routing rules fill what is absent. */
const place = { connection: connectionName.optional(), company: companyId.optional(), country: z.string().max(80).optional(), countryHidden: z.literal('yes').optional().describe('the user may not see addresses: no routing rule with a country is taken or passed over') };

export const accountPanels = z.object({
  connection: z.string(),
  company: z.string(),
  parts: z.object({
    finance: part(finance).optional(),
    invoices: part(chosenPage(invoice, INVOICE_STATES)).optional(),
    payments: part(chosenPage(payment, PAYMENT_STATES)).optional(),
    orders: part(chosenPage(order, ORDER_STATES)).optional(),
    /** The one that `invoiceNumber` names; no data when this customer has none of that number. */
    invoice: part(invoiceDetail).optional(),
  }),
});
export type AccountPanels = z.infer<typeof accountPanels>;

export const readAccountPanels = defineEndpoint({
  id: 'readAccountPanels',
  method: 'GET',
  path: '/v1/accounts/:accountId/panels',
  summary: 'What the ERP knows about a customer, read live, all parts of one page in one call',
  access: { kind: 'org', permission: 'Crossledger_View_Finance' },
  params: z.strictObject({ accountId: salesforceId }),
  query: z.strictObject({
    ...place,
    customer: erpKey.describe('ERP customer number'),
    parts: listOf(ACCOUNT_PARTS),
    invoicesSkip: count,
    invoicesTop: top,
    invoicesState: z.enum(INVOICE_STATES).default('all'),
    invoicesDays: days,
    invoicesSort: z.enum(INVOICE_SORTS).default('dueDate'),
    paymentsSkip: count,
    paymentsTop: top,
    paymentsState: z.enum(PAYMENT_STATES).default('all'),
    paymentsDays: days,
    ordersSkip: count,
    ordersTop: top,
    ordersState: z.enum(ORDER_STATES).default('open'),
    ordersDays: days,
    invoiceNumber: erpKey.optional(),
  }),
  reply: accountPanels,
});

/** What Crossledger itself knows about the order of a deal. */
export const pushView = z.object({
  key: z.string(),
  state: z.enum(['observed', 'accepted', 'working', 'waiting', 'blocked', 'held', 'sent', 'written-back', 'dead', 'refused', 'discarded']),
  /** One sentence for the rep; null when all is well. */
  message: z.string().nullable(),
  /** Whose sentence it is. */
  code: z.string().nullable(),
  fixer: z.enum(['rep', 'admin', 'finance', 'erp', 'nobody']).nullable(),
  orderNumber: z.string().nullable(),
  link: z.string().nullable(),
  acceptedAt: isoInstant,
  sentAt: isoInstant.nullable(),
  nextTryAt: isoInstant.nullable(),
  /** Of the plan that waits for approval; only while it does. */
  planHash: z.string().optional(),
});
export type PushView = z.infer<typeof pushView>;

export const stockLine = z.object({
  lineId: z.string(),
  productName: z.string(),
  quantity: z.string(),
  item: shownStock.nullable(),
  /** Less than the quantity can be promised now. */
  short: z.boolean(),
  /** `warehouse`: first of the ranking that has the quantity; null when none has. `ranked` is empty when no rule fits the address. Null: nothing can be said. */
  delivery: z.object({ warehouse: z.string().nullable(), site: z.string().nullable(), ranked: z.array(z.string()) }).nullable(),
  problem: z.string().nullable(),
  code: z.string().nullable().describe('whose sentence the problem is'),
});

export const linePrice = z.object({
  lineId: z.string(),
  /** Per unit, before discounts, in the deal's currency. */
  crmPrice: decimalText,
  erpPrice: price.nullable(),
  /** crmPrice less the ERP's, when both are in one currency. */
  difference: decimalText.nullable(),
});

export const orderOfDeal = z.object({
  push: pushView.nullable(),
  /** When the deal last passed every check before sending; null while it has not. */
  checkedAt: isoInstant.nullable(),
  order: order.nullable(),
  /** Steps that this ERP tells of. */
  reports: z.array(orderStep),
  canSend: z.boolean(),
  cannotSendBecause: z.string().nullable(),
  cannotSendCode: z.string().nullable(),
});

export const opportunityPanels = z.object({
  connection: z.string().nullable(),
  company: z.string().nullable(),
  parts: z.object({
    stock: part(z.object({ lines: z.array(stockLine), moreThan })).optional(),
    prices: part(z.object({ currency: currencyCode, lines: z.array(linePrice) })).optional(),
    order: part(orderOfDeal).optional(),
  }),
});
export type OpportunityPanels = z.infer<typeof opportunityPanels>;

const dealLine = z.strictObject({
  lineId: salesforceId,
  productName: z.string().max(255),
  itemNumber: erpKey.nullable(),
  quantity: decimalText,
  unitPrice: decimalText.optional().describe('as the deal has it; a line without one is not priced: the user may not see it'),
  date: isoDate.optional().describe('day on which the price must hold; absent: today'),
});

/** A POST that only asks: the lines of the deal do not fit into an address. */
export const readOpportunityPanels = defineEndpoint({
  id: 'readOpportunityPanels',
  method: 'POST',
  path: '/v1/opportunities/:opportunityId/panels',
  summary: 'Stock and prices of the lines of a deal and the state of its order, all parts of one page in one call',
  access: { kind: 'org' },
  params: z.strictObject({ opportunityId: salesforceId }),
  body: z.strictObject({
    ...place,
    parts: z.array(z.enum(OPPORTUNITY_PARTS)).min(1).max(OPPORTUNITY_PARTS.length),
    cycle: z.int().min(0).max(9999).default(0),
    orderNumber: erpKey.optional(),
    shipTo: z.strictObject({ country: z.string().max(80).optional(), postalCode: z.string().max(20).optional() }).default({}).describe('address of the goods, for the ranking of warehouses'),
    customer: erpKey.optional().describe('ERP customer number, for its prices; absent: prices for no customer in particular'),
    currency: currencyCode.optional().describe('of the deal; part prices needs it'),
    lines: z.array(dealLine).max(200).default([]),
  }),
  reply: opportunityPanels,
});

export const productPanels = z.object({
  connection: z.string(),
  company: z.string(),
  parts: z.object({ stock: part(z.object({ item: shownStock, moreThan })).optional() }),
});
export type ProductPanels = z.infer<typeof productPanels>;

export const readProductPanels = defineEndpoint({
  id: 'readProductPanels',
  method: 'GET',
  path: '/v1/products/:productId/panels',
  summary: 'Stock of a product by warehouse, in the company that the connection or the routing rule for all countries names',
  access: { kind: 'org' },
  params: z.strictObject({ productId: salesforceId }),
  query: z.strictObject({ connection: connectionName.optional().describe('as the page is set; absent: as routing decides'), itemNumber: erpKey, parts: listOf(PRODUCT_PARTS) }),
  reply: productPanels,
});
