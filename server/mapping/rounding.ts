import { Decimal } from 'decimal.js';
import type { RoundingRule } from './transforms/options.ts';

// Own copy: results must not depend on what somebody else sets on the shared class.
const Exact = Decimal.clone({ precision: 60, toExpNeg: -100, toExpPos: 100 });

const MODES: Readonly<Record<RoundingRule, Decimal.Rounding>> = { 'half-up': Decimal.ROUND_HALF_UP, 'half-even': Decimal.ROUND_HALF_EVEN, up: Decimal.ROUND_UP, down: Decimal.ROUND_DOWN };

const plain = (value: Decimal): string => (value.isZero() ? '0' : value.toFixed());

/** A decimal number with at most so many places, by a named rule. */
export const roundDecimal = (text: string, places: number, rule: RoundingRule): string => plain(new Exact(text).toDecimalPlaces(places, MODES[rule]));

/** Most places of a quotient that counts as exact. */
const MOST_PLACES = 12;

/** a × b ÷ c, exact; null when it has more than 12 places, is too large to be one exactly, or c is zero. */
export function exactly(a: string, b: string, c: string): string | null {
  const divisor = new Exact(c);
  if (divisor.isZero()) return null;
  const product = new Exact(a).times(b);
  const quotient = product.dividedBy(divisor).toDecimalPlaces(MOST_PLACES);
  return quotient.times(divisor).equals(product) ? plain(quotient) : null;
}

/** a × b ÷ c with so many places by a named rule; null when c is zero. */
export function rounded(a: string, b: string, c: string, places: number, rule: RoundingRule): string | null {
  const divisor = new Exact(c);
  return divisor.isZero() ? null : plain(new Exact(a).times(b).dividedBy(divisor).toDecimalPlaces(places, MODES[rule]));
}
