import * as z from 'zod';
import { currencyCode, decimalText } from './parts.ts';
import { words } from './words.ts';

/** Where a price comes from: an agreement for this customer, for its price group, for everybody, or the item's own list price. */
export const PRICE_SOURCES = ['customer', 'group', 'everybody', 'list'] as const;

export const price = z.object({
  itemNumber: z.string(),
  known: z.boolean(),
  /** Of one unit, before discounts; null when the ERP has none. */
  amount: decimalText.nullable(),
  /** Of `amount`: a list price stays in the company's currency. */
  currency: currencyCode.nullable(),
  unit: z.string().nullable(),
  source: z.enum(PRICE_SOURCES).nullable(),
  /** Not the price that the ERP would put on a line, only the nearest that can be read. */
  estimate: z.boolean(),
  /** Why it is an estimate, or why there is none; one sentence. */
  reason: z.string(),
  /** Absent in what an earlier release kept. */
  reasonWords: words.optional(),
});
export type Price = z.infer<typeof price>;
