import * as z from 'zod';
import { stop } from '../problems.ts';
import { toDecimal } from '../value.ts';
import { calculate, isBetween, numberAt } from './discount.ts';
import { decimals, path, roundingRule } from './options.ts';
import { defineTransform, type TransformAnswer } from './transform.ts';

export const discountPercent = defineTransform({
  name: 'discountPercent',
  does: 'Makes a discount in percent of a percentage (12.5), a fraction (0.125), or an amount off a price.',
  options: z.strictObject({
    from: z.enum(['percent', 'fraction', 'amount']),
    /** For `amount`: path of the gross amount that the discount is taken off. */
    of: path.optional(),
    decimals: decimals.optional(),
    rule: roundingRule.optional(),
  }).refine((options) => (options.from === 'amount') === (options.of !== undefined), '"of" belongs to from: amount, and only to it'),
  paths: (options) => [options.of],
  run: (value, options, context) => {
    const number = toDecimal(value);
    if (number === null) return stop('not-a-number', `"${value}" is no number`, 'Correct the discount.');
    const answer = percentOf(number, options, (at) => numberAt(context, at));
    if ('problem' in answer || typeof answer.value !== 'string' || isBetween(answer.value, '0', '100')) return answer;
    return stop('out-of-range', `a discount of ${answer.value} % is not between 0 and 100`, 'Correct the discount.');
  },
});

function percentOf(number: string, options: { from: string; of?: string | undefined; decimals?: number | undefined; rule?: z.infer<typeof roundingRule> | undefined }, read: (path: string) => ReturnType<typeof numberAt>): TransformAnswer {
  if (options.from === 'percent') return calculate(number, '1', '1', options);
  if (options.from === 'fraction') return calculate(number, '100', '1', options);
  const gross = read(options.of ?? '');
  return typeof gross === 'string' ? calculate(number, '100', gross, options) : gross;
}
