import { CrossledgerError } from '../kernel/errors.ts';
import type { CallContext, HttpRequest, HttpResponse } from './http-client.ts';

/** What a layer sees: the request may carry an abort signal in its context; any status may come back. */
export type Exchange = (request: HttpRequest, context: CallContext) => Promise<HttpResponse>;

/** One small concern around the next exchange. */
export type Layer = (next: Exchange) => Exchange;

/** The first layer is the outermost. */
export const stack = (layers: readonly Layer[], innermost: Exchange): Exchange => layers.reduceRight((next, layer) => layer(next), innermost);

/** A request that changes nothing may be repeated, shared and retried. */
export const onlyAsks = (request: HttpRequest): boolean => request.method === 'GET' || request.safe === true;

/** Waits for shared work no longer than the own signal allows; then `erp.slow`, since nothing of one's own was sent. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new CrossledgerError('erp.slow', { seconds: 0 }));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
