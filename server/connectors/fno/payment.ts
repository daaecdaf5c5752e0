import * as z from 'zod';
import { roundMoney, subtract } from '../../kernel/money.ts';
import type { Page } from '../../model/parts.ts';
import type { Payment, PaymentState } from '../../model/payment.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ListRequest } from '../connector.ts';
import { and, eq, or, type Filter } from '../odata/filter.ts';
import type { Query } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { readByItems } from './product.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { inAccounting, isOpen, openAmount, refuseState, since, TRANSACTION_FIELDS, transactionRow, type TransactionRow } from './transaction.ts';
import { amount, currency, date, enumOf, flag, key, text } from './wire.ts';

export const JOURNAL_LINE_FIELDS = ['dataAreaId', 'JournalBatchNumber', 'LineNumber', 'Voucher', 'TransactionDate', 'CurrencyCode', 'CreditAmount', 'DebitAmount', 'MarkedInvoice', 'PaymentReference'] as const;
export const journalLineRow = z.object({
  JournalBatchNumber: key,
  Voucher: text,
  TransactionDate: date,
  CurrencyCode: currency,
  CreditAmount: amount,
  DebitAmount: amount,
  MarkedInvoice: text,
  PaymentReference: text,
});
type JournalLine = z.output<typeof journalLineRow>;
const journalHeaderRow = z.object({ JournalBatchNumber: key, IsPosted: flag });

/** Journal lines of one customer are few; more than this are not tied to invoices. */
const MOST_LINES = 500;

interface Wanted extends ListRequest<PaymentState> {
  company: string;
  customer: string;
}

/** Posted payments, newest first; the payment journal, where it is published, says which invoices each one pays. */
export async function readPayments(session: Session, { company, customer, ...page }: Wanted, accounting: Promise<string | null>, context: CallContext): Promise<Page<Payment>> {
  const filter = and(inCompany(company), textIs('AccountNum', customer), eq('TransType', enumOf('LedgerTransType', 'Payment')), page.state === 'unapplied' ? isOpen : undefined, since('TransDate', page.from));
  const query: Query = { filter, select: TRANSACTION_FIELDS, orderBy: ['TransDate desc', 'SysRecId desc'], skip: page.skip, top: page.pageSize, count: true };
  const [posted, lines, code] = await Promise.all([session.readIfThere('CustTransactions', query, 'read payments', context), readJournalLines(session, company, customer, context), accounting]);
  if (posted === null) return readJournalPayments(session, company, lines, page, context);
  const rows = parseRows(transactionRow, posted.rows, 'payment').map((row) => toPayment(row, lines, code));
  return { rows, total: posted.count ?? page.skip + rows.length, skip: page.skip, pageSize: page.pageSize };
}

/** Money received lowers the customer's balance, so F&O keeps it negative; shown positive. */
export function toPayment(row: TransactionRow, lines: readonly JournalLine[], accounting: string | null): Payment {
  return {
    number: row.Voucher ?? '',
    date: row.TransDate,
    amount: rounded(negated(row.AmountCur), row.CurrencyCode),
    unapplied: rounded(negated(openAmount(row)), row.CurrencyCode),
    currency: row.CurrencyCode,
    ...inAccounting(row, accounting, { amount: negated(row.AmountMST) }),
    reference: row.PaymReference,
    invoices: invoicesOf(lines.filter((line) => line.Voucher !== null && line.Voucher === row.Voucher)),
    posted: true,
  };
}

/** Payments that the journal marks for one invoice; null where the journal is not published. */
export async function readPaymentsOfInvoice(session: Session, { company, customer, number }: { company: string; customer: string; number: string }, context: CallContext): Promise<Payment[] | null> {
  const lines = await readJournalLines(session, company, customer, context, textIs('MarkedInvoice', number));
  if (session.isMissing('CustomerPaymentJournalLines')) return null;
  return (await readJournalPayments(session, company, lines, { skip: 0, pageSize: lines.length }, context)).rows;
}

async function readJournalLines(session: Session, company: string, customer: string, context: CallContext, more?: Filter): Promise<JournalLine[]> {
  const filter = and(inCompany(company), isAccount(customer), eq('AccountType', enumOf('LedgerJournalACType', 'Cust')), more);
  const query: Query = { filter, select: JOURNAL_LINE_FIELDS, orderBy: ['TransactionDate desc'], top: MOST_LINES };
  return parseRows(journalLineRow, (await session.readIfThere('CustomerPaymentJournalLines', query, 'read payment journal', context))?.rows ?? [], 'payment journal line');
}

/** Display values escape the dimension delimiter with a backslash, `US\-001` (fno.md §5), but which one it is depends on the chart. */
function isAccount(customer: string): Filter {
  const escaped = customer.replaceAll('-', '\\-');
  return escaped === customer ? textIs('AccountDisplayValue', customer) : or(textIs('AccountDisplayValue', escaped), textIs('AccountDisplayValue', customer));
}

/** Where the ledger's transactions are not published the journal itself is shown, posted or not. */
async function readJournalPayments(session: Session, company: string, all: readonly JournalLine[], page: ListRequest<PaymentState>, context: CallContext): Promise<Page<Payment>> {
  refuseState(page.state);
  const lines = all.filter((line) => (line.TransactionDate ?? '') >= (page.from ?? ''));
  const shown = lines.slice(page.skip, page.skip + page.pageSize);
  const headers = await readByItems(
    [...new Set(shown.map((line) => line.JournalBatchNumber))],
    async (part) => (await session.readIfThere('CustomerPaymentJournalHeaders', { filter: and(inCompany(company), part), select: ['JournalBatchNumber', 'IsPosted'] }, 'read payment journals', context))?.rows ?? [],
    (number) => textIs('JournalBatchNumber', number),
  );
  const posted = new Set(parseRows(journalHeaderRow, headers, 'payment journal').filter((row) => row.IsPosted).map((row) => row.JournalBatchNumber));
  return { rows: shown.map((line) => toJournalPayment(line, posted.has(line.JournalBatchNumber))), total: lines.length, skip: page.skip, pageSize: page.pageSize };
}

export function toJournalPayment(line: JournalLine, posted: boolean): Payment {
  return {
    number: line.Voucher ?? line.JournalBatchNumber,
    date: line.TransactionDate,
    amount: rounded(subtract(line.CreditAmount, line.DebitAmount), line.CurrencyCode),
    unapplied: null,
    currency: line.CurrencyCode,
    reference: line.PaymentReference,
    invoices: invoicesOf([line]),
    posted,
  };
}

const invoicesOf = (lines: readonly JournalLine[]): string[] => [...new Set(lines.flatMap((line) => (line.MarkedInvoice === null ? [] : [line.MarkedInvoice])))];
const negated = (value: string): string => subtract('0', value);
const rounded = (value: string, code: string | null): string => (code === null ? value : roundMoney(value, code));
