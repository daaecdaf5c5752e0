/** Time comes in through this, so that tests own it. Instants are UTC milliseconds. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** `2026-11-21T09:30:00.000Z` */
export const instant = (ms: number): string => new Date(ms).toISOString();

/** The UTC calendar day of an instant, `2026-11-21`. */
export const day = (ms: number): string => instant(ms).slice(0, 10);

/** Whole days from one ISO date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
