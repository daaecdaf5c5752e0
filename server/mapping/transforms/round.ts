import * as z from 'zod';
import { stop } from '../problems.ts';
import { roundDecimal } from '../rounding.ts';
import { toDecimal } from '../value.ts';
import { decimals, roundingRule } from './options.ts';
import { defineTransform } from './transform.ts';

export const round = defineTransform({
  name: 'round',
  does: 'Rounds a number to so many places by a named rule: half-up (as both ERPs do), half-even, up, down.',
  options: z.strictObject({ decimals, rule: roundingRule }),
  run: (value, options) => {
    const number = toDecimal(value);
    if (number === null) return stop('not-a-number', `"${value}" is no number`, 'Correct the number.');
    return { value: roundDecimal(number, options.decimals, options.rule) };
  },
});
