import { describe, expect, it } from 'vitest';
import { percentile, slowestRead, summarise } from '../../scripts/bench/statistics.ts';
import { formatFigures, ratiosOf } from '../../scripts/bench/table.ts';
import type { JobResult } from '../../scripts/bench/job.ts';
import type { StoreFigures } from '../../scripts/bench/run-bench.ts';

const round = (latenciesMs: number[], more: Partial<JobResult> = {}): JobResult => ({ durationMs: 1000, latenciesMs, readsMs: {}, failures: 0, failure: null, ...more });
const of = (p50Ms: number, perSecond: number) => ({ p50Ms, p99Ms: p50Ms * 2, perSecond, requests: 100, failures: 0, failure: null });

function figures(crossledgerMs: number, perSecond: number, afterReads: number): StoreFigures {
  return {
    store: 'embedded',
    panels: [{ delayMs: 20, atOnce: 50, slowestRead: { kind: 'read', p50Ms: 20 }, direct: of(22, 1000), proxy: of(24, 800), crossledger: of(crossledgerMs, perSecond) }],
    pushes: { deals: 100, perSecond: 200, untilAllSeconds: 0.5 },
    residentMb: { atStart: 100, afterReads, afterPushes: 150 },
  };
}

describe('the figures of the bench', () => {
  it('are nearest-rank percentiles, whatever the order', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile(Array.from({ length: 100 }, (_, index) => 100 - index), 0.99)).toBe(99);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('pool the rounds of one target and keep the first failure', () => {
    const summary = summarise([round([1, 2]), round([3], { failures: 1, failure: 'HTTP 500' })]);
    expect(summary).toMatchObject({ p50Ms: 2, perSecond: 1.5, requests: 3, failures: 1, failure: 'HTTP 500' });
  });

  it('name the kind of read that is slowest in the middle', () => {
    const rounds = [round([], { readsMs: { customers: [1, 9, 1], orders: [4, 4, 4] } })];
    expect(slowestRead(rounds)).toEqual({ kind: 'orders', p50Ms: 4 });
  });

  it('stand as ratios beside their targets, met and missed', () => {
    expect(ratiosOf(figures(24, 600, 150).panels[0] ?? expect.fail())).toMatchObject({ p50ToSlowestRead: 1.2, p50ToProxy: 1, throughputToDirect: 0.6, throughputToProxy: 0.75 });
    const met = formatFigures([figures(24, 600, 150)]);
    expect(met).toContain('1.20 (met)');
    expect(met).toContain('0.75 (met)');
    expect(met).toContain('under 400 MB (met)');
    const missed = formatFigures([figures(30, 400, 500)]);
    expect(missed).toContain('1.50 (missed)');
    expect(missed).toContain('0.50 (missed)');
    expect(missed).toContain('under 400 MB (missed)');
  });
});
