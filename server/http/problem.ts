import type { Response } from 'express';
import type { Problem } from '../contract/problem.ts';
import { asError, CrossledgerError } from '../kernel/errors.ts';

/** RFC 9457, in the words of the table of codes. Details and causes stay inside. */
export const problemOf = (error: CrossledgerError, requestId: string): Problem => ({
  type: `urn:crossledger:error:${error.code}`,
  title: error.message,
  status: error.entry.status,
  detail: sentenceOf(error),
  code: error.code,
  fixer: error.entry.fixer,
  next: nextOf(error),
  requestId,
});

const nextOf = (error: CrossledgerError): string => error.entry.next.replace('{seconds}', String(error.details['seconds'] ?? 'some'));
const sentenceOf = (error: CrossledgerError): string => `${error.message} ${nextOf(error)}`;

export function sendProblem(res: Response, error: CrossledgerError, requestId: string): void {
  if (error.entry.status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
  if (error.retryAfterMs !== undefined) res.setHeader('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  res.status(error.entry.status).type('application/problem+json').send(JSON.stringify(problemOf(error, requestId)));
}

/** What the web framework throws on its own, as our errors. */
export function fromFramework(thrown: unknown, limit: string): CrossledgerError {
  if (thrown instanceof CrossledgerError) return thrown;
  const { type, status } = thrown as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') return new CrossledgerError('request.too-large', { limit });
  if (type === 'encoding.unsupported') return new CrossledgerError('request.media-type');
  if (typeof status === 'number' && status >= 400 && status < 500) return new CrossledgerError('request.invalid', { problem: 'the address or the transfer of the body is broken' }, { cause: thrown });
  return asError(thrown);
}
