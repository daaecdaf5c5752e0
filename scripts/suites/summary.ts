import type { SuiteResult } from './run-suites.ts';

export interface Summary {
  /** Closes with `N passed, N failed, N skipped` alone on a line. */
  lines: string[];
  ok: boolean;
}

/** Table and closing line. In CI a skip counts as failed, unless it is the allowed one. */
export function summarise(results: readonly SuiteResult[], ci: boolean): Summary {
  const counted = results.map((result) => {
    const refused = ci ? result.skipped.filter((skip) => !skip.allowed).length : 0;
    return { name: result.name, passed: result.passed, failed: result.failed + refused, skipped: result.skipped.length - refused, seconds: result.seconds };
  });
  const sum = (pick: (one: (typeof counted)[number]) => number): number => counted.reduce((total, one) => total + pick(one), 0);
  const failed = sum((one) => one.failed);
  const rows = counted.map((one) => [one.name, one.passed, one.failed, one.skipped, one.seconds.toFixed(1)]);
  return {
    lines: [
      '', ...drawTable([['suite', 'passed', 'failed', 'skipped', 'seconds'], ...rows]), '',
      ...skipLines(results, ci),
      `${sum((one) => one.passed)} passed, ${failed} failed, ${sum((one) => one.skipped)} skipped`,
    ],
    ok: failed === 0,
  };
}

function skipLines(results: readonly SuiteResult[], ci: boolean): string[] {
  const skips = results.flatMap((result) => result.skipped);
  if (skips.length === 0) return [];
  const mark = (allowed: boolean): string => (ci && !allowed ? 'Failed, because CI skips nothing' : 'Skipped');
  return [...skips.map(({ title, allowed }) => `${mark(allowed)}: ${title}`), ''];
}

function drawTable(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column] ?? 0) : String(cell).padStart(widths[column] ?? 0))).join('  '));
}
