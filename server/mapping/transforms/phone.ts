import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import * as z from 'zod';
import { countryCode } from '../../kernel/countries.ts';
import { stop } from '../problems.ts';
import { asText } from '../value.ts';
import { onUnknown, path } from './options.ts';
import { defineTransform } from './transform.ts';
import { decide } from './unknown.ts';

export const phone = defineTransform({
  name: 'phone',
  does: 'Writes a phone number as E.164 (+4930123456); national numbers get the prefix of a country in the record.',
  options: z.strictObject({
    /** Path of the country of national numbers. */
    country: path.optional(),
    onUnknown: onUnknown.optional(),
  }),
  paths: (options) => [options.country],
  run: (value, options, context) => {
    const country = options.country === undefined ? null : countryCode(asText(context.read(options.country)));
    const number = parsePhoneNumberFromString(value, country === null ? undefined : (country as CountryCode));
    if (number?.isPossible() === true && number.isValid()) return { value: number.number };
    const where = country === null ? '' : ` in ${country}`;
    return decide(options.onUnknown, value, stop('not-a-phone', `"${value}" is no phone number${where}`, 'Write it with the country prefix, +49 30 123456.'));
  },
});
