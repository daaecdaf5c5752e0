import { systemClock, type Clock } from '../kernel/clock.ts';
import { asError } from '../kernel/errors.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { coalesceLayer } from './coalesce.ts';
import { correlationLayer } from './correlation.ts';
import { deadlineLayer } from './deadline.ts';
import type { Limiter, Send } from './http-client.ts';
import { stack, type Layer } from './layer.ts';
import { outcomeLayer } from './outcome.ts';
import type { Pools } from './pools.ts';
import { retryLayer } from './retry.ts';
import { signInLayer } from './sign-in.ts';
import { throttleLayer } from './throttle.ts';
import { systemTimer, type Timer } from './timer.ts';
import type { TokenSource } from './tokens.ts';
import { createTransport } from './transport.ts';

/** One line per call: what, for whom, how it ended. Never an address with data, a body or a secret. */
export interface CallLine {
  requestId: string;
  connection: string;
  step: string;
  method: string;
  lane: 'live' | 'work';
  durationMs: number;
  /** HTTP status, or the code of the error. */
  result: number | string;
  /** For a failed write. */
  outcome?: 'not-done' | 'unknown';
}

export interface SendOptions {
  /** Name of the connection for limiter and log. */
  connection: string;
  pools: Pools;
  limiter: Limiter;
  /** Absent: the far end needs no sign-in. */
  tokens?: TokenSource;
  /** `host[:port]` of every address that may be called, see `hostsOf`. */
  allowedHosts: ReadonlySet<string>;
  log: (line: CallLine) => void;
  breaker?: Breaker;
  clock?: Clock;
  timer?: Timer;
  /** Jitter, 0 to 1. */
  random?: () => number;
}

/** The one way to a far end. Keep the result for as long as the connection lives: token, breaker and shared reads belong to it. */
export function createSend(options: SendOptions): Send {
  const clock = options.clock ?? systemClock;
  const timer = options.timer ?? systemTimer;
  const random = options.random ?? Math.random;
  const breaker = options.breaker ?? createBreaker(clock);
  return stack(
    [
      logLayer(options, clock),
      deadlineLayer(clock, timer),
      coalesceLayer(),
      breaker.layer,
      retryLayer(clock, timer, random),
      throttleLayer(options.connection, options.limiter, clock, random),
      outcomeLayer(clock),
      correlationLayer,
      ...(options.tokens === undefined ? [] : [signInLayer(options.tokens)]),
    ],
    createTransport(options.pools, options.allowedHosts),
  );
}

const logLayer =
  (options: SendOptions, clock: Clock): Layer =>
  (next) =>
  async (request, context) => {
    const startedAt = clock.now();
    const line = (): Omit<CallLine, 'result'> => ({
      requestId: context.requestId,
      connection: options.connection,
      step: request.step,
      method: request.method,
      lane: context.lane,
      durationMs: clock.now() - startedAt,
    });
    try {
      const response = await next(request, context);
      options.log({ ...line(), result: response.status });
      return response;
    } catch (thrown) {
      const error = asError(thrown);
      options.log({ ...line(), result: error.code, ...(request.method === 'GET' ? {} : { outcome: error.outcome }) });
      throw error;
    }
  };
