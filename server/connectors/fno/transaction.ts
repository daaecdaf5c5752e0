import * as z from 'zod';
import { subtract } from '../../kernel/money.ts';
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

/** In document currency. */
export const openAmount = (row: TransactionRow): string => subtract(row.AmountCur, row.SettleAmountCur);
/** In the company's accounting currency. */
export const openAccounting = (row: TransactionRow): string => subtract(row.AmountMST, row.SettleAmountMST);
