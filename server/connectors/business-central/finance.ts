import { CrossledgerError } from '../../kernel/errors.ts';
import { isZero, roundMoney, subtract, sum } from '../../kernel/money.ts';
import type { Finance } from '../../model/finance.ts';
import type { CallContext } from '../../net/http-client.ts';
import { and, eq } from '../odata/filter.ts';
import { booleanLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { readCustomerRows, toCustomer, type AgedRow } from './customer.ts';
import { ledgerRow } from './payment.ts';
import { textIs, type Session } from './session.ts';

/** All amounts are local currency; balance and overdue are live, ageing is a report with its own date (business-central.md §5). */
export async function readFinance(session: Session, company: string, number: string, context: CallContext): Promise<Finance | null> {
  const [rows, local, unapplied] = await Promise.all([
    readCustomerRows(session, company, textIs('number', number), 'read customer balance', context, 'customerFinancialDetail,agedAccountsReceivable,paymentTerm'),
    session.companies.currencyOf(company, context),
    // A figure more is no reason to lose the others.
    readUnapplied(session, company, number, context).catch(() => null),
  ]);
  const row = rows.find((one) => sameText(one.number, number));
  if (row === undefined) return null;
  // The customer's own currency would mislabel amounts that are local.
  if (local === null) throw new CrossledgerError('erp.answer', { problem: `company ${company} names no currency` });
  const customer = toCustomer(row, company, local);
  const aged = row.agedAccountsReceivable ?? null;
  const balance = roundMoney(row.customerFinancialDetail?.balance ?? '0', local);
  // 0 means that no limit is set.
  const creditLimit = isZero(row.creditLimit) ? null : roundMoney(row.creditLimit, local);
  return {
    customerNumber: row.number,
    customerName: customer.name,
    currency: local,
    balance,
    overdue: roundMoney(row.customerFinancialDetail?.overdueAmount ?? '0', local),
    unapplied: unapplied === null ? null : roundMoney(unapplied, local),
    creditLimit,
    headroom: creditLimit === null ? null : roundMoney(subtract(creditLimit, balance), local),
    aging: aged === null ? [] : bucketsOf(aged, local),
    hold: customer.hold,
    holdWord: customer.holdWord,
    paymentTerms: row.paymentTerm?.code ?? null,
    computedOn: aged?.agedAsOfDate ?? null,
  };
}

/** Open ledger entries that begin with a payment, local currency; null without the analytics API. */
async function readUnapplied(session: Session, company: string, number: string, context: CallContext): Promise<string | null> {
  const filter = and(textIs('dcleCustomerNo', number), textIs('dcleDocumentType', 'Payment'), eq('cleOpen', booleanLiteral(true)));
  const found = await session.readIfThere(company, 'analytics', 'customerLedgerEntries', { filter }, 'read unapplied payments', context);
  if (found === null) return null;
  const rows = parseRows(ledgerRow, found.rows, 'ledger entry');
  const payments = new Set(rows.filter((row) => row.dcleEntryType === 'Initial Entry').map((row) => row.cleEntryNo));
  return subtract('0', sum(rows.filter((row) => payments.has(row.cleEntryNo)).map((row) => row.dcleAmountLCY)));
}

/** Labels exist since version 25; before, the periods are 30 days each. */
function bucketsOf(row: AgedRow, code: string): Finance['aging'] {
  return [
    { label: 'current', amount: roundMoney(row.currentAmount, code) },
    { label: row.period1Label ?? '1-30', amount: roundMoney(row.period1Amount, code) },
    { label: row.period2Label ?? '31-60', amount: roundMoney(row.period2Amount, code) },
    { label: row.period3Label ?? 'over-60', amount: roundMoney(row.period3Amount, code) },
  ];
}
