import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../net/http-client.ts';
import type { BatchAnswer } from '../odata/batch.ts';
import { refusedWrite } from '../refused-write.ts';

const envelope = z.object({ error: z.object({ code: z.string().default(''), message: z.string().default('') }) });
const SAME_KEY = 'Internal_EntityWithSameKeyExists';
const LOCKED = /locked by another user|deadlock/i;
/** Ours, when an earlier write came through after all: what is there is looked up again (texts of the order buffer's own code). */
const THERE_ALREADY = /a line already exists|duplicate sequence number/i;

/** By code first, then by status (business-central.md §8). */
export function classify(request: HttpRequest, response: BatchAnswer, write: boolean): CrossledgerError {
  const { status } = response;
  const { code, message } = readEnvelope(response.text);
  const problem = message === '' ? `HTTP ${status}` : message;
  if (status === 401) return new CrossledgerError('erp.sign-in', { problem });
  if (status === 403 || code.startsWith('Authorization_')) return new CrossledgerError('erp.forbidden', { problem });
  if (status === 429 || code === 'Application_TooManyRequests') return new CrossledgerError('erp.throttled', { seconds: 0 });
  // A lock is told by its status too, as its text may be in another language.
  if (code === 'Request_EntityChanged' || LOCKED.test(message) || ((status === 409 || status === 412) && code !== SAME_KEY)) return new CrossledgerError('erp.unavailable', { problem: 'the record is changed or locked by somebody else' });
  if (write && (code === SAME_KEY || THERE_ALREADY.test(message))) return new CrossledgerError('erp.unavailable', { problem });
  if (status === 404) return new CrossledgerError('erp.answer', { problem: `HTTP 404 to "${request.step}"`, status });
  if (status >= 500 || status === 408) return write ? new CrossledgerError('erp.unknown-outcome', { step: request.step }, { outcome: 'unknown' }) : new CrossledgerError('erp.unavailable', { problem });
  return write ? refusedWrite(request, problem) : new CrossledgerError('erp.answer', { problem, status });
}

/** The set is not published, or the row with this id is not there. */
export const isMissing = (error: unknown): boolean => error instanceof CrossledgerError && error.code === 'erp.answer' && error.details['status'] === 404;

function readEnvelope(body: string): { code: string; message: string } {
  const read = envelope.safeParse(parseJson(body));
  if (!read.success) return { code: '', message: '' };
  return { code: read.data.error.code, message: read.data.error.message.replace(/\s*CorrelationId:\s*[0-9a-f-]+\.?\s*$/i, '').trim() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
