import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { readTestReport } from './test-report.ts';
import type { Suite } from './suite.ts';

export interface VitestSuite extends Pick<Suite, 'name' | 'timeLimitMs' | 'needs' | 'wants' | 'alone'> {
  /** Folders below test/; or, with `not`, every folder but these. */
  folders: readonly string[];
  not?: boolean;
  /** Files at the same time; 1 when absent. */
  workers?: number;
}

/** Recorded exchanges of real systems stand beside the repository, not in it. */
const recordingsFolder = (root: string): string => process.env.CROSSLEDGER_RECORDINGS ?? path.join(root, '../shared/recordings');

/** Test files in some folders of test/, run by Vitest. */
export function defineVitestSuite({ folders, not = false, workers = 1, ...suite }: VitestSuite): Suite {
  return {
    ...suite,
    exists: (root) =>
      globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/force-app/**', '**/node_modules/**'] })
        .some((file) => folders.includes(file.split(path.sep)[1] ?? '') !== not),
    async run({ root, folder, run }) {
      const file = path.join(folder, 'report.json');
      const where = not ? folders.flatMap((one) => ['--exclude', `test/${one}/**`]) : folders.map((one) => `test/${one}/`);
      const result = await run(['node_modules/vitest/vitest.mjs', 'run', ...where, `--maxWorkers=${workers}`, '--exclude=**/node_modules/**', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
      const withoutRecordings = !existsSync(recordingsFolder(root));
      return readTestReport(file, result, { root, allowSkip: (name) => withoutRecordings && name.startsWith(path.join('test', 'recordings')) });
    },
  };
}
