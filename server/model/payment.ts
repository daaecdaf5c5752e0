import * as z from 'zod';
import { currencyCode, decimalText, isoDate } from './parts.ts';

export const payment = z.object({
  /** Voucher or document number. */
  number: z.string(),
  date: isoDate.nullable(),
  /** Received from the customer: positive. */
  amount: decimalText,
  /** Not yet applied to invoices; null when the ERP does not tell. */
  unapplied: decimalText.nullable(),
  currency: currencyCode.nullable(),
  /** The amount in the company's currency; absent where that is the payment's own, or the ERP keeps one only. */
  inCompany: z.object({ amount: decimalText, currency: currencyCode }).optional(),
  reference: z.string().nullable(),
  /** Invoices it pays, where the ERP says so. */
  invoices: z.array(z.string()),
  posted: z.boolean(),
});
export type Payment = z.infer<typeof payment>;
export const PAYMENT_STATES = ['all', 'unapplied'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];
