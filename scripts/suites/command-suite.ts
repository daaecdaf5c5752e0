import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Suite } from './suite.ts';

export interface Check {
  /** What it proves, as the title of one test. */
  title: string;
  /** Arguments of Node; the first is the program. */
  args: readonly string[];
  /** Path that must be in the repository for the check to judge anything; the program itself when absent. */
  judges?: string;
}

export interface CommandSuite extends Pick<Suite, 'name' | 'timeLimitMs' | 'needs' | 'alone'> {
  checks: readonly Check[];
}

/** Commands that end with 0 when they are content; each is one test. */
export function defineCommandSuite({ checks, ...suite }: CommandSuite): Suite {
  const present = (root: string): Check[] =>
    checks.filter(({ args, judges }) => [args[0], judges].every((file) => file === undefined || existsSync(path.join(root, file))));
  return {
    ...suite,
    exists: (root) => present(root).length > 0,
    async run({ root, run }) {
      const results: { title: string; code: number; output: string }[] = [];
      for (const { title, args } of present(root)) results.push({ title, ...(await run(args)) });
      const bad = results.filter(({ code }) => code !== 0);
      const output = bad.map((one) => `✗ ${one.title}\n${one.output}`).join('\n');
      return { passed: results.length - bad.length, failed: bad.length, skipped: [], output };
    },
  };
}
