import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../kernel/clock.ts';
import { messageOf, type CrossledgerError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { Log, LogFields } from '../kernel/log.ts';
import type { Caller } from './caller.ts';
import type { Metrics } from './metrics.ts';

const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

/** What one request comes to, gathered on its way for one log line and the metrics. */
export interface Trace {
  requestId: string;
  startedAt: number;
  endpoint: string | null;
  caller: Caller | null;
  error: CrossledgerError | null;
}

const traces = new WeakMap<Response, Trace>();

export function traceOf(res: Response): Trace {
  const trace = traces.get(res);
  if (trace === undefined) throw new Error('The request has no trace.');
  return trace;
}

/** Gives each request an id (the caller's own when it is a plain short text) and reports its outcome once. */
export function startTrace(options: { log: Log; clock: Clock; metrics: Metrics }): RequestHandler {
  return (req, res, next) => {
    const given = req.get('x-request-id');
    const trace: Trace = { requestId: given !== undefined && REQUEST_ID.test(given) ? given : newId(), startedAt: options.clock.now(), endpoint: null, caller: null, error: null };
    traces.set(res, trace);
    res.setHeader('X-Request-Id', trace.requestId);
    res.once('close', () => report(req, res, trace, options));
    next();
  };
}

function report(req: Request, res: Response, trace: Trace, options: { log: Log; clock: Clock; metrics: Metrics }): void {
  const durationMs = options.clock.now() - trace.startedAt;
  const status = res.writableFinished ? res.statusCode : 499;
  options.metrics.note(trace.endpoint ?? 'unknown', status, durationMs);
  const level = status >= 500 ? 'error' : status >= 400 && status !== 499 ? 'warn' : 'info';
  options.log[level]('request.answered', { requestId: trace.requestId, endpoint: trace.endpoint ?? 'unknown', method: req.method, status, durationMs, ...callerFields(trace.caller), ...errorFields(trace.error) });
}

function callerFields(caller: Caller | null): LogFields {
  if (caller === null) return {};
  return caller.kind === 'org' ? { org: caller.orgId, user: caller.userId } : { operator: caller.id };
}

/** The cause is for operators: why a caller was refused, what broke inside. */
function errorFields(error: CrossledgerError | null): LogFields {
  if (error === null) return {};
  const told = error.entry.status === 401 || error.entry.status >= 500;
  const stack = error.code === 'internal.fault' && error.cause instanceof Error ? error.cause.stack : undefined;
  return { code: error.code, reason: told && error.cause !== undefined ? messageOf(error.cause) : undefined, stack };
}
