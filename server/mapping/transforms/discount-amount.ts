import * as z from 'zod';
import { stop } from '../problems.ts';
import { toDecimal } from '../value.ts';
import { calculate, numberAt } from './discount.ts';
import { decimals, path, roundingRule } from './options.ts';
import { defineTransform } from './transform.ts';

export const discountAmount = defineTransform({
  name: 'discountAmount',
  does: 'Makes a discount amount: of a percentage of a price, or from the whole line to one unit and back.',
  options: z.strictObject({
    from: z.enum(['percent', 'line', 'unit']),
    to: z.enum(['line', 'unit']),
    /** Path of the quantity; needed where line and unit differ. */
    quantity: path.optional(),
    /** For `percent`: path of the price of one unit. */
    price: path.optional(),
    decimals: decimals.optional(),
    rule: roundingRule.optional(),
  }).refine((options) => options.from !== 'percent' || options.price !== undefined, 'from: percent needs the path of the price')
    .refine((options) => options.quantity !== undefined || options.from === options.to || (options.from === 'percent' && options.to === 'unit'), 'needs the path of the quantity'),
  paths: (options) => [options.quantity, options.price],
  run: (value, options, context) => {
    const number = toDecimal(value);
    if (number === null) return stop('not-a-number', `"${value}" is no number`, 'Correct the discount.');
    const quantity = options.quantity === undefined ? '1' : numberAt(context, options.quantity);
    const price = options.price === undefined ? '1' : numberAt(context, options.price);
    if (typeof quantity !== 'string') return quantity;
    if (typeof price !== 'string') return price;
    if (options.from === 'percent') return percent(number, price, options.to === 'line' ? quantity : '1', options);
    if (options.from === options.to) return calculate(number, '1', '1', options);
    return options.to === 'unit' ? calculate(number, '1', quantity, options) : calculate(number, quantity, '1', options);
  },
});

function percent(number: string, price: string, quantity: string, rounding: { decimals?: number | undefined; rule?: z.infer<typeof roundingRule> | undefined }) {
  const gross = calculate(price, quantity, '1', {});
  return 'problem' in gross || typeof gross.value !== 'string' ? gross : calculate(number, gross.value, '100', rounding);
}
