const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

/** Doubling from one second to five minutes, with half of it as jitter, so that many do not come back at once. */
export function backoffMs(attempt: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full / 2 + Math.random() * (full / 2));
}
