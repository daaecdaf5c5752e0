import type { Clock } from '../kernel/clock.ts';
import { createCountdown } from '../kernel/countdown.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Limiter } from './http-client.ts';
import { systemTimer, type Timer } from './timer.ts';

export interface LimiterSettings {
  /** Requests at once. */
  concurrency: number;
  ratePerSecond: number;
  /** Requests that may start at once after a quiet time. */
  burst: number;
  /** Part of the slots, 0 to 1, that only live reads may take. */
  liveShare: number;
}

export const DEFAULT_LIMITS: LimiterSettings = { concurrency: 8, ratePerSecond: 50, burst: 50, liveShare: 0.25 };

/** What of a connection's limits is in use. */
export interface LimiterUse {
  running: number;
  waiting: number;
  /** Instant in ms; null when nothing is paused. */
  pausedUntil: number | null;
}

export interface MemoryLimiter extends Limiter {
  use(connection: string): LimiterUse;
  /** The settings have changed: whoever may go now goes. */
  wake(connection: string): void;
  /** Forgets what was saved up for a burst. */
  empty(connection: string): void;
}

/** The limiter of one process: what the embedded store uses, where this process is the only one. */
export function createMemoryLimiter(clock: Clock, settingsOf: (connection: string) => LimiterSettings, timer: Timer = systemTimer): MemoryLimiter {
  const gates = new Map<string, Gate>();
  const gateOf = (connection: string): Gate => {
    const gate = gates.get(connection) ?? openGate(() => settingsOf(connection), clock, timer);
    gates.set(connection, gate);
    return gate;
  };
  return {
    acquire: (connection, lane, deadlineAt) => gateOf(connection).acquire(lane, deadlineAt),
    async pause(connection, untilMs) {
      gateOf(connection).pause(untilMs);
    },
    use: (connection) => gates.get(connection)?.use() ?? { running: 0, waiting: 0, pausedUntil: null },
    wake: (connection) => gateOf(connection).wake(),
    empty: (connection) => gateOf(connection).empty(),
  };
}

type Lane = 'live' | 'work';
type Waiting = () => void;

interface Gate {
  acquire(lane: Lane, deadlineAt: number): Promise<() => void>;
  pause(untilMs: number): void;
  use(): LimiterUse;
  wake(): void;
  empty(): void;
}

function openGate(settingsOf: () => LimiterSettings, clock: Clock, timer: Timer): Gate {
  const running: Record<Lane, number> = { live: 0, work: 0 };
  const queue: Record<Lane, Waiting[]> = { live: [], work: [] };
  const bucket = createBucket(settingsOf, clock);
  const pause = createCountdown(clock);
  let cancelWake: (() => void) | undefined;

  function drain(): void {
    for (let lane = nextLane(running, queue, settingsOf()); lane !== undefined; lane = nextLane(running, queue, settingsOf())) {
      const waitMs = Math.max(pause.leftMs(), bucket.waitMs());
      if (waitMs > 0) {
        cancelWake?.();
        cancelWake = timer.after(Math.ceil(waitMs), drain);
        return;
      }
      bucket.take();
      running[lane] += 1;
      queue[lane].shift()?.();
    }
  }

  function giveBack(lane: Lane): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      running[lane] -= 1;
      drain();
    };
  }

  return {
    acquire(lane, deadlineAt) {
      const now = clock.now();
      const pauseMs = pause.leftMs();
      if (pauseMs > 0 && now + pauseMs >= deadlineAt) return Promise.reject(outlasted(pauseMs));
      return new Promise((resolve, reject) => {
        const cancel = timer.after(deadlineAt - now, () => {
          queue[lane] = queue[lane].filter((other) => other !== grant);
          reject(new CrossledgerError('erp.slow', { seconds: Math.max(Math.round((deadlineAt - now) / 100) / 10, 0) }));
        });
        const grant = (): void => {
          cancel();
          resolve(giveBack(lane));
        };
        queue[lane].push(grant);
        drain();
      });
    },
    pause(untilMs) {
      pause.extend(untilMs - clock.now());
    },
    use: () => ({ running: running.live + running.work, waiting: queue.live.length + queue.work.length, pausedUntil: pause.leftMs() > 0 ? clock.now() + pause.leftMs() : null }),
    wake: drain,
    empty: bucket.empty,
  };
}

/** Live reads go first; work keeps out of the slots that are reserved for them. */
function nextLane(running: Readonly<Record<Lane, number>>, queue: Readonly<Record<Lane, readonly Waiting[]>>, settings: LimiterSettings): Lane | undefined {
  if (running.live + running.work >= settings.concurrency) return undefined;
  if (queue.live.length > 0) return 'live';
  const reserved = settings.concurrency > 1 ? Math.max(1, Math.floor(settings.concurrency * settings.liveShare)) : 0;
  return queue.work.length > 0 && running.work < settings.concurrency - reserved ? 'work' : undefined;
}

interface Bucket {
  /** Until the next token; 0 when one is there. */
  waitMs(): number;
  take(): void;
  empty: () => void;
}

function createBucket(settingsOf: () => LimiterSettings, clock: Clock): Bucket {
  let tokens = settingsOf().burst;
  let filledAt = clock.now();
  return {
    waitMs() {
      const { burst, ratePerSecond } = settingsOf();
      // A clock that was set back fills nothing; it must not take anything either.
      tokens = Math.min(burst, tokens + (Math.max(0, clock.now() - filledAt) / 1000) * ratePerSecond);
      filledAt = clock.now();
      return tokens >= 1 ? 0 : ((1 - tokens) / ratePerSecond) * 1000;
    },
    take() {
      tokens -= 1;
    },
    empty: () => {
      [tokens, filledAt] = [Math.min(tokens, 0), clock.now()];
    },
  };
}

const outlasted = (pauseMs: number): CrossledgerError => new CrossledgerError('erp.throttled', { seconds: Math.ceil(pauseMs / 1000) }, { retryAfterMs: pauseMs });
