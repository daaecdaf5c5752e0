import { add, compareDecimals, subtract } from '../../kernel/money.ts';

/** A planned change of stock: supply is positive, demand negative. */
export interface Movement {
  quantity: string;
  /** Null counts as due today. */
  on: string | null;
}

export interface Promised {
  /** What can be promised today without taking from what is promised already. */
  atp: string;
  /** First day on which the asked quantity can be promised; null when no known supply covers it. */
  firstDate: string | null;
}

/**
 * Available to promise = on hand + supply due by a date − demand due by it (business-central.md §6), and never more than what stays
 * over on every later date. Movements overdue count as today.
 */
export function promise(onHand: string, movements: readonly Movement[], quantity: string, today: string): Promised {
  const byDay = new Map<string, string>([[today, '0']]);
  for (const { quantity: moved, on } of movements) {
    const due = on === null || on < today ? today : on;
    byDay.set(due, add(byDay.get(due) ?? '0', moved));
  }
  const days = [...byDay.keys()].sort();
  let stock = onHand;
  const projected = days.map((due) => (stock = add(stock, byDay.get(due) ?? '0')));
  // From the last day back: the least that is left from each day on.
  let least: string | undefined;
  const promised = projected.toReversed().map((left) => (least = least === undefined || compareDecimals(left, least) < 0 ? left : least)).toReversed();
  const at = promised.findIndex((available) => compareDecimals(available, quantity) >= 0);
  const first = promised[0] ?? '0';
  return { atp: compareDecimals(first, '0') < 0 ? '0' : first, firstDate: at === -1 ? null : (days[at] ?? null) };
}

export const negate = (quantity: string): string => subtract('0', quantity);
