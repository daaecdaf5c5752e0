import * as z from 'zod';
import { stop } from '../problems.ts';
import { onUnknown } from './options.ts';
import { defineTransform } from './transform.ts';
import { decide } from './unknown.ts';

export const unit = defineTransform({
  name: 'unit',
  does: 'Writes a unit as the ERP names it, by a table; units are compared without case.',
  options: z.strictObject({ table: z.record(z.string(), z.string()), onUnknown: onUnknown.optional() }),
  run: (value, options) => {
    const wanted = value.trim().toLowerCase();
    const row = Object.entries(options.table).find(([name]) => name.trim().toLowerCase() === wanted);
    if (row !== undefined) return { value: row[1] };
    return decide(options.onUnknown, value, stop('unknown-unit', `the unit "${value}" is not in the table`, 'Add it to the table of the mapping, or correct the unit of the product.'));
  },
});
