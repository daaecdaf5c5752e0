import type { RunResult } from './do-run.ts';
import type { LaneEnd } from './lane.ts';
import { pointName } from './points.ts';

const HEAD = ['run', 'store', 'orders', 'kills', 'stops', 'cuts', 'holds', 'db restarts', 'faults', 'clock ms', 'seconds', 'lost', 'doubled', 'partial'];

const violationsOf = (result: RunResult, kind: 'lost' | 'doubled' | 'partial'): number => result.violations.filter((one) => one.kind === kind).length;

const rowOf = (result: RunResult): (string | number)[] => {
  const { plan, orders, kills, stops, cuts, holds, restarts, seconds } = result;
  return [plan.run, plan.store, orders, kills, stops, cuts, holds, restarts, plan.faults.length, plan.clockShiftMs, seconds.toFixed(1), ...(['lost', 'doubled', 'partial'] as const).map((kind) => violationsOf(result, kind))];
};

/** One row for each run. */
export function drawTable(results: readonly RunResult[]): string[] {
  const rows = [HEAD, ...results.map((result) => rowOf(result).map(String))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
}

/** How many of the moments that the dry runs found were really struck. */
export function describeCoverage(ends: readonly LaneEnd[], results: readonly RunResult[]): string[] {
  return ends.map(({ store, points }) => {
    const all = new Set(points.map(pointName));
    const struck = new Set(results.filter((result) => result.plan.store === store).flatMap((result) => result.struck));
    return `${store}: ${[...all].filter((name) => struck.has(name)).length} of ${all.size} crash points struck`;
  });
}

/** `runs N, orders M, lost 0, doubled 0, partial 0` */
export function closingLine(results: readonly RunResult[]): string {
  const sum = (pick: (result: RunResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  return `runs ${results.length}, orders ${sum((one) => one.orders)}, lost ${sum((one) => violationsOf(one, 'lost'))}, doubled ${sum((one) => violationsOf(one, 'doubled'))}, partial ${sum((one) => violationsOf(one, 'partial'))}`;
}
