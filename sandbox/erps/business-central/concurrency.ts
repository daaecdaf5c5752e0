import { setTimeout as wait } from 'node:timers/promises';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import { jsonHeaders } from './problems.ts';

export interface ConcurrencyOptions {
  readonly running: number;
  readonly queued: number;
  /** Time that each request holds its place at least. */
  readonly serviceMs: number;
}

/** Five requests run, ninety-five wait in line, the next is refused (business-central.md §3). */
export function makeConcurrencyGate(options: ConcurrencyOptions): (request: WireRequest) => Promise<(() => void) | WireReply> {
  let running = 0;
  const line: (() => void)[] = [];
  const leave = (): void => {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  };
  return async (request) => {
    if (request.path.includes('/oauth2/')) return () => undefined;
    if (running >= options.running) {
      if (line.length >= options.queued) return refusal(options);
      await new Promise<void>((enter) => void line.push(enter));
    } else running += 1;
    if (options.serviceMs > 0) await wait(options.serviceMs);
    return leave;
  };
}

function refusal(options: ConcurrencyOptions): WireReply {
  const most = options.running + options.queued;
  const message = `Too many requests reached. Actual (${most + 1}). Maximum (${most}).`;
  return { status: 429, headers: jsonHeaders, body: { error: { code: 'Application_TooManyRequests', message } } };
}
