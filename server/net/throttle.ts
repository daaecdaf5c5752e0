import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Limiter } from './http-client.ts';
import type { Layer } from './layer.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Takes a slot of the connection for each attempt, and pauses the whole connection when the far end asks for it:
 * for Retry-After, or for a doubling time with jitter when a 429 names none (Business Central never does, business-central.md §3).
 */
export function throttleLayer(connection: string, limiter: Limiter, clock: Clock, random: () => number): Layer {
  let nextPauseMs = FIRST_PAUSE_MS;
  return (next) => async (request, context) => {
    const giveBack = await limiter.acquire(connection, context.lane, context.deadlineAt);
    try {
      const response = await next(request, context);
      nextPauseMs = FIRST_PAUSE_MS;
      return response;
    } catch (thrown) {
      if (!(thrown instanceof CrossledgerError)) throw thrown;
      const throttled = thrown.code === 'erp.throttled';
      if (!throttled && thrown.retryAfterMs === undefined) throw thrown;
      const pauseMs = thrown.retryAfterMs ?? nextPauseMs * (0.5 + random());
      if (thrown.retryAfterMs === undefined) nextPauseMs = Math.min(nextPauseMs * 2, LONGEST_PAUSE_MS);
      await limiter.pause(connection, clock.now() + pauseMs);
      if (!throttled) throw thrown;
      throw new CrossledgerError('erp.throttled', { seconds: Math.ceil(pauseMs / 1000) }, { cause: thrown, retryAfterMs: Math.ceil(pauseMs) });
    } finally {
      giveBack();
    }
  };
}
