import * as z from 'zod';

/** RFC 9457 problem+json, with who can fix it and what happens next. */
export const problem = z.object({
  type: z.string().describe('urn:crossledger:error:<code>'),
  title: z.string().describe('what and where, one sentence'),
  status: z.int(),
  detail: z.string().describe('title and next in one text, for a person'),
  code: z.string().describe('area.reason'),
  fixer: z.enum(['rep', 'admin', 'finance', 'erp', 'nobody']),
  next: z.string().describe('what happens next'),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problem>;
