import * as z from 'zod';
import { defineTransform } from './transform.ts';

export const trim = defineTransform({
  name: 'trim',
  does: 'Takes blanks off both ends, and with inner: true makes one blank of several.',
  options: z.strictObject({ inner: z.boolean().optional() }),
  run: (value, options) => ({ value: options.inner === true ? value.trim().replace(/\s+/g, ' ') : value.trim() }),
});
