import { globSync } from 'node:fs';
import path from 'node:path';
import { readTestReport } from './test-report.ts';
import type { Suite } from './suite.ts';

/** Jest tests of the Lightning components. */
export const components: Suite = {
  name: 'components',
  timeLimitMs: 300_000,
  exists: (root) => globSync('force-app/**/__tests__/**/*.test.js', { cwd: root }).length > 0,
  async run({ root, folder, run }) {
    const file = path.join(folder, 'report.json');
    const result = await run(['node_modules/@salesforce/sfdx-lwc-jest/bin/sfdx-lwc-jest', '--', '--json', `--outputFile=${file}`, '--maxWorkers=1']);
    return readTestReport(file, result, { root });
  },
};
