import { CrossledgerError } from '../kernel/errors.ts';
import type { CallContext, HttpRequest, HttpResponse } from './http-client.ts';
import { orAborted, type Layer } from './layer.ts';

/**
 * Equal live GETs in flight share one answer. Look-ups of the work lane never share: one that started before a write
 * must not answer a question asked after it.
 */
export function coalesceLayer(): Layer {
  const inFlight = new Map<string, Promise<HttpResponse>>();
  return (next) => {
    const lead = (key: string, request: HttpRequest, context: CallContext): Promise<HttpResponse> => {
      const answer = next(request, context).finally(() => {
        if (inFlight.get(key) === answer) inFlight.delete(key);
      });
      inFlight.set(key, answer);
      return answer;
    };
    return async (request, context) => {
      if (request.method !== 'GET' || context.lane !== 'live') return next(request, context);
      const key = keyOf(request);
      const shared = inFlight.get(key);
      if (shared === undefined) return lead(key, request, context);
      try {
        return await orAborted(shared, context.signal);
      } catch (thrown) {
        // The leader's deadline is not ours.
        if (thrown instanceof CrossledgerError && thrown.code === 'erp.slow' && context.signal?.aborted !== true) return next(request, context);
        throw thrown;
      }
    };
  };
}

const keyOf = (request: HttpRequest): string => `${request.url}\n${JSON.stringify(request.headers ?? {})}`;
