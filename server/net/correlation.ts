import type { Layer } from './layer.ts';

/** Not in any ERP's contract: a server that does not know a header ignores it (RFC 9110 §5.1), a gateway or trace that does can follow the thread. */
const HEADER = 'x-correlation-id';
const PLAIN = /^[\w.-]{1,100}$/;

/** Sends the thread's id along with every call, so that both sides' logs speak of the same one. */
export const correlationLayer: Layer = (next) => (request, context) =>
  next(PLAIN.test(context.requestId) ? { ...request, headers: { ...request.headers, [HEADER]: context.requestId } } : request, context);
