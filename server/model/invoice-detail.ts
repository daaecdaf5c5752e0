import * as z from 'zod';
import { currencyCode, decimalText, isoDate } from './parts.ts';

/** What one invoice is made of, and what paid it. Amounts of lines are in the document's currency, net. */
export const invoiceDetail = z.object({
  number: z.string(),
  currency: currencyCode.nullable(),
  orderNumber: z.string().nullable(),
  lines: z.array(
    z.object({ itemNumber: z.string().nullable(), description: z.string().nullable(), quantity: decimalText, unit: z.string().nullable(), unitPrice: decimalText, amount: decimalText }),
  ),
  /** Null when the ERP does not tell what paid it. */
  payments: z.array(z.object({ number: z.string(), date: isoDate.nullable(), amount: decimalText, currency: currencyCode.nullable(), posted: z.boolean() })).nullable(),
});
export type InvoiceDetail = z.infer<typeof invoiceDetail>;
