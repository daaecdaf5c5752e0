import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import { isZero, roundMoney, subtract, sum } from '../../kernel/money.ts';
import type { Finance } from '../../model/finance.ts';
import type { CallContext } from '../../net/http-client.ts';
import { ageItems } from '../aging.ts';
import { and } from '../odata/filter.ts';
import type { Rows } from '../odata/pager.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { readCustomerRow, toCustomer, type CustomerRow } from './customer.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { isOpen, openAccounting, TRANSACTION_FIELDS, transactionRow } from './transaction.ts';
import { amount, currency, date, text } from './wire.ts';

/** Open items beyond this are not summed live; the ERP's own aged balance is shown instead. */
export const MOST_OPEN_ITEMS = 1_000;

type Figures = Pick<Finance, 'balance' | 'overdue' | 'unapplied' | 'aging' | 'computedOn' | 'currency'>;

/** Customer, open items and accounting currency are read at the same time. */
export async function readFinance(session: Session, company: string, customer: string, currencyOf: (company: string, context: CallContext) => Promise<string | null>, context: CallContext): Promise<Finance | null> {
  const [row, open, accounting] = await Promise.all([readCustomerRow(session, company, customer, context), readOpenItems(session, company, customer, context), currencyOf(company, context)]);
  if (row === null) return null;
  const code = accounting ?? row.SalesCurrencyCode;
  if (code === null) throw new CrossledgerError('erp.answer', { problem: `company ${company} names no accounting currency` });
  const fits = open !== null && (open.count ?? open.rows.length) <= open.rows.length;
  const figures = fits ? sumOpen(open, day(session.clock.now()), code) : await readAged(session, company, customer, code, context);
  return toFinance(row, figures);
}

function readOpenItems(session: Session, company: string, customer: string, context: CallContext): Promise<Rows | null> {
  const filter = and(inCompany(company), textIs('AccountNum', customer), isOpen);
  return session.readIfThere('CustTransactions', { filter, select: TRANSACTION_FIELDS, top: MOST_OPEN_ITEMS, count: true }, 'read open items', context);
}

function sumOpen(open: Rows, today: string, code: string): Figures {
  const rows = parseRows(transactionRow, open.rows, 'open item');
  const items = rows.map((row) => ({
    amount: openAccounting(row),
    // A payment that waits to be applied is never late.
    dueDate: row.TransType === 'Payment' ? null : row.DueDate,
  }));
  const unapplied = subtract('0', sum(rows.filter((row) => row.TransType === 'Payment').map(openAccounting)));
  return { ...ageItems(items, today, code), unapplied: roundMoney(unapplied, code), currency: code, computedOn: null };
}

const PERIODS = [1, 2, 3, 4, 5, 6] as const;
const agedRow = z.looseObject({ AmountDueMst: amount, AgingDate: date, MSTCurrency: currency });

/** The ageing snapshot of F&O, with the date on which it was made (fno.md §6). */
async function readAged(session: Session, company: string, customer: string, code: string, context: CallContext): Promise<Figures> {
  const aged = await session.readIfThere('CustAIAgedBalances', { filter: and(inCompany(company), textIs('CustAccount', customer)), top: 5 }, 'read aged balance', context);
  const [raw] = aged?.rows ?? [];
  if (raw === undefined) throw new CrossledgerError('erp.answer', { problem: `open items are not published or more than ${MOST_OPEN_ITEMS}, and there is no aged balance` });
  const row = parseRow(agedRow, raw, 'aged balance');
  const shown = row.MSTCurrency ?? code;
  const aging = PERIODS.flatMap((period) => {
    const label = text.parse(raw[`AgingPeriodLabel${period}`]);
    const value = amount.parse(raw[`AgingPeriod${period}`]);
    return label === null && isZero(value) ? [] : [{ label: label ?? `period ${period}`, amount: roundMoney(value, shown) }];
  });
  const late = aging.filter((bucket) => !/current|not due/i.test(bucket.label));
  return { balance: roundMoney(row.AmountDueMst, shown), overdue: roundMoney(sum(late.map((bucket) => bucket.amount)), shown), unapplied: null, aging, currency: shown, computedOn: row.AgingDate };
}

function toFinance(row: CustomerRow, figures: Figures): Finance {
  const customer = toCustomer(row);
  // 0 that is not enforced means that nobody set a limit.
  const unlimited = row.CredManCustUnlimitedCredit || (isZero(row.CreditLimit) && !row.CreditLimitIsMandatory);
  const creditLimit = unlimited ? null : roundMoney(row.CreditLimit, figures.currency);
  return {
    customerNumber: customer.number,
    customerName: customer.name,
    creditLimit,
    headroom: creditLimit === null ? null : roundMoney(subtract(creditLimit, figures.balance), figures.currency),
    hold: customer.hold,
    holdWord: customer.holdWord,
    paymentTerms: row.PaymentTerms,
    ...figures,
  };
}
