import type { Clock } from '../kernel/clock.ts';

const MAX_ENTRIES = 1000;

export interface Cache<T> {
  /** `fresh` reads again whatever is kept. */
  get(key: string, fresh?: boolean): Promise<T>;
  forget(key: string): void;
}

interface Entry<T> {
  value: Promise<T>;
  readAt: number;
}

/** Keeps what `load` gave for at most `keepMs`; equal reads at the same time share one load. A failed load is not kept. */
export function createCache<T>(clock: Clock, keepMs: number, load: (key: string) => Promise<T>): Cache<T> {
  const entries = new Map<string, Entry<T>>();
  const read = (key: string): Promise<T> => {
    if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value ?? key);
    const entry: Entry<T> = { value: load(key), readAt: clock.now() };
    entries.set(key, entry);
    entry.value.catch(() => { if (entries.get(key) === entry) entries.delete(key); });
    return entry.value;
  };
  return {
    get: async (key, fresh = false) => {
      const entry = entries.get(key);
      const age = entry === undefined ? Infinity : clock.now() - entry.readAt;
      return entry === undefined || fresh || age >= keepMs || age < 0 ? read(key) : entry.value;
    },
    forget: (key) => { entries.delete(key); },
  };
}
