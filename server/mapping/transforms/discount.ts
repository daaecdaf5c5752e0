import { compareDecimals } from '../../kernel/money.ts';
import { stop, type Stop } from '../problems.ts';
import { exactly, rounded } from '../rounding.ts';
import { toDecimal, type Value } from '../value.ts';
import type { RoundingRule } from './options.ts';
import type { TransformAnswer, TransformContext } from './transform.ts';

export interface Rounding {
  decimals?: number | undefined;
  rule?: RoundingRule | undefined;
}

/** A number of the record by its path. */
export function numberAt(context: TransformContext, path: string): string | Stop {
  const value: Value = context.read(path);
  const number = value === null || typeof value === 'boolean' ? null : toDecimal(value);
  return number ?? stop('not-a-number', `${path} is ${value === null ? 'empty' : `"${String(value)}", no number`}`, `Fill ${path}.`);
}

/** a × b ÷ c, rounded only where the mapping says how. */
export function calculate(a: string, b: string, c: string, rounding: Rounding): TransformAnswer {
  const exact = exactly(a, b, c);
  if (exact !== null && rounding.decimals === undefined) return { value: exact };
  if (rounding.decimals === undefined) return stop('not-exact', `${a} × ${b} ÷ ${c} has no exact result`, 'Say in the mapping how to round (decimals, rule).');
  const result = rounded(a, b, c, rounding.decimals, rounding.rule ?? 'half-up');
  if (result === null) return stop('out-of-range', 'the amount to divide by is zero', 'Correct price and quantity.');
  return { value: result, ...(result === exact ? {} : { remark: `rounded ${rounding.rule ?? 'half-up'} to ${rounding.decimals} places` }) };
}

export const isBetween = (value: string, low: string, high: string): boolean => compareDecimals(value, low) >= 0 && compareDecimals(value, high) <= 0;
