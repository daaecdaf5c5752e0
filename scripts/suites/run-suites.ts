import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Need } from '../setup/needs.ts';
import { makeRunCommand } from './run-command.ts';
import type { Outcome, Skip, Suite } from './suite.ts';

export interface SuiteResult extends Outcome {
  name: string;
  seconds: number;
}

export interface RunOptions {
  root: string;
  /** What is not on this machine. */
  missing: readonly Need[];
  /** Suites at the same time; those that run alone excepted. */
  lanes: number;
  say: (line: string) => void;
}

const stillRunningMs = 60_000;

/** Runs the suites, the shareable ones in lanes and then the lonely ones one by one. */
export async function runSuites(suites: readonly Suite[], options: RunOptions): Promise<SuiteResult[]> {
  const results = new Map<Suite, SuiteResult>();
  const work = async (queue: Suite[]): Promise<void> => {
    for (let suite = queue.shift(); suite; suite = queue.shift()) results.set(suite, await runSuite(suite, options));
  };
  const shared = suites.filter((suite) => !suite.alone);
  await Promise.all(Array.from({ length: options.lanes }, () => work(shared)));
  await work(suites.filter((suite) => suite.alone));
  return suites.flatMap((suite) => results.get(suite) ?? []);
}

async function runSuite(suite: Suite, options: RunOptions): Promise<SuiteResult> {
  const startedAt = Date.now();
  const seconds = (): number => (Date.now() - startedAt) / 1000;
  options.say(`… ${suite.name}`);
  const progress = setInterval(() => options.say(`  ${suite.name} still runs, ${Math.round(seconds())} s`), stillRunningMs);
  const outcome = await judgeSuite(suite, options, startedAt).finally(() => clearInterval(progress));
  const result = { ...outcome, name: suite.name, seconds: seconds() };
  const mark = result.failed > 0 ? '✗' : '✓';
  options.say(`${mark} ${suite.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped, ${Math.round(result.seconds)} s`);
  return result;
}

async function judgeSuite(suite: Suite, { root, missing }: RunOptions, startedAt: number): Promise<Outcome> {
  const lacks = missing.filter((need) => suite.needs?.includes(need.name));
  if (lacks.length > 0) return { passed: 0, failed: 0, skipped: lacks.map((need) => skipFor(suite, need)), output: '' };
  const folder = mkdtempSync(path.join(tmpdir(), 'crossledger-suite-'));
  const deadlineAt = startedAt + suite.timeLimitMs;
  try {
    const outcome = await suite.run({ root, folder, run: makeRunCommand({ cwd: root, deadlineAt }) });
    const late = Date.now() >= deadlineAt;
    const limit = `${suite.name} was ended: it ran longer than its limit of ${suite.timeLimitMs / 60_000} minutes.`;
    if (late) return { ...outcome, failed: Math.max(outcome.failed, 1), output: `${outcome.output}\n${limit}` };
    if (outcome.passed + outcome.failed + outcome.skipped.length === 0) return { ...outcome, failed: 1, output: `${outcome.output}\n${suite.name} reports no test at all.` };
    return outcome;
  } catch (cause) {
    return { passed: 0, failed: 1, skipped: [], output: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const skipFor = (suite: Suite, need: Need): Skip => ({ title: `${suite.name} needs ${need.what}: ${need.otherwise}`, allowed: false });
