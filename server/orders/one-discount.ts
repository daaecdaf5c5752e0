import type { Erp } from '../connectors/connector.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { compareDecimals, isNegative, isZero } from '../kernel/money.ts';
import type { OrderDraft } from '../model/order.ts';
import { totalsOf } from './totals.ts';

/**
 * The draft with one amount, in its currency, for what comes off the whole order, where the ERP takes it when the lines are there; the
 * draft itself elsewhere. Throws order.values for a discount that the lines do not bear, or a percentage of prices that only the ERP knows.
 */
export function withOneDiscount(draft: OrderDraft, { orderPush, percentRounding }: Erp['capabilities']): OrderDraft {
  const { discountPercent = '0', discountAmount = '0', ...rest } = draft;
  if (orderPush?.setDiscount === undefined || (isZero(discountPercent) && isZero(discountAmount))) return draft;
  const lines = draft.lines.flatMap((line) => (line.unitPrice === null ? [] : [{ ...line, unitPrice: line.unitPrice }]));
  const isPriced = lines.length === draft.lines.length;
  if (!isPriced && !isZero(discountPercent)) throw refusal(`${discountPercent} % off the whole order cannot be worked out, because the ERP sets the prices of its lines.`);
  const { headerDiscount, subtotal, currency } = totalsOf({ ...draft, lines }, percentRounding);
  if (isZero(headerDiscount)) return rest;
  if (isNegative(headerDiscount)) throw refusal(`${headerDiscount} ${currency} off the whole order is no discount.`);
  if (isPriced && compareDecimals(headerDiscount, subtotal) > 0) throw refusal(`${headerDiscount} ${currency} cannot be taken off lines that come to ${subtotal} ${currency}.`);
  return { ...rest, discountAmount: headerDiscount };
}

const refusal = (problems: string): CrossledgerError => new CrossledgerError('order.values', { problems });
