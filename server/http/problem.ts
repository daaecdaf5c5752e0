import type { Response } from 'express';
import type { Problem } from '../contract/problem.ts';
import { asError, CrossledgerError } from '../kernel/errors.ts';
import { sentencesOf, type Language } from '../kernel/sentences.ts';

/** When the far end did not say how long to wait. */
const SOME: Readonly<Record<Language, string>> = { en: 'some', de: 'einigen' };

/** RFC 9457, in the words of the table of codes. Details and causes stay inside. */
export function problemOf(error: CrossledgerError, requestId: string, language: Language): Problem {
  const { says: title, next } = sentencesOf(error.code, { seconds: SOME[language], ...error.details }, language);
  return { type: `urn:crossledger:error:${error.code}`, title, status: error.entry.status, detail: `${title} ${next}`, code: error.code, fixer: error.entry.fixer, next, requestId };
}

export function sendProblem(res: Response, error: CrossledgerError, requestId: string, language: Language): void {
  if (error.entry.status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
  if (error.retryAfterMs !== undefined) res.setHeader('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterMs / 1000))));
  res.setHeader('Content-Language', language);
  res.status(error.entry.status).type('application/problem+json').send(JSON.stringify(problemOf(error, requestId, language)));
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
