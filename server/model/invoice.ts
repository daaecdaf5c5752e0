import * as z from 'zod';
import { currencyCode, decimalText, isoDate } from './parts.ts';

export const invoiceStatus = z.enum(['draft', 'open', 'overdue', 'partly-paid', 'paid', 'credit', 'cancelled']);

export const invoice = z.object({
  number: z.string(),
  date: isoDate.nullable(),
  dueDate: isoDate.nullable(),
  /** Whole days after the due date, by the UTC day of the read; 0 when not overdue. */
  daysOverdue: z.int(),
  status: invoiceStatus,
  /** Total in document currency; null when the ERP reports no lines yet. */
  amount: decimalText.nullable(),
  open: decimalText.nullable(),
  currency: currencyCode.nullable(),
  /** The same in the company's currency; absent where that is the document's own, or the ERP keeps one only. */
  inCompany: z.object({ amount: decimalText, open: decimalText, currency: currencyCode }).optional(),
  orderNumber: z.string().nullable(),
});
export type Invoice = z.infer<typeof invoice>;
export const INVOICE_SORTS = ['date', '-date', 'dueDate', '-dueDate', 'amount', '-amount', 'number', '-number'] as const;
/** Which invoices: `open` has something to pay, overdue ones too; `paid` has not. */
export const INVOICE_STATES = ['all', 'open', 'overdue', 'paid', 'credit'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];
export type InvoiceSort = (typeof INVOICE_SORTS)[number];
