import * as z from 'zod';
import { cutText } from '../text-length.ts';
import { defineTransform } from './transform.ts';

export const cut = defineTransform({
  name: 'cut',
  does: 'Cuts a text to a length, never inside a character.',
  options: z.strictObject({ length: z.int().min(1).max(10_000) }),
  run: (value, options) => {
    const short = cutText(value, options.length);
    return short.length === value.length ? { value } : { value: short, remark: `cut from ${value.length} to ${short.length} characters` };
  },
});
