import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../net/http-client.ts';
import type { BatchAnswer } from '../odata/batch.ts';
import { namesUnknownField, refusedWrite } from '../refused-write.ts';

const envelope = z.object({
  error: z.object({
    message: z.string().optional(),
    innererror: z.object({ message: z.string().optional(), type: z.string().optional() }).optional(),
  }),
});

const TRANSIENT = /update conflict|deadlock|has been changed by another/i;
const QUERY = /Could not find a property|query specified in the URI|No HTTP resource was found/i;
const NOISE = /^(validateField|validateWrite|validateDelete) failed|^Update has been canceled/i;
const LONGEST = 400;

/**
 * Status alone does not tell (fno.md §4): the inner error decides first, then the status. A refusal by the application's own
 * write is definite whatever its status; any other 5xx of a write leaves the outcome unknown.
 */
export function classify(request: HttpRequest, response: BatchAnswer, write: boolean): CrossledgerError {
  const { status } = response;
  const said = readEnvelope(response.text);
  const problem = said.text === '' ? `HTTP ${status}` : said.text;
  if (/AxODataWriteException$/.test(said.type)) return TRANSIENT.test(said.text) ? new CrossledgerError('erp.unavailable', { problem }) : refusedWrite(request, problem);
  if (status === 429) return new CrossledgerError('erp.throttled', { seconds: 0 });
  if (status === 412 || status === 409) return new CrossledgerError('erp.unavailable', { problem: 'the record was changed by somebody else meanwhile' });
  if (status === 403) return new CrossledgerError('erp.forbidden', { problem });
  if (status === 401) return new CrossledgerError('erp.sign-in', { problem });
  if (status === 500 && /InvalidOperationException$/.test(said.type) && said.text.startsWith('Exception occurred while executing action')) return new CrossledgerError('erp.refused', { problem });
  if (status >= 500) return write ? new CrossledgerError('erp.unknown-outcome', { step: request.step }, { outcome: 'unknown' }) : new CrossledgerError('erp.unavailable', { problem });
  if (TRANSIENT.test(said.text)) return new CrossledgerError('erp.unavailable', { problem });
  if (write && status === 400 && namesUnknownField(problem)) return refusedWrite(request, problem);
  if (!write || status === 404 || QUERY.test(said.text)) return new CrossledgerError('erp.answer', { problem: status === 404 ? `HTTP 404 to "${request.step}"` : problem, status });
  return refusedWrite(request, problem);
}

/** Whether the set itself is not published: reads filter, so a missing row is an empty page and never a 404. */
export const isMissing = (error: unknown): boolean => error instanceof CrossledgerError && error.code === 'erp.answer' && error.details['status'] === 404;

function readEnvelope(body: string): { type: string; text: string } {
  const read = envelope.safeParse(parseJson(body));
  if (!read.success) return { type: '', text: '' };
  const { message, innererror } = read.data.error;
  return { type: innererror?.type ?? '', text: infolog(innererror?.message ?? message ?? '') };
}

/** `Write failed for table row of type 'X'. Infolog: Error: a.; Warning: b.` to `a. b.`, without the platform's own noise. */
function infolog(message: string): string {
  const entries = message
    .replace(/^Write failed for table row of type '[^']*'\.\s*(Infolog:\s*)?/, '')
    .split(/;\s+(?=(?:Info|Warning|Error):)/)
    .map((entry) => entry.replace(/^(Info|Warning|Error):\s*/, '').replace(/\s+/g, ' ').replace(/\.{2,}$/, '.').trim());
  const telling = entries.filter((entry) => entry !== '' && !NOISE.test(entry));
  const words = (telling.length > 0 ? telling : entries).join(' ');
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
