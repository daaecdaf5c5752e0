import type { Clock } from './clock.ts';

/** A time that runs out. Guarantee: never more is left than was set, also when the wall clock is set back meanwhile. */
export interface Countdown {
  /** From now on so long, unless more is left already. */
  extend(ms: number): void;
  /** 0 when it has run out. */
  leftMs(): number;
}

export function createCountdown(clock: Clock): Countdown {
  let until = 0;
  let setMs = 0;
  const leftMs = (): number => {
    const now = clock.now();
    if (until - now > setMs) until = now + setMs;
    return Math.max(0, until - now);
  };
  return {
    leftMs,
    extend(ms) {
      if (ms <= leftMs()) return;
      until = clock.now() + ms;
      setMs = ms;
    },
  };
}
