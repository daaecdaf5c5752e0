import * as z from 'zod';
import { day, daysBetween } from '../../kernel/clock.ts';
import { compareDecimals, isZero } from '../../kernel/money.ts';
import type { Invoice, InvoiceSort, InvoiceState } from '../../model/invoice.ts';
import type { Page } from '../../model/parts.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ListRequest } from '../connector.ts';
import { orderBy } from '../order-by.ts';
import { and, compare, type Filter } from '../odata/filter.ts';
import { dateLiteral } from '../odata/literal.ts';
import type { Query } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { amount, currency, date, inCurrency, key, member, text } from './wire.ts';

const FIELDS = ['number', 'invoiceDate', 'dueDate', 'currencyCode', 'orderNumber', 'remainingAmount', 'totalAmountIncludingTax', 'status'] as const;
export const invoiceRow = z.object({
  number: key,
  invoiceDate: date,
  dueDate: date,
  currencyCode: currency,
  orderNumber: text,
  remainingAmount: amount,
  totalAmountIncludingTax: amount,
  status: member,
});

const SORTED_BY: Readonly<Record<string, string>> = { date: 'invoiceDate', dueDate: 'dueDate', amount: 'totalAmountIncludingTax', number: 'number' };

export async function readInvoices(session: Session, company: string, customer: string, sort: InvoiceSort, page: ListRequest<InvoiceState>, context: CallContext): Promise<Page<Invoice>> {
  const today = day(session.clock.now());
  const filter = and(textIs('customerNumber', customer), wantedRows(page, today));
  const query: Query = { filter, select: FIELDS, orderBy: orderBy(sort, SORTED_BY, 'number'), skip: page.skip, top: page.pageSize, count: true };
  const [read, local] = await Promise.all([session.read(company, 'salesInvoices', query, 'read invoices', context), session.companies.currencyOf(company, context)]);
  const rows = parseRows(invoiceRow, read.rows, 'invoice').map((row) => toInvoice(row, local, today));
  return { rows, total: read.count ?? page.skip + rows.length, skip: page.skip, pageSize: page.pageSize };
}

/** `Open` and `Paid` are states of posted invoices (business-central.md §5). */
function wantedRows({ state = 'all', from }: ListRequest<InvoiceState>, today: string): Filter | undefined {
  const status = state === 'paid' ? 'Paid' : state === 'open' || state === 'overdue' ? 'Open' : null;
  if (status === null && from === undefined) return undefined;
  return and(
    status === null ? undefined : textIs('status', status),
    state === 'overdue' ? compare('dueDate', 'lt', dateLiteral(today)) : undefined,
    from === undefined ? undefined : compare('invoiceDate', 'ge', dateLiteral(from)),
  );
}

const FIXED: Readonly<Record<string, Invoice['status']>> = { Draft: 'draft', 'In Review': 'draft', Paid: 'paid', Canceled: 'cancelled', Corrective: 'credit' };

export function toInvoice(row: z.output<typeof invoiceRow>, local: string | null, today: string): Invoice {
  const code = row.currencyCode ?? local;
  const fixed = FIXED[row.status];
  const owed = fixed === undefined && !isZero(row.remainingAmount);
  const daysOverdue = owed && row.dueDate !== null ? Math.max(daysBetween(row.dueDate, today), 0) : 0;
  const partly = compareDecimals(row.remainingAmount, row.totalAmountIncludingTax) < 0;
  return {
    number: row.number,
    date: row.invoiceDate,
    dueDate: row.dueDate,
    daysOverdue,
    status: fixed ?? (!owed ? 'paid' : daysOverdue > 0 ? 'overdue' : partly ? 'partly-paid' : 'open'),
    amount: inCurrency(row.totalAmountIncludingTax, code),
    open: fixed === 'draft' ? null : inCurrency(row.remainingAmount, code),
    currency: code,
    orderNumber: row.orderNumber,
  };
}
