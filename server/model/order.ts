import * as z from 'zod';
import { currencyCode, decimalText, isoDate, isoInstant } from './parts.ts';

/** Steps an order can go through, in order; a connector names those that its ERP reports. */
export const ORDER_STEPS = ['created', 'confirmed', 'picked', 'shipped', 'invoiced', 'paid'] as const;
export const orderStep = z.enum(ORDER_STEPS);
export type OrderStep = (typeof ORDER_STEPS)[number];

export const orderLine = z.object({
  itemNumber: z.string(),
  description: z.string().nullable(),
  quantity: decimalText,
  unit: z.string().nullable(),
  unitPrice: decimalText,
  discountPercent: decimalText,
  /** As the ERP computed it, document currency; after `headerDiscount` where that is told. */
  amount: decimalText,
  /** Its part of what was taken off the whole order, document currency; absent where the ERP does not tell it by line. */
  headerDiscount: decimalText.optional(),
  /** Our reference of the line, as posted. */
  reference: z.string().nullable(),
  /** In words: `open`, `shipped`, `invoiced`, `cancelled`; absent, as all below, where the ERP does not tell it by line. */
  status: z.string().optional(),
  shipped: decimalText.optional(),
  invoiced: decimalText.optional(),
  /** Still to be shipped. */
  open: decimalText.optional(),
  requestedDate: isoDate.nullable().optional(),
  /** For what is still open. */
  promisedDate: isoDate.nullable().optional(),
  /** Something of it is open after part of the order was shipped, or comes later than requested. */
  backorder: z.boolean().optional(),
});
export type OrderLine = z.infer<typeof orderLine>;

/** A step that only part of the order has reached. */
export const partlyReached = z.object({
  step: z.enum(['shipped', 'invoiced']),
  /** Last time that the ERP tells of. */
  on: isoDate.nullable(),
  /** How much has, of how much: pieces of `unit`, or whole lines where `unit` is null. Null: not told. */
  done: decimalText.nullable(),
  of: decimalText.nullable(),
  unit: z.string().nullable(),
});
export type PartlyReached = z.infer<typeof partlyReached>;

export const order = z.object({
  company: z.string(),
  number: z.string(),
  customerNumber: z.string(),
  currency: currencyCode.nullable(),
  /** In words: `open`, `shipped`, `invoiced`, `cancelled`, … */
  status: z.string(),
  /** Steps reached, with the ERP's date where it gives one. */
  steps: z.array(z.object({ step: orderStep, on: isoDate.nullable() })),
  /** Steps under way; absent: none. */
  partly: z.array(partlyReached).optional(),
  cancelled: z.boolean(),
  /** Held by Crossledger until its lines are complete. */
  held: z.boolean(),
  lines: z.array(orderLine),
  /** Sum of the line amounts; null means there are no lines, which is not the same as 0.00. */
  total: decimalText.nullable(),
  createdAt: isoInstant.nullable(),
  requestedDate: isoDate.nullable(),
  reference: z.string().nullable(),
  customerPurchaseOrder: z.string().nullable(),
  /** Address of the order in the ERP's own client, when known. */
  link: z.string().nullable(),
});
export type Order = z.infer<typeof order>;
export const ORDER_STATES = ['open', 'shipped', 'invoiced', 'cancelled', 'all'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/** Properties of one row as they go over the wire, by the ERP's names: what a mapping document made. */
export type WireFields = Readonly<Record<string, string | number | boolean>>;

export interface OrderDraftLine {
  /** Unique in the order, at most 20 characters: how a posted line is recognised again. */
  reference: string;
  itemNumber: string;
  description: string | null;
  quantity: string;
  /** Null: let the ERP price the line. */
  unitPrice: string | null;
  discountPercent: string;
  /** Off the whole line, after the percent; document currency. */
  discountAmount?: string;
  /** As the ERP writes it; absent: the item's own sales unit. */
  unit?: string;
  requestedDate: string | null;
  /** What the mapping makes of the line. */
  fields: WireFields;
}

/** What one deal becomes in the ERP. */
export interface OrderDraft {
  key: string;
  company: string;
  customerNumber: string;
  currency: string;
  customerPurchaseOrder: string | null;
  dealName: string;
  requestedDate: string | null;
  /** Off the sum of the lines, before `discountAmount`. */
  discountPercent?: string;
  /** Off the sum of the lines; document currency. */
  discountAmount?: string;
  /** What the mapping makes of the header. */
  fields: WireFields;
  lines: OrderDraftLine[];
}
