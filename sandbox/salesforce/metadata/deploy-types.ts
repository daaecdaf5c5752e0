import type { ApexTestResult, ClassCoverage } from '../org.ts';

export type TestLevel = 'NoTestRun' | 'RunSpecifiedTests' | 'RunRelevantTests' | 'RunLocalTests' | 'RunAllTestsInOrg';

export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly singlePackage: boolean;
  readonly testLevel: TestLevel;
  readonly runTests: readonly string[];
}

/** What is wrong with one component. */
export interface Problem {
  readonly type: string;
  readonly fullName: string;
  /** Path in the archive. */
  readonly fileName: string;
  readonly problem: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ComponentSuccess {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly state: 'created' | 'changed' | 'deleted' | 'unchanged';
}

export interface DeployTests {
  readonly results: readonly ApexTestResult[];
  readonly coverage: readonly ClassCoverage[];
  /** Too little coverage, or a test that does not exist. */
  readonly warnings: readonly { name: string | null; message: string }[];
  readonly totalMs: number;
}

export type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';

export interface Deployment {
  /** 18 characters, prefix 0Af. */
  readonly id: string;
  readonly options: DeployOptions;
  readonly createdBy: { id: string; name: string };
  readonly createdAt: Date;
  startedAt?: Date;
  endedAt?: Date;
  status: DeployStatus;
  /** Why nothing could be looked at, such as a broken archive. */
  error?: { code: string; message: string };
  /** Known once the archive is read. */
  total: number;
  failures: readonly Problem[];
  successes: readonly ComponentSuccess[];
  tests?: DeployTests;
}

export const isOver = ({ status }: Deployment): boolean => !['Pending', 'InProgress'].includes(status);
