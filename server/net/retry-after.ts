const LONGEST_MS = 600_000;

/** Retry-After in milliseconds from now: seconds or an HTTP date (RFC 9110 §10.2.3), at most ten minutes; undefined when absent or unreadable. */
export function readRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}
