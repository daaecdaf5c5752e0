import { createOrg } from '../sandbox/salesforce/engine/create-org.ts';
import type { ClassCoverage } from '../sandbox/salesforce/engine/options.ts';

const REQUIRED_PERCENT = 75;

export interface ApexTestRun {
  passed: number;
  failed: number;
  /** Percent of all executable lines; Salesforce asks for 75 before a package may ship (salesforce.md §5). */
  coveragePercent: number;
}

/** Runs the package's @IsTest classes in the sandbox org and prints one line a test and a table of coverage. */
export async function runApexTests(options: { namespace?: string; print?: (line: string) => void } = {}): Promise<ApexTestRun> {
  const print = options.print ?? console.log;
  const org = await createOrg({ callouts: {}, ...(options.namespace === undefined ? {} : { namespace: options.namespace }) });
  const { results, coverage } = await org.runTestsWithCoverage();
  await org.close();
  for (const result of results) {
    print(`${result.outcome === 'Pass' ? 'pass' : 'FAIL'} ${result.className}.${result.methodName} (${result.runTimeMs} ms)`);
    if (result.outcome === 'Fail') print(indent([result.message, result.stackTrace].filter(Boolean).join('\n')));
  }
  for (const each of coverage) print(coverageLine(each));
  const lines = sum(coverage.map((each) => each.lines));
  const coveragePercent = lines ? Math.floor((sum(coverage.map((each) => each.covered)) / lines) * 100) : 0;
  const passed = results.filter((result) => result.outcome === 'Pass').length;
  print(`${passed} passed, ${results.length - passed} failed, ${coveragePercent} % of ${lines} lines covered`);
  return { passed, failed: results.length - passed, coveragePercent };
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
const indent = (text: string): string => text.split('\n').map((line) => `     ${line}`).join('\n');

function coverageLine({ name, percent, covered, lines, uncoveredLines }: ClassCoverage): string {
  const missing = uncoveredLines.length ? `  not run: ${uncoveredLines.slice(0, 12).join(', ')}${uncoveredLines.length > 12 ? ' …' : ''}` : '';
  return `${String(percent).padStart(4)} %  ${`${covered}/${lines}`.padStart(8)}  ${name}${missing}`;
}

if (import.meta.main) {
  const run = await runApexTests();
  process.exitCode = run.failed > 0 || run.coveragePercent < REQUIRED_PERCENT ? 1 : 0;
}
