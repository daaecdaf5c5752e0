import * as z from 'zod';
import { defineTransform } from './transform.ts';

export const pad = defineTransform({
  name: 'pad',
  does: 'Fills a text up to a length with a character, at the start or the end.',
  options: z.strictObject({ length: z.int().min(1).max(1000), with: z.string().length(1).optional(), at: z.enum(['start', 'end']).optional() }),
  run: (value, options) => ({ value: options.at === 'end' ? value.padEnd(options.length, options.with ?? ' ') : value.padStart(options.length, options.with ?? '0') }),
});
