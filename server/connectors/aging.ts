import { daysBetween } from '../kernel/clock.ts';
import { roundMoney, sum } from '../kernel/money.ts';
import type { Finance } from '../model/finance.ts';

export interface OpenItem {
  /** In the company's accounting currency. */
  amount: string;
  /** Null counts as not due. */
  dueDate: string | null;
}

const BUCKETS: readonly (readonly [label: string, from: number, to: number])[] = [
  ['current', Number.NEGATIVE_INFINITY, 0],
  ['1-30', 1, 30],
  ['31-60', 31, 60],
  ['61-90', 61, 90],
  ['over-90', 91, Number.POSITIVE_INFINITY],
];

/** Open items by days after their due date. Overdue is all but the first bucket. */
export function ageItems(items: readonly OpenItem[], today: string, currency: string): Pick<Finance, 'balance' | 'overdue' | 'aging'> {
  const aged = items.map(({ amount, dueDate }) => ({ amount, late: dueDate === null ? 0 : daysBetween(dueDate, today) }));
  const aging = BUCKETS.map(([label, from, to]) => {
    const inside = aged.filter(({ late }) => late >= from && late <= to);
    return { label, amount: roundMoney(sum(inside.map((item) => item.amount)), currency) };
  });
  return {
    balance: roundMoney(sum(items.map((item) => item.amount)), currency),
    overdue: roundMoney(sum(aging.slice(1).map((bucket) => bucket.amount)), currency),
    aging,
  };
}
