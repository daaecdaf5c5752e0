import * as z from 'zod';
import { defineTransform } from './transform.ts';

export const letterCase = defineTransform({
  name: 'case',
  does: 'Writes a text in capitals (upper) or small letters (lower).',
  options: z.strictObject({ to: z.enum(['upper', 'lower']) }),
  run: (value, options) => ({ value: options.to === 'upper' ? value.toUpperCase() : value.toLowerCase() }),
});
