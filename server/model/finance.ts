import * as z from 'zod';
import { currencyCode, decimalText, isoDate } from './parts.ts';

export const agingBucket = z.object({
  /** `current`, or days overdue `1-30`, `31-60`, `61-90`, `over-90`; or the ERP's own label. */
  label: z.string(),
  amount: decimalText,
});

/** Where one customer stands. All amounts in `currency`, the company's accounting currency. */
export const finance = z.object({
  customerNumber: z.string(),
  customerName: z.string(),
  currency: currencyCode,
  balance: decimalText,
  overdue: decimalText,
  /** Paid and not yet applied to an invoice, within the balance; null when the ERP does not tell. */
  unapplied: decimalText.nullable(),
  /** Null means: the ERP sets no limit. */
  creditLimit: decimalText.nullable(),
  /** Limit less balance; null without a limit. */
  headroom: decimalText.nullable(),
  aging: z.array(agingBucket),
  hold: z.enum(['none', 'orders', 'all', 'other']),
  holdWord: z.string().nullable(),
  paymentTerms: z.string().nullable(),
  /** Set when the ERP computed balance or aging earlier: its own date. Null when summed from open items just now. */
  computedOn: isoDate.nullable(),
});
export type Finance = z.infer<typeof finance>;
