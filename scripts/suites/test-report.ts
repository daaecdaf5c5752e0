import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { CommandResult } from './run-command.ts';
import type { Outcome, Skip } from './suite.ts';

/** The report that Jest defined and Vitest writes too. */
const report = z.object({
  success: z.boolean(),
  testResults: z.array(z.object({
    name: z.string(),
    status: z.string(),
    message: z.string().default(''),
    assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
  })),
});
type Report = z.infer<typeof report>;

export interface ReportOptions {
  root: string;
  /** Which skipped test is no failure in CI. */
  allowSkip?: (file: string) => boolean;
}

/** Counts of a JSON report; a file that failed to load and a run that failed without a failed test count as one failure each. */
export function readTestReport(file: string, result: CommandResult, options: ReportOptions): Outcome {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], output: `${result.output}\nThere is no report.` };
  const parsed = report.parse(JSON.parse(readFileSync(file, 'utf8')));
  const tests = parsed.testResults.flatMap((one) => one.assertionResults);
  const count = (status: string): number => tests.filter((test) => test.status === status).length;
  const unloaded = parsed.testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'));
  const failed = count('failed') + unloaded.length;
  const silent = failed === 0 && (result.code !== 0 || !parsed.success) ? 1 : 0;
  const output = [result.output, ...unloaded.map(({ name, message }) => `${name}\n${message}`)].join('\n');
  return { passed: count('passed'), failed: failed + silent, skipped: listSkips(parsed, options), output };
}

function listSkips({ testResults }: Report, { root, allowSkip }: ReportOptions): Skip[] {
  return testResults.flatMap(({ name, assertionResults }) => {
    const file = path.relative(root, name);
    const skips = assertionResults.filter(({ status }) => status !== 'passed' && status !== 'failed');
    return skips.map(({ fullName }) => ({ title: `${file}: ${fullName}`, allowed: allowSkip?.(file) ?? false }));
  });
}
