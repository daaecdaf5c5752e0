import { CrossledgerError } from '../kernel/errors.ts';
import type { HttpRequest } from './http-client.ts';
import { orAborted, type Layer } from './layer.ts';
import type { TokenSource } from './tokens.ts';

/**
 * Adds the bearer token. A 401 means that nothing ran, so the request is replayed once with a new token, writes too;
 * a second 401 is `erp.sign-in`.
 */
export const signInLayer =
  (tokens: TokenSource): Layer =>
  (next) =>
  async (request, context) => {
    const token = await orAborted(tokens.get(context.requestId), context.signal);
    const first = await next(withToken(request, token), context);
    if (first.status !== 401) return first;
    tokens.forget(token);
    const second = await next(withToken(request, await orAborted(tokens.get(context.requestId), context.signal)), context);
    if (second.status === 401) throw new CrossledgerError('erp.sign-in', { problem: 'HTTP 401 with a fresh token' });
    return second;
  };

const withToken = (request: HttpRequest, token: string): HttpRequest => ({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
