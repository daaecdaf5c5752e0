import * as z from 'zod';
import { stop } from '../problems.ts';
import { onUnknown } from './options.ts';
import { defineTransform } from './transform.ts';
import { decide } from './unknown.ts';

const KNOWN = new Set(Intl.supportedValuesOf('currency'));

export const currency = defineTransform({
  name: 'currency',
  does: 'Writes an ISO 4217 currency code in capitals and refuses what is none.',
  options: z.strictObject({ onUnknown: onUnknown.optional() }),
  run: (value, options) => {
    const code = value.trim().toUpperCase();
    if (KNOWN.has(code)) return { value: code };
    return decide(options.onUnknown, value, stop('not-a-currency', `"${value}" is no currency`, 'Use an ISO code such as EUR.'));
  },
});
