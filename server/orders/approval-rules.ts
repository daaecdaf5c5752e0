import { Decimal } from 'decimal.js';
import type { ApprovalRules } from '../contract/admin.ts';
import type { Finance } from '../model/finance.ts';
import type { OrderDraft } from '../model/order.ts';
import { totalsOf, type PercentRounding } from './totals.ts';

/** Stands in the plan of an order whose customer does not exist yet; as short as customer numbers are, so that mappings take it. */
export const NEW_CUSTOMER = '(new customer)';
/** The same for a contact that was not looked up or created yet. */
export const NEW_CONTACT = '(contact)';

export const hasRules = (rules: ApprovalRules | undefined): rules is ApprovalRules =>
  rules !== undefined && (rules.amountAbove.length > 0 || rules.discountPercentAbove !== null || rules.newCustomer || rules.creditExceeded);

/** Which rules want a person to look at this plan, each with the values that it judged; none when it may go. `finance` is what the ERP says of the customer, null for a new one. */
export function trippedRules(rules: ApprovalRules, draft: OrderDraft, finance: Finance | null, percentRounding: PercentRounding | undefined): string[] {
  const net = netAmount(draft, percentRounding);
  return [
    ...amountRule(rules, draft, net),
    ...discountRule(rules, draft),
    ...(rules.newCustomer && draft.customerNumber === NEW_CUSTOMER ? ['the customer is new'] : []),
    ...(rules.creditExceeded ? creditRule(draft, net, finance) : []),
  ];
}

/** Null when the ERP prices a line. */
function netAmount(draft: OrderDraft, percentRounding: PercentRounding | undefined): string | null {
  const lines = draft.lines.map((line) => ({ ...line, unitPrice: line.unitPrice ?? '' }));
  return lines.some((line) => line.unitPrice === '') ? null : totalsOf({ ...draft, lines }, percentRounding).amount;
}

function amountRule({ amountAbove }: ApprovalRules, { currency }: OrderDraft, net: string | null): string[] {
  if (amountAbove.length === 0) return [];
  if (net === null) return ['the ERP sets its prices, so that its amount is not known'];
  const limit = amountAbove.find((candidate) => candidate.currency === currency);
  if (limit === undefined) return [`its amount of ${net} ${currency} is in a currency without a limit`];
  return new Decimal(net).greaterThan(limit.amount) ? [`its amount of ${net} ${currency} is above ${limit.amount} ${currency}`] : [];
}

function discountRule({ discountPercentAbove }: ApprovalRules, draft: OrderDraft): string[] {
  if (discountPercentAbove === null) return [];
  const highest = Decimal.max(0, ...draft.lines.map((line) => effectivePercent(draft, line)));
  return highest.greaterThan(discountPercentAbove) ? [`a discount of ${highest.toDecimalPlaces(2, Decimal.ROUND_UP).toFixed()} % is above ${discountPercentAbove} %`] : [];
}

/** Percent and amount of the line, then those of the whole order, in percent of the line's full price. */
function effectivePercent(draft: OrderDraft, line: OrderDraft['lines'][number]): Decimal {
  const full = new Decimal(line.quantity).times(line.unitPrice ?? 0);
  const ofLine = new Decimal(line.discountPercent).plus(shareOf(line.discountAmount, full));
  const subtotal = draft.lines.reduce((sum, each) => sum.plus(new Decimal(each.quantity).times(each.unitPrice ?? 0).times(new Decimal(100).minus(each.discountPercent)).dividedBy(100).minus(each.discountAmount ?? 0)), new Decimal(0));
  const ofOrder = new Decimal(draft.discountPercent ?? 0).plus(shareOf(draft.discountAmount, subtotal));
  return new Decimal(100).minus(new Decimal(100).minus(ofLine).times(new Decimal(100).minus(ofOrder)).dividedBy(100));
}

/** An amount off nothing counts as everything. */
function shareOf(amount: string | undefined, whole: Decimal): Decimal {
  if (amount === undefined || new Decimal(amount).isZero()) return new Decimal(0);
  return whole.isZero() ? new Decimal(100) : new Decimal(amount).times(100).dividedBy(whole);
}

function creditRule(draft: OrderDraft, net: string | null, finance: Finance | null): string[] {
  // A customer that is made by this order owes nothing and has no limit of its own yet.
  if (finance === null) return draft.customerNumber === NEW_CUSTOMER ? [] : ['the ERP does not say what credit is left'];
  if (finance.headroom === null) return [];
  if (finance.currency !== draft.currency) return [`its amount in ${draft.currency} cannot be compared with the credit left of ${finance.headroom} ${finance.currency}`];
  if (net === null) return ['the ERP sets its prices, so that it cannot be compared with the credit left'];
  return new Decimal(net).greaterThan(finance.headroom) ? [`its amount of ${net} ${draft.currency} exceeds the credit left of ${finance.headroom} ${finance.currency}`] : [];
}
