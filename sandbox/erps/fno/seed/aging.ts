import { findCustomer } from '../../../data/catalogue.ts';
import { addDays, daysBetween } from '../../../data/days.ts';
import { rateBetween, roundMoney } from '../../../data/places.ts';
import type { Row } from '../../odata/table.ts';
import { noon } from '../dialect.ts';
import { areaOf, type Seeding } from './put.ts';

const labels = ['Current', '30 days', '60 days', '90 days', '180 days', 'Over 180 days'];

/** The aging snapshot of last night; every tenth account is missing from it, as it is where none was run. */
export function seedAging(seeding: Seeding, transactions: readonly Row[]): void {
  const { catalogue, put } = seeding;
  for (const company of catalogue.companies) {
    const area = areaOf(company);
    const byAccount = Map.groupBy(transactions.filter((row) => row['dataAreaId'] === area), (row) => String(row['AccountNum'] as string));
    for (const [account, rows] of byAccount) {
      const customer = findCustomer(catalogue, account);
      if (Number(account.slice(2)) % 10 === 9) continue;
      const openOrders = catalogue.orders
        .filter((order) => order.customerNumber === account && order.company === company.key)
        .reduce((sum, order) => sum + order.lines.reduce((lines, line) => lines + line.amount, 0) * rateBetween(order.currency, company.currency), 0);
      put('CustAIAgedBalances', { dataAreaId: area, CustAccount: account, AgingPeriodDefinition: '30_60_90_180', Company: area, CustName: customer.name, AgedBy: 'DueDate', MSTCurrency: company.currency, ...figures(rows, catalogue.baseDate, customer.creditLimit, roundMoney(openOrders, company.currency)) });
    }
  }
}

function figures(rows: readonly Row[], baseDate: string, creditLimit: number, openOrders: number): Record<string, unknown> {
  const agingDay = addDays(baseDate, -1);
  const periods = labels.map(() => 0);
  let invoices = 0;
  for (const row of rows) {
    const open = Number(row['AmountMST'] ?? 0) - Number(row['SettleAmountMST'] ?? 0);
    if (row['Closed'] !== '1900-01-01T12:00:00Z') continue;
    if (open > 0) invoices += 1;
    const period = periodOf(daysBetween(String(row['DueDate']).slice(0, 10), agingDay));
    periods[period] = (periods[period] ?? 0) + open;
  }
  const due = roundMoney(periods.reduce((sum, amount) => sum + amount, 0));
  const payments = rows.filter((row) => row['TransType'] === 'Payment').sort((one, other) => (String(one['TransDate']) < String(other['TransDate']) ? 1 : -1));
  const [last] = payments;
  return {
    AgingDate: noon(agingDay),
    AmountDueMst: due,
    ...Object.fromEntries(periods.map((amount, at) => [`AgingPeriod${at + 1}`, roundMoney(amount)])),
    ...Object.fromEntries(labels.map((label, at) => [`AgingPeriodLabel${at + 1}`, label])),
    CreditLimitMst: creditLimit,
    CreditRemainingMst: creditLimit === 0 ? 0 : roundMoney(creditLimit - due - openOrders),
    OpenOrderBalanceMst: openOrders,
    NumOpenInvoices: invoices,
    ...(last && { LastPaymentAmount: -Number(last['AmountMST'] ?? 0), LastPaymentDate: last['TransDate'] }),
    FirstNonzeroBalancePeriod: periods.findIndex((amount) => roundMoney(amount) !== 0),
  };
}

function periodOf(overdueDays: number): number {
  if (overdueDays <= 0) return 0;
  if (overdueDays <= 90) return Math.ceil(overdueDays / 30);
  return overdueDays <= 180 ? 4 : 5;
}
