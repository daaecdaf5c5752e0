import { CrossledgerError } from '../kernel/errors.ts';
import type { Clock } from '../kernel/clock.ts';
import type { HttpRequest, HttpResponse } from './http-client.ts';
import { onlyAsks, type Layer } from './layer.ts';
import { readRetryAfter } from './retry-after.ts';

/** Turns the statuses that no connector should have to think about into errors (see `Send`). */
export const outcomeLayer =
  (clock: Clock): Layer =>
  (next) =>
  async (request, context) => {
    const response = await next(request, context);
    const failure = failureOf(request, response, clock.now());
    if (failure !== undefined) throw failure;
    return response;
  };

function failureOf(request: HttpRequest, response: HttpResponse, nowMs: number): CrossledgerError | undefined {
  const { status } = response;
  const retryAfterMs = readRetryAfter(response.headers['retry-after'], nowMs);
  const hint = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return new CrossledgerError('erp.throttled', { seconds: Math.ceil((retryAfterMs ?? 0) / 1000) }, hint);
  if (status >= 300 && status < 400 && status !== 304) return new CrossledgerError('erp.answer', { problem: `HTTP ${status}; redirects are not followed` });
  if (status !== 408 && status < 500) return undefined;
  if (onlyAsks(request)) return new CrossledgerError('erp.unavailable', { problem: `HTTP ${status}` }, hint);
  if (hasErrorEnvelope(response)) return undefined;
  return new CrossledgerError('erp.unknown-outcome', { step: request.step }, { ...hint, outcome: 'unknown' });
}

/** `{"error":{…}}` or a batch: the application itself answered, so the connector can tell what happened (fno.md §4: business errors arrive as 500 too). */
function hasErrorEnvelope(response: HttpResponse): boolean {
  if (!(response.headers['content-type'] ?? '').includes('json')) return false;
  try {
    const body: unknown = JSON.parse(response.text);
    return typeof body === 'object' && body !== null && 'error' in body;
  } catch {
    return false;
  }
}
