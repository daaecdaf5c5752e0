import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { onlyAsks, type Layer } from './layer.ts';
import type { Timer } from './timer.ts';

/**
 * Ends a call at its deadline or when the caller gives up. A read becomes `erp.slow`; a write that may have left becomes
 * `erp.unknown-outcome`, one that still waited for its slot stays `not-done`.
 */
export const deadlineLayer =
  (clock: Clock, timer: Timer): Layer =>
  (next) =>
  async (request, context) => {
    const startedAt = clock.now();
    const seconds = Math.max(Math.round((context.deadlineAt - startedAt) / 100) / 10, 0);
    const slow = (cause?: unknown): CrossledgerError => new CrossledgerError('erp.slow', { seconds }, cause === undefined ? {} : { cause });
    if (startedAt >= context.deadlineAt || context.signal?.aborted) throw slow();
    const ending = new AbortController();
    const cancel = timer.after(context.deadlineAt - startedAt, () => ending.abort(new Error('deadline')));
    const passOn = (): void => ending.abort(new Error('given up'));
    context.signal?.addEventListener('abort', passOn, { once: true });
    try {
      return await next(request, { ...context, signal: ending.signal });
    } catch (thrown) {
      if (ending.signal.aborted && onlyAsks(request)) throw slow(thrown);
      throw thrown;
    } finally {
      cancel();
      context.signal?.removeEventListener('abort', passOn);
    }
  };
