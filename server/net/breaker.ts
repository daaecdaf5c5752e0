import type { Clock } from '../kernel/clock.ts';
import { createCountdown } from '../kernel/countdown.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Layer } from './layer.ts';

export interface BreakerSettings {
  /** So many failures in a row open it. */
  failures: number;
  openMs: number;
  /** So many calls at once may find out whether it is back: the reads of one page. */
  probes: number;
}

export const DEFAULT_BREAKER: BreakerSettings = { failures: 5, openMs: 5_000, probes: 8 };

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Stops asking a far end that does not answer: while open every call fails at once, then the calls of one page try it; the first failure opens it again. */
export interface Breaker {
  state(): BreakerState;
  layer: Layer;
}

const COUNTS = new Set(['erp.unavailable', 'erp.unknown-outcome']);

export function createBreaker(clock: Clock, given: Partial<BreakerSettings> = {}): Breaker {
  const settings = { ...DEFAULT_BREAKER, ...given };
  let failures = 0;
  const open = createCountdown(clock);
  let probing = 0;

  const state = (): BreakerState => (failures < settings.failures ? 'closed' : open.leftMs() > 0 ? 'open' : 'half-open');

  function note(thrown: unknown): void {
    if (!(thrown instanceof CrossledgerError) || !COUNTS.has(thrown.code)) {
      // An answer, though not the wanted one, shows that the far end is there; a passed deadline or a throttle says neither.
      if (thrown instanceof CrossledgerError && (thrown.code === 'erp.slow' || thrown.code === 'erp.throttled')) return;
      failures = 0;
      return;
    }
    failures += 1;
    if (failures >= settings.failures) open.extend(settings.openMs);
  }

  const layer: Layer = (next) => async (request, context) => {
    const before = state();
    if (before === 'open' || (before === 'half-open' && probing >= settings.probes)) {
      const retryAfterMs = Math.max(open.leftMs(), 250);
      throw new CrossledgerError('erp.unavailable', { problem: 'it failed several times in a row and is asked again shortly' }, { retryAfterMs });
    }
    if (before === 'half-open') probing += 1;
    try {
      const response = await next(request, context);
      failures = 0;
      return response;
    } catch (thrown) {
      note(thrown);
      throw thrown;
    } finally {
      if (before === 'half-open') probing -= 1;
    }
  };
  return { state, layer };
}
