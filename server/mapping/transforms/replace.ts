import * as z from 'zod';
import { defineTransform } from './transform.ts';

export const replace = defineTransform({
  name: 'replace',
  does: 'Replaces each occurrence of a text (no pattern) by another.',
  options: z.strictObject({ this: z.string().min(1), by: z.string() }),
  run: (value, options) => ({ value: value.replaceAll(options.this, () => options.by) }),
});
