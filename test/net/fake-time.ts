import type { Clock } from '../../server/kernel/clock.ts';
import type { Timer } from '../../server/net/timer.ts';

/** A clock and timer that stand still until the test moves them. */
export interface FakeTime extends Clock, Timer {
  /** Moves on and runs what has become due, in order. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock, as a time service does: timers run on as they were. */
  step(ms: number): void;
}

export function fakeTime(startMs = 1_800_000_000_000): FakeTime {
  let now = startMs;
  let due: { at: number; run: () => void }[] = [];
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((other) => other.run !== run);
      };
    },
    step(ms) {
      now += ms;
      due = due.map((entry) => ({ ...entry, at: entry.at + ms }));
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let next = earliest(due, until); next !== undefined; next = earliest(due, until)) {
        const entry = next;
        due = due.filter((other) => other !== entry);
        now = Math.max(now, entry.at);
        entry.run();
        await settle();
      }
      now = until;
      await settle();
    },
  };
}

function earliest(due: readonly { at: number; run: () => void }[], until: number): { at: number; run: () => void } | undefined {
  return due.filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0];
}
