import * as z from 'zod';
import { lookupKey } from '../lookups.ts';
import { stop } from '../problems.ts';
import { onUnknown } from './options.ts';
import { defineTransform } from './transform.ts';
import { decide } from './unknown.ts';

const property = z.string().regex(/^[A-Za-z]\w*$/, 'must be the name of a property');

export const lookup = defineTransform({
  name: 'lookup',
  does: 'Gives a property of the row of an ERP set that has the value in another property.',
  options: z.strictObject({ set: property, by: property, give: property, onUnknown: onUnknown.optional() }),
  run: (value, options, context) => {
    const { set, by, give } = options;
    const found = context.lookups.get(lookupKey({ set, by, give, value }));
    if (found !== undefined && found !== null && found !== '') return { value: found, remark: `found in ${set}` };
    if (found === undefined) return decide(options.onUnknown, value, stop('lookup-not-read', `${set} was not asked for "${value}"`, 'It is asked at the next try.'));
    return decide(options.onUnknown, value, stop('lookup-missing', `${set} has no row with ${by} "${value}"`, 'Create it in the ERP, or correct the value.'));
  },
});
