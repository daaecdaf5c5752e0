import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { onlyAsks, type Layer } from './layer.ts';
import { waitFor, type Timer } from './timer.ts';

const MOST_ATTEMPTS = 4;
const FIRST_WAIT_MS = 80;
const REPEATABLE = new Set(['erp.unavailable', 'erp.throttled']);

/** Repeats what only asks, with jittered backoff or after the asked pause, as long as the deadline allows. Writes are never repeated here. */
export const retryLayer =
  (clock: Clock, timer: Timer, random: () => number): Layer =>
  (next) =>
  async (request, context) => {
    if (!onlyAsks(request)) return next(request, context);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await next(request, context);
      } catch (thrown) {
        if (!(thrown instanceof CrossledgerError) || !REPEATABLE.has(thrown.code) || attempt >= MOST_ATTEMPTS) throw thrown;
        const waitMs = thrown.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random());
        if (clock.now() + waitMs >= context.deadlineAt || context.signal?.aborted) throw thrown;
        await waitFor(timer, waitMs, context.signal).catch(() => {
          throw thrown;
        });
      }
    }
  };
