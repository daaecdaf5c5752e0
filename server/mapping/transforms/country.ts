import * as z from 'zod';
import { alpha3Of, countryCode } from '../../kernel/countries.ts';
import { stop } from '../problems.ts';
import { onUnknown } from './options.ts';
import { defineTransform } from './transform.ts';
import { decide } from './unknown.ts';

export const country = defineTransform({
  name: 'country',
  does: 'Writes a country, given by name or code, as ISO 3166 code of two (alpha2) or three letters (alpha3).',
  options: z.strictObject({ to: z.enum(['alpha2', 'alpha3']), onUnknown: onUnknown.optional() }),
  run: (value, options) => {
    const code = countryCode(value);
    const written = code === null ? null : options.to === 'alpha2' ? code : alpha3Of(code);
    if (written !== null) return { value: written };
    return decide(options.onUnknown, value, stop('not-a-country', `"${value}" is no country`, 'Write the country by its name or its ISO code.'));
  },
});
