import * as z from 'zod';
import { defineTransform } from './transform.ts';

export const taxId = defineTransform({
  name: 'taxId',
  does: 'Writes a tax id without blanks and punctuation, in capitals.',
  options: z.strictObject({}),
  run: (value) => ({ value: value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase() }),
});
