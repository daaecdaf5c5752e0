import type { JobResult } from './job.ts';

/** The value that the given part of all values does not exceed (nearest rank); NaN without values. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(part * sorted.length) - 1, 0)] ?? Number.NaN;
}

export interface Summary {
  p50Ms: number;
  p99Ms: number;
  perSecond: number;
  requests: number;
  failures: number;
  failure: string | null;
}

/** All rounds of one target as one. */
export function summarise(rounds: readonly JobResult[]): Summary {
  const latencies = rounds.flatMap((round) => round.latenciesMs);
  const seconds = rounds.reduce((total, round) => total + round.durationMs, 0) / 1000;
  return {
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    perSecond: latencies.length / seconds,
    requests: latencies.length,
    failures: rounds.reduce((total, round) => total + round.failures, 0),
    failure: rounds.find((round) => round.failure !== null)?.failure ?? null,
  };
}

/** The kind of read whose p50 is the highest. */
export function slowestRead(rounds: readonly JobResult[]): { kind: string; p50Ms: number } {
  const kinds = [...new Set(rounds.flatMap((round) => Object.keys(round.readsMs)))];
  const medians = kinds.map((kind) => ({ kind, p50Ms: percentile(rounds.flatMap((round) => round.readsMs[kind] ?? []), 0.5) }));
  return medians.toSorted((a, b) => b.p50Ms - a.p50Ms)[0] ?? { kind: '', p50Ms: Number.NaN };
}
