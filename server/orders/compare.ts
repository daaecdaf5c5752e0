import { add, compareDecimals, isZero, sum } from '../kernel/money.ts';
import type { Order, OrderDraft, OrderDraftLine, OrderLine } from '../model/order.ts';
import { totalsOf, type PercentRounding, type Totals } from './totals.ts';

/** Draft lines that the order does not have yet. */
export const missingLines = (draft: OrderDraft, order: Pick<Order, 'lines'>): OrderDraftLine[] =>
  draft.lines.filter((line) => !order.lines.some((found) => found.reference === line.reference));

/** The first difference between what was planned and what the ERP has, in words; null when they are equal. Missing lines do not count. */
export function findDifference(draft: OrderDraft, order: Pick<Order, 'lines'>): string | null {
  for (const found of order.lines) {
    const planned = draft.lines.find((line) => line.reference === found.reference);
    if (planned === undefined) return `a line with item ${found.itemNumber.trim()} is not in the deal`;
    const difference = lineDifference(planned, found, draft.currency);
    if (difference !== null) return difference;
  }
  const references = order.lines.map((line) => line.reference);
  const twice = references.find((reference, index) => references.indexOf(reference) !== index);
  return twice === undefined ? null : `line ${twice ?? ''} exists twice`;
}

function lineDifference(planned: OrderDraftLine, found: OrderLine, currency: string): string | null {
  const item = found.itemNumber.trim();
  if (planned.itemNumber !== found.itemNumber) return `item ${item} instead of ${planned.itemNumber.trim()}`;
  if (compareDecimals(planned.quantity, found.quantity) !== 0) return `quantity ${found.quantity} of ${item} instead of ${planned.quantity}`;
  if (planned.unitPrice !== null && compareDecimals(planned.unitPrice, found.unitPrice) !== 0) return `price ${found.unitPrice} of ${item} instead of ${planned.unitPrice}`;
  if (!isZero(planned.discountAmount ?? '0')) return amountDifference(planned, found, currency);
  if (compareDecimals(planned.discountPercent, found.discountPercent) !== 0) return `discount ${found.discountPercent} % of ${item} instead of ${planned.discountPercent} %`;
  return null;
}

/** An ERP may keep an amount off a line as a percentage: what the line comes to is compared instead. */
function amountDifference(planned: OrderDraftLine, found: OrderLine, currency: string): string | null {
  const [total] = totalsOf({ currency, lines: [{ ...planned, unitPrice: planned.unitPrice ?? found.unitPrice }] }).lines;
  // What comes off the whole order is compared with the whole order.
  const amount = add(found.amount, found.headerDiscount ?? '0');
  if (total === undefined || compareDecimals(total.amount, amount) === 0) return null;
  return `${amount} ${currency} for ${found.itemNumber.trim()} instead of ${total.amount} ${currency}`;
}

/** What is off the whole order, and what it comes to, against the plan, in words; null when equal, not planned, or not told by this ERP. The lines are compared before. */
export function discountDifference(draft: OrderDraft, order: Pick<Order, 'lines' | 'total'>, percent?: PercentRounding): string | null {
  const parts = order.lines.flatMap((line) => (line.headerDiscount === undefined ? [] : [line.headerDiscount]));
  const planned = plannedTotals(draft, order, percent);
  if (isZero(planned.headerDiscount) || parts.length < order.lines.length) return null;
  const found = sum(parts);
  if (compareDecimals(found, planned.headerDiscount) !== 0) return `${found} ${draft.currency} off the whole order instead of ${planned.headerDiscount} ${draft.currency}`;
  if (order.total !== null && compareDecimals(order.total, planned.amount) === 0) return null;
  return `a total of ${order.total ?? '0'} ${draft.currency} instead of ${planned.amount} ${draft.currency}`;
}

/** With the ERP's price where the plan leaves it to the ERP. */
function plannedTotals(draft: OrderDraft, order: Pick<Order, 'lines'>, percent?: PercentRounding): Totals {
  const priceOf = (reference: string): string => order.lines.find((line) => line.reference === reference)?.unitPrice ?? '0';
  return totalsOf({ ...draft, lines: draft.lines.map((line) => ({ ...line, unitPrice: line.unitPrice ?? priceOf(line.reference) })) }, percent);
}
