import * as z from 'zod';
import { day, daysBetween } from '../../kernel/clock.ts';
import { isNegative, isZero, roundMoney, sum } from '../../kernel/money.ts';
import type { Invoice, InvoiceSort, InvoiceState } from '../../model/invoice.ts';
import type { Page } from '../../model/parts.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ListRequest } from '../connector.ts';
import { orderBy } from '../order-by.ts';
import { and, compare, eq, or, type Filter } from '../odata/filter.ts';
import { instantLiteral, numberLiteral } from '../odata/literal.ts';
import type { Query } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { readByItems } from './product.ts';
import { inCompany, textIs, textIsNot, type Session } from './session.ts';
import { inAccounting, isClosed, isOpen, NEVER, openAccounting, openAmount, refuseState, since, TRANSACTION_FIELDS, transactionRow, type TransactionRow } from './transaction.ts';
import { amount, currency, date, enumOf, flag, text } from './wire.ts';

const SORTED_BY: Readonly<Record<string, string>> = { date: 'TransDate', dueDate: 'DueDate', amount: 'AmountCur', number: 'Invoice' };

/** Invoices with what is still open, in one read: order invoices are of type Sales, free text ones and journals of type Cust (fno.md §6). */
export async function readInvoices(session: Session, wanted: Wanted, accounting: Promise<string | null>, context: CallContext): Promise<Page<Invoice>> {
  const { company, customer, sort, ...page } = wanted;
  const today = day(session.clock.now());
  const kind = or(eq('TransType', enumOf('LedgerTransType', 'Sales')), eq('TransType', enumOf('LedgerTransType', 'Cust')));
  const filter = and(inCompany(company), textIs('AccountNum', customer), kind, textIsNot('Invoice', ''), stateIs(page.state, today), since('TransDate', page.from));
  const query: Query = { filter, select: TRANSACTION_FIELDS, orderBy: orderBy(sort, SORTED_BY, 'SysRecId'), skip: page.skip, top: page.pageSize, count: true };
  const [read, code] = await Promise.all([session.readIfThere('CustTransactions', query, 'read invoices', context), accounting]);
  if (read === null) return readFreeTextInvoices(session, wanted, context);
  const rows = parseRows(transactionRow, read.rows, 'invoice').map((row) => toInvoice(row, today, code));
  return { rows, total: read.count ?? page.skip + rows.length, skip: page.skip, pageSize: page.pageSize };
}

interface Wanted extends ListRequest<InvoiceState> {
  company: string;
  customer: string;
  sort: InvoiceSort;
}

/** The rows that `statusOf` would give such a state; a credit is neither open nor paid. */
function stateIs(state: InvoiceState = 'all', today: string): Filter | undefined {
  const bill = compare('AmountCur', 'ge', numberLiteral(0));
  if (state === 'open') return and(bill, isOpen);
  if (state === 'overdue') return and(bill, isOpen, compare('DueDate', 'lt', instantLiteral(`${today}T00:00:00Z`)), compare('DueDate', 'ge', NEVER));
  if (state === 'paid') return and(bill, isClosed);
  return state === 'credit' ? compare('AmountCur', 'lt', numberLiteral(0)) : undefined;
}

export function toInvoice(row: TransactionRow, today: string, accounting: string | null): Invoice {
  const code = row.CurrencyCode;
  const open = openAmount(row);
  const daysOverdue = isZero(open) || isNegative(row.AmountCur) || row.DueDate === null ? 0 : Math.max(daysBetween(row.DueDate, today), 0);
  return {
    number: row.Invoice ?? row.Voucher ?? '',
    date: row.TransDate,
    dueDate: row.DueDate,
    daysOverdue,
    status: statusOf(row, open, daysOverdue),
    amount: rounded(row.AmountCur, code),
    open: rounded(open, code),
    currency: code,
    ...inAccounting(row, accounting, { amount: row.AmountMST, open: openAccounting(row) }),
    orderNumber: null,
  };
}

function statusOf(row: TransactionRow, open: string, daysOverdue: number): Invoice['status'] {
  if (isNegative(row.AmountCur)) return 'credit';
  if (isZero(open)) return 'paid';
  if (daysOverdue > 0) return 'overdue';
  return isZero(row.SettleAmountCur) ? 'open' : 'partly-paid';
}

const rounded = (value: string, code: string | null): string => (code === null ? value : roundMoney(value, code));

export const FREE_TEXT_FIELDS = ['dataAreaId', 'InvoiceIdentifier', 'FreeTextNumber', 'InvoiceDate', 'DueDate', 'CurrencyCode', 'IsPosted'] as const;
export const freeTextRow = z.object({ InvoiceIdentifier: z.union([z.number(), z.string()]).transform(String), FreeTextNumber: text, InvoiceDate: date, DueDate: date, CurrencyCode: currency, IsPosted: flag });
export const freeTextLineRow = z.object({ ParentRecId: z.union([z.number(), z.string()]).transform(String), TransactionCurrencyAmount: amount });
const FREE_TEXT_SORT: Readonly<Record<string, string>> = { date: 'InvoiceDate', dueDate: 'DueDate', number: 'FreeTextNumber' };

/** Where the ledger's transactions are not published: free text invoices, whose header has no total (fno.md §1), so open amounts stay unknown. */
async function readFreeTextInvoices(session: Session, { company, customer, sort, ...page }: Wanted, context: CallContext): Promise<Page<Invoice>> {
  refuseState(page.state);
  const filter = and(inCompany(company), textIs('InvoiceAccount', customer), since('InvoiceDate', page.from));
  const query: Query = { filter, select: FREE_TEXT_FIELDS, orderBy: orderBy(sort, FREE_TEXT_SORT, 'InvoiceIdentifier'), skip: page.skip, top: page.pageSize, count: true };
  const headers = await session.odata.read('FreeTextInvoiceHeaders', query, { step: 'read free text invoices', context });
  const parsed = parseRows(freeTextRow, headers.rows, 'free text invoice');
  const lines = await readByItems(
    parsed.map((row) => row.InvoiceIdentifier),
    async (part) => (await session.readIfThere('FreeTextInvoiceLines', { filter: and(inCompany(company), part), select: ['ParentRecId', 'TransactionCurrencyAmount'] }, 'read free text invoice lines', context))?.rows ?? [],
    (id) => eq('ParentRecId', numberLiteral(id)),
  );
  const amounts = parseRows(freeTextLineRow, lines, 'free text invoice line');
  const rows = parsed.map((row) => toFreeTextInvoice(row, amounts.filter((line) => line.ParentRecId === row.InvoiceIdentifier).map((line) => line.TransactionCurrencyAmount)));
  return { rows, total: headers.count ?? page.skip + rows.length, skip: page.skip, pageSize: page.pageSize };
}

export function toFreeTextInvoice(row: z.output<typeof freeTextRow>, lineAmounts: readonly string[]): Invoice {
  const total = lineAmounts.length === 0 ? null : sum(lineAmounts);
  const credit = total !== null && isNegative(total);
  return {
    // An unposted invoice has no number of its own yet.
    number: row.IsPosted && row.FreeTextNumber !== null ? row.FreeTextNumber : row.InvoiceIdentifier,
    date: row.InvoiceDate,
    dueDate: row.DueDate,
    daysOverdue: 0,
    // Nothing here tells what was paid, so a posted one is never called overdue.
    status: !row.IsPosted ? 'draft' : credit ? 'credit' : 'open',
    amount: total === null ? null : rounded(total, row.CurrencyCode),
    open: null,
    currency: row.CurrencyCode,
    orderNumber: null,
  };
}
