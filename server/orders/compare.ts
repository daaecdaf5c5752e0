import { compareDecimals, isZero } from '../kernel/money.ts';
import type { Order, OrderDraft, OrderDraftLine, OrderLine } from '../model/order.ts';
import { totalsOf } from './totals.ts';

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
  if (total === undefined || compareDecimals(total.amount, found.amount) === 0) return null;
  return `${found.amount} ${currency} for ${found.itemNumber.trim()} instead of ${total.amount} ${currency}`;
}
