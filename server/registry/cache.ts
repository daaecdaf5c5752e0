import type { Clock } from '../kernel/clock.ts';

const MAX_ENTRIES = 1000;

export interface Cache<T> {
  /** `fresh` reads again whatever is kept. */
  get(key: string, fresh?: boolean): Promise<T>;
  forget(key: string): void;
}

export interface CacheTimes {
  /** Never older than this. */
  keepMs: number;
  /** From this age on the next read renews it in the background, so that busy readers never wait for the store. */
  renewMs: number;
}

interface Entry<T> {
  value: Promise<T>;
  readAt: number;
  renewing: boolean;
}

/** Keeps what `load` gave; equal reads at the same time share one load. A failed load is not kept. */
export function createCache<T>(clock: Clock, times: CacheTimes, load: (key: string) => Promise<T>): Cache<T> {
  const entries = new Map<string, Entry<T>>();
  const read = (key: string): Promise<T> => {
    if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value ?? key);
    const entry: Entry<T> = { value: load(key), readAt: clock.now(), renewing: false };
    entries.set(key, entry);
    entry.value.catch(() => { if (entries.get(key) === entry) entries.delete(key); });
    return entry.value;
  };
  const renew = (key: string, entry: Entry<T>): void => {
    entry.renewing = true;
    const readAt = clock.now();
    // A failure only leaves the old value until its time is over; then the reader who needs it gets the error.
    load(key).then(
      (value) => { if (entries.get(key) === entry) entries.set(key, { value: Promise.resolve(value), readAt, renewing: false }); },
      () => { entry.renewing = false; },
    );
  };
  return {
    get: async (key, fresh = false) => {
      const entry = entries.get(key);
      if (entry === undefined || fresh) return read(key);
      const age = clock.now() - entry.readAt;
      if (age < 0 || age >= times.keepMs) return read(key);
      if (age >= times.renewMs && !entry.renewing) renew(key, entry);
      return entry.value;
    },
    forget: (key) => { entries.delete(key); },
  };
}
