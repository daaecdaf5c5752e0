import { Decimal } from 'decimal.js';
import { minorUnits } from '../kernel/money.ts';
import type { OrderDraft, OrderDraftLine } from '../model/order.ts';

/** One line in the order's currency. Amounts of negative lines are negative. */
export interface LineTotal {
  reference: string;
  /** Quantity × price, rounded. */
  gross: string;
  /** Taken off by the line's own percent and amount. */
  discount: string;
  /** Its part of the header's discount. */
  headerDiscount: string;
  /** gross − discount − headerDiscount. */
  amount: string;
}

/** What an order comes to before tax is added; decimal text in `currency`, with its minor units. */
export interface Totals {
  currency: string;
  lines: LineTotal[];
  /** Sum of the lines before the header's discount. */
  subtotal: string;
  headerDiscount: string;
  /** subtotal − headerDiscount. */
  amount: string;
}

type Priced = Pick<OrderDraftLine, 'reference' | 'quantity' | 'discountPercent' | 'discountAmount'> & { unitPrice: string };
export type TotalsInput = Pick<OrderDraft, 'currency' | 'discountPercent' | 'discountAmount'> & { lines: readonly Priced[] };

/** How an ERP takes a line's percentage off: of the exact amount, or as an amount that is rounded on its own. */
export type PercentRounding = 'exact' | 'rounded';

/**
 * Net total of an order to the smallest coin. Each line is rounded on its own, half away from zero, to the currency's minor units, and
 * the rounded lines are added. A line's percent comes off first, then its amount; the header's percent comes off the subtotal, then its
 * amount. Prices count as given, with tax in them or without.
 */
export function totalsOf(order: TotalsInput, percent: PercentRounding = 'exact'): Totals {
  const { currency } = order;
  const nets = order.lines.map((line) => lineNet(line, currency, percent));
  const subtotal = plus(nets);
  const headerDiscount = round(subtotal.times(order.discountPercent ?? 0).dividedBy(100).plus(order.discountAmount ?? 0), currency);
  const parts = distribute(headerDiscount, nets, currency);
  const text = (value: Decimal): string => coins(value, currency);
  return {
    currency,
    lines: order.lines.map((line, at) => {
      const gross = round(new Decimal(line.quantity).times(line.unitPrice), currency);
      const net = nets[at] ?? ZERO;
      const part = parts[at] ?? ZERO;
      return { reference: line.reference, gross: text(gross), discount: text(gross.minus(net)), headerDiscount: text(part), amount: text(net.minus(part)) };
    }),
    subtotal: text(subtotal),
    headerDiscount: text(headerDiscount),
    amount: text(subtotal.minus(headerDiscount)),
  };
}

/** Splits an amount whose price has tax in it: net rounded, the rest is tax, so that both add up to what the customer pays. */
export function splitTax(amount: string, taxPercent: string, currency: string): { net: string; tax: string } {
  const whole = round(new Decimal(amount), currency);
  const net = round(whole.dividedBy(new Decimal(taxPercent).dividedBy(100).plus(1)), currency);
  return { net: coins(net, currency), tax: coins(whole.minus(net), currency) };
}

/** Parts of a whole in proportion to weights; they add up to the whole exactly, whatever is rounded. Weights that cancel out leave it on the first. */
export function distributeAmount(whole: string, weights: readonly string[], currency: string): string[] {
  const parts = distribute(round(new Decimal(whole), currency), weights.map((weight) => new Decimal(weight)), currency);
  return parts.map((part) => coins(part, currency));
}

const ZERO = new Decimal(0);
const plus = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), ZERO);
/** ROUND_HALF_UP of decimal.js is half away from zero. */
const round = (value: Decimal, currency: string): Decimal => value.toDecimalPlaces(minorUnits(currency), Decimal.ROUND_HALF_UP);
/** Never `-0.00`. */
const coins = (value: Decimal, currency: string): string => (value.isZero() ? ZERO : value).toFixed(minorUnits(currency));

function lineNet(line: Priced, currency: string, percent: PercentRounding): Decimal {
  const whole = new Decimal(line.quantity).times(line.unitPrice);
  const off = line.discountAmount ?? 0;
  if (percent === 'exact') return round(whole.times(new Decimal(100).minus(line.discountPercent)).dividedBy(100).minus(off), currency);
  const gross = round(whole, currency);
  return round(gross.minus(round(gross.times(line.discountPercent).dividedBy(100), currency)).minus(off), currency);
}

/** Rounds the running sums, not the parts: what one part loses the next one gets. */
function distribute(whole: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const total = plus(weights);
  if (total.isZero()) return weights.map((_, at) => (at === 0 ? whole : ZERO));
  let running = ZERO;
  let given = ZERO;
  return weights.map((weight) => {
    running = running.plus(weight);
    const upToHere = round(whole.times(running).dividedBy(total), currency);
    const part = upToHere.minus(given);
    given = upToHere;
    return part;
  });
}
