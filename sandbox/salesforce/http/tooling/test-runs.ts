import type { ApexTestResult, Org } from '../../org.ts';
import { toOrgId } from './ids.ts';

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
}

export interface TestRuns {
  start(org: Org, userId: string, classNames: string[] | undefined): TestRun;
  list(): TestRun[];
}

/** Asynchronous test runs, kept for the tooling queries that ask for their results. */
export function makeTestRuns(): TestRuns {
  const runs: TestRun[] = [];
  return {
    start(org, userId, classNames) {
      const serial = runs.length + 1;
      const run: TestRun = { id: toOrgId('707', serial), serial, userId, startedAt: new Date(), status: 'Processing', results: [], classNames: classNames ?? [] };
      runs.push(run);
      void finish(org, run, classNames);
      return run;
    },
    list: () => runs,
  };
}

async function finish(org: Org, run: TestRun, classNames: string[] | undefined): Promise<void> {
  try {
    run.results = await org.runTests(classNames);
    run.classNames = [...new Set(run.results.map((result) => result.className))];
    run.status = 'Completed';
  } catch (cause) {
    run.failure = cause instanceof Error ? cause.message : String(cause);
    run.status = 'Failed';
  }
  run.endedAt = new Date();
}
