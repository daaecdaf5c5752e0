import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import { isZero, subtract, sum } from '../../kernel/money.ts';
import type { Page } from '../../model/parts.ts';
import type { Payment, PaymentState } from '../../model/payment.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ListRequest } from '../connector.ts';
import { and, compare } from '../odata/filter.ts';
import { dateLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { amount, date, inCurrency, key, member, text } from './wire.ts';

/** One row per detailed entry of the ledger, local currency only (business-central.md §5). */
export const ledgerRow = z.object({
  cleEntryNo: z.coerce.number(),
  dclePostingDate: date,
  dcleEntryType: member,
  dcleDocumentType: member,
  dcleDocumentNo: key,
  dcleAmountLCY: amount,
  salesInvHeaderDocumentNo: text,
});
export type LedgerRow = z.output<typeof ledgerRow>;
const journalRow = z.object({ documentNumber: text, postingDate: date, amount, externalDocumentNumber: text, appliesToInvoiceNumber: text });

export async function readPayments(session: Session, company: string, customer: string, page: ListRequest<PaymentState>, context: CallContext): Promise<Page<Payment>> {
  // An application is never dated before its payment, so that it stays among what is read.
  const filter = and(textIs('dcleCustomerNo', customer), textIs('dcleDocumentType', 'Payment'), page.from === undefined ? undefined : compare('dclePostingDate', 'ge', dateLiteral(page.from)));
  const [ledger, local] = await Promise.all([
    session.readIfThere(company, 'analytics', 'customerLedgerEntries', { filter, orderBy: ['dclePostingDate desc'] }, 'read payments', context),
    session.companies.currencyOf(company, context),
  ]);
  const all = ledger === null ? await readUnposted(session, company, customer, local, page.state, context) : toPayments(parseRows(ledgerRow, ledger.rows, 'ledger entry'), local);
  const payments = all.filter((payment) => (payment.date ?? '') >= (page.from ?? '') && (page.state !== 'unapplied' || !isZero(payment.unapplied ?? '0')));
  return { rows: payments.slice(page.skip, page.skip + page.pageSize), total: payments.length, skip: page.skip, pageSize: page.pageSize };
}

/** A payment is an initial entry; its applications stand on its own entry, and on each invoice's entry with the invoice's number. */
export function toPayments(rows: readonly LedgerRow[], local: string | null): Payment[] {
  const initial = rows.filter((row) => row.dcleEntryType === 'Initial Entry');
  return initial.map((row) => {
    const own = rows.filter((other) => other.cleEntryNo === row.cleEntryNo);
    const applied = rows.filter((other) => other.dcleDocumentNo === row.dcleDocumentNo && other.cleEntryNo !== row.cleEntryNo && other.dcleEntryType === 'Application');
    return {
      number: row.dcleDocumentNo,
      date: row.dclePostingDate,
      amount: inCurrency(negated(row.dcleAmountLCY), local),
      unapplied: inCurrency(negated(sum(own.map((entry) => entry.dcleAmountLCY))), local),
      currency: local,
      reference: null,
      invoices: [...new Set(applied.flatMap((entry) => (entry.salesInvHeaderDocumentNo === null ? [] : [entry.salesInvHeaderDocumentNo])))],
      posted: true,
    };
  });
}

/** Without the analytics API only journal lines are readable, which are not posted yet. */
async function readUnposted(session: Session, company: string, customer: string, local: string | null, state: PaymentState | undefined, context: CallContext): Promise<Payment[]> {
  if (state === 'unapplied') throw new CrossledgerError('erp.refused', { problem: 'this environment has no analytics API, so nothing tells here what is applied.' });
  const read = await session.readIfThere(company, 'v2', 'customerPayments', { filter: textIs('customerNumber', customer), orderBy: ['postingDate desc'] }, 'read payment journals', context);
  return parseRows(journalRow, read?.rows ?? [], 'payment journal line').map((row) => ({
    number: row.documentNumber ?? '',
    date: row.postingDate,
    amount: inCurrency(negated(row.amount), local),
    unapplied: null,
    currency: local,
    reference: row.externalDocumentNumber,
    invoices: row.appliesToInvoiceNumber === null ? [] : [row.appliesToInvoiceNumber],
    posted: false,
  }));
}

const negated = (value: string): string => subtract('0', value);
