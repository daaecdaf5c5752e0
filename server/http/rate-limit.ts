import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';

/** Burst, as seconds of the rate. */
const BURST_SECONDS = 4;
const MAX_BUCKETS = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

export interface RateLimit {
  /** Throws `auth.too-many` with the time to wait when `who` asks more often than `perSecond` for longer than a burst. */
  take(who: string, perSecond: number): void;
}

/** Token buckets in memory: a guard against a runaway caller, counted per instance. */
export function createRateLimit(clock: Clock): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    take: (who, perSecond) => {
      const now = clock.now();
      const capacity = perSecond * BURST_SECONDS;
      const bucket = buckets.get(who) ?? { tokens: capacity, at: now };
      bucket.tokens = Math.min(capacity, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      bucket.at = now;
      if (!buckets.has(who) && buckets.size >= MAX_BUCKETS) buckets.delete(buckets.keys().next().value ?? who);
      buckets.set(who, bucket);
      if (bucket.tokens >= 1) bucket.tokens -= 1;
      else throw tooMany(who, ((1 - bucket.tokens) / perSecond) * 1000);
    },
  };
}

function tooMany(who: string, waitMs: number): CrossledgerError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new CrossledgerError('auth.too-many', { who, seconds }, { retryAfterMs: seconds * 1000 });
}
