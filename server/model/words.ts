import * as z from 'zod';

/** From what a sentence beside it is made in any language. */
export const words = z.object({
  /** Class of what is said, `area.reason`. */
  code: z.string(),
  params: z.record(z.string(), z.unknown()).describe('what is filled in: text, a number, or words again'),
});
