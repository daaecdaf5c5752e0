import type { ApexTestResult, Org, TestOutcome } from '../../org.ts';
import { readClassIds } from './class-ids.ts';
import { toOrgId } from '../../metadata/ids.ts';

export interface TestRun {
  /** 18 characters, prefix 707. */
  readonly id: string;
  readonly serial: number;
  readonly userId: string;
  readonly startedAt: Date;
  endedAt?: Date;
  status: 'Processing' | 'Completed' | 'Failed';
  failure?: string;
  results: ApexTestResult[];
  classNames: string[];
  /** Ids of classes and triggers by name. */
  classIds: ReadonlyMap<string, string>;
}

/** What the last run went through: each run measures anew. */
export type Measured = TestOutcome & { classIds: ReadonlyMap<string, string> };

export interface TestRuns {
  start(org: Org, userId: string, classNames: string[] | undefined): TestRun;
  list(): TestRun[];
  /** Runs tests and keeps what they covered. */
  measure(org: Org, classNames: string[] | undefined): Promise<Measured>;
  measured(): Measured | undefined;
}

/** Asynchronous test runs, kept for the tooling queries that ask for their results. */
export function makeTestRuns(): TestRuns {
  const runs: TestRun[] = [];
  let last: Measured | undefined;
  const measure: TestRuns['measure'] = async (org, classNames) => {
    const outcome = await org.runTestsWithCoverage(classNames);
    last = { ...outcome, classIds: await readClassIds(org, outcome.coverage) };
    return last;
  };
  return {
    measure,
    measured: () => last,
    start(org, userId, classNames) {
      const serial = runs.length + 1;
      const run: TestRun = { id: toOrgId('707', serial), serial, userId, startedAt: new Date(), status: 'Processing', results: [], classNames: classNames ?? [], classIds: new Map() };
      runs.push(run);
      void finish(run, measure(org, classNames));
      return run;
    },
    list: () => runs,
  };
}

async function finish(run: TestRun, measured: Promise<Measured>): Promise<void> {
  try {
    const { results, classIds } = await measured;
    run.results = results;
    run.classIds = classIds;
    run.classNames = [...new Set(run.results.map((result) => result.className))];
    run.status = 'Completed';
  } catch (cause) {
    run.failure = cause instanceof Error ? cause.message : String(cause);
    run.status = 'Failed';
  }
  run.endedAt = new Date();
}
