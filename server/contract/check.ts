import * as z from 'zod';
import { currencyCode, decimalText, isoDate, isoInstant } from '../model/parts.ts';
import { price } from '../model/price.ts';
import { words } from '../model/words.ts';
import { defineEndpoint } from './endpoint.ts';
import { salesforceId } from './names.ts';

/** `red`: it would not go through. `amber`: it would, and somebody should look. `unknown`: it could not be asked, `says` tells why. */
export const checkLight = z.enum(['green', 'amber', 'red', 'unknown']);
export const CHECK_SUBJECTS = [
  'deal', 'place', 'gate', 'customer', 'credit', 'currency', 'rate', 'payment-terms', 'delivery-mode', 'tax-group', 'site', 'warehouse', 'dimensions',
  'existing-order', 'requests', 'item', 'quantity', 'unit', 'order-quantities', 'price', 'availability',
] as const;

export const finding = z.object({
  subject: z.enum(CHECK_SUBJECTS),
  /** Salesforce id of the line; null for the whole order. */
  lineId: z.string().nullable(),
  light: checkLight,
  code: z.string().nullable(),
  /** What and where, one sentence. */
  says: z.string(),
  fixer: z.enum(['rep', 'admin', 'finance', 'erp', 'nobody']).nullable(),
  /** What to do; null when nothing is. */
  next: z.string().nullable(),
  /** Of `says` and `next`. */
  words,
});
export type Finding = z.infer<typeof finding>;

export const checkedLine = z.object({
  lineId: z.string(),
  productName: z.string(),
  itemNumber: z.string().nullable(),
  quantity: decimalText,
  unit: z.string().nullable(),
  light: checkLight,
  /** Per unit, before discounts, in the deal's currency. */
  crmPrice: decimalText,
  erpPrice: price.nullable(),
  /** crmPrice less the ERP's, when both are in one currency. */
  difference: decimalText.nullable(),
  requestedDate: isoDate.nullable(),
  /** First day on which the quantity can be promised. */
  firstDate: isoDate.nullable(),
  /** Stock as in `shownStock`; null also where the connection shows levels. */
  onHand: decimalText.nullable(),
  reserved: decimalText.nullable(),
  onSalesOrders: decimalText.nullable(),
  available: decimalText.nullable(),
  ordered: decimalText.nullable(),
  /** Net of this line. */
  amount: decimalText.nullable(),
});
export type CheckedLine = z.infer<typeof checkedLine>;

export const plannedRequest = z.object({ step: z.string(), method: z.enum(['POST', 'PATCH']), path: z.string(), body: z.record(z.string(), z.unknown()) });

/** Field by field against the document that has the key already; `where` is `order` or the line's id. */
export const orderDiff = z.object({
  orderNumber: z.string(),
  link: z.string().nullable(),
  equal: z.boolean(),
  fields: z.array(z.object({ where: z.string(), field: z.string(), planned: z.string().nullable(), found: z.string().nullable(), equal: z.boolean() })),
});
export type OrderDiff = z.infer<typeof orderDiff>;

export const orderCheck = z.object({
  opportunityId: z.string(),
  key: z.string(),
  connection: z.string().nullable(),
  company: z.string().nullable(),
  /** The worst of the findings; a question that failed counts as amber. */
  light: z.enum(['green', 'amber', 'red']),
  findings: z.array(finding),
  lines: z.array(checkedLine),
  /** Exactly what sending would write now; empty when it would not write. */
  requests: z.array(plannedRequest),
  diff: orderDiff.nullable(),
  net: z.object({ amount: decimalText, currency: currencyCode, subtotal: decimalText, headerDiscount: decimalText, charges: decimalText.describe('part of the subtotal: the charges of a deal are a line'), roundingRule: z.string(), roundingWords: words }).nullable(),
  tax: z.object({ amount: decimalText.nullable(), says: z.string(), words }),
  /** SHA-256 of the requests, to be handed back when sending; null without requests. */
  planHash: z.string().nullable(),
  askedAt: isoInstant,
});
export type OrderCheck = z.infer<typeof orderCheck>;

const common = { method: 'POST', summary: 'Flight check: what sending the deal would do, asked of the ERP now; writes nothing', reply: orderCheck } as const;

export const checkOrder = defineEndpoint({
  ...common,
  id: 'checkOrder',
  path: '/v1/opportunities/:opportunityId/orders/check',
  access: { kind: 'org', permission: 'Crossledger_Send_Orders' },
  params: z.strictObject({ opportunityId: salesforceId }),
});

export const checkOrderAsOperator = defineEndpoint({
  ...common,
  id: 'checkOrderAsOperator',
  path: '/v1/orgs/:orgId/opportunities/:opportunityId/orders/check',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' },
  params: z.strictObject({ orgId: salesforceId, opportunityId: salesforceId }),
});
