import type { NeedName } from '../setup/needs.ts';
import type { RunCommand } from './run-command.ts';

export interface Skip {
  title: string;
  /** The one skip that is no failure in CI: recorded exchanges that are not on this machine. */
  allowed: boolean;
}

/** What a suite's own report says. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: Skip[];
  /** Shown when something failed. */
  output: string;
}

export interface SuiteContext {
  /** Root of the repository. */
  root: string;
  /** Empty folder for the suite's report files. */
  folder: string;
  run: RunCommand;
}

export interface Suite {
  /** Name for `--only`. */
  name: string;
  /** Runs while nothing else does, because it measures waiting or uses both cores by itself. */
  alone?: boolean;
  timeLimitMs: number;
  /** The whole suite is skipped by name when one of these is missing. */
  needs?: readonly NeedName[];
  /** Used when there; its tests skip themselves otherwise. */
  wants?: readonly NeedName[];
  /** False as long as the repository has nothing for it to judge. */
  exists(root: string): boolean;
  run(context: SuiteContext): Promise<Outcome>;
}
