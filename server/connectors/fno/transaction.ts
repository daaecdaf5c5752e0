import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import { roundMoney, subtract } from '../../kernel/money.ts';
import { compare, type Filter } from '../odata/filter.ts';
import { instantLiteral } from '../odata/literal.ts';
import { amount, companyId, currency, date, key, member, text } from './wire.ts';

/** Open items, invoices and payments are rows of one set, CustTransactions (fno.md §6). */
export const TRANSACTION_FIELDS = [
  'dataAreaId', 'SysRecId', 'AccountNum', 'Invoice', 'Voucher', 'TransType', 'TransDate', 'DueDate', 'CurrencyCode', 'AmountCur', 'SettleAmountCur', 'AmountMST', 'SettleAmountMST', 'Closed', 'PaymReference',
] as const;

export const transactionRow = z.object({
  dataAreaId: key.transform(companyId),
  AccountNum: key,
  Invoice: text,
  Voucher: text,
  TransType: member,
  TransDate: date,
  DueDate: date,
  CurrencyCode: currency,
  AmountCur: amount,
  SettleAmountCur: amount,
  AmountMST: amount,
  SettleAmountMST: amount,
  Closed: date,
  PaymReference: text,
});
export type TransactionRow = z.output<typeof transactionRow>;

/** `Closed` is empty while a transaction is open; which empty date a filter wants is not settled (fno.md §13), so anything before 1901. */
export const NEVER = instantLiteral('1901-01-01T00:00:00Z');
export const isOpen: Filter = compare('Closed', 'lt', NEVER);
export const isClosed: Filter = compare('Closed', 'ge', NEVER);
/** Rows of this day and later: calendar dates travel as noon (fno.md §3). */
export const since = (property: string, from: string | undefined): Filter | undefined => (from === undefined ? undefined : compare(property, 'ge', instantLiteral(`${from}T00:00:00Z`)));

/** Only the ledger knows what is paid. */
export function refuseState(state: string | undefined): void {
  if (state !== undefined && state !== 'all') throw new CrossledgerError('erp.refused', { problem: 'this environment does not publish CustTransactions, so nothing tells here what is paid.' });
}

/** Amounts in accounting currency, where that is another than the document's. */
export const inAccounting = <T extends Record<string, string>>(row: TransactionRow, accounting: string | null, amounts: T): { inCompany?: T & { currency: string } } =>
  accounting === null || row.CurrencyCode === null || accounting === row.CurrencyCode ? {} : { inCompany: { ...mapValues(amounts, (value) => roundMoney(value, accounting)), currency: accounting } };

const mapValues = <T extends Record<string, string>>(values: T, change: (value: string) => string): T => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)])) as T;

/** In document currency. */
export const openAmount = (row: TransactionRow): string => subtract(row.AmountCur, row.SettleAmountCur);
/** In the company's accounting currency. */
export const openAccounting = (row: TransactionRow): string => subtract(row.AmountMST, row.SettleAmountMST);
