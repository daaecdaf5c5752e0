import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Suite } from './suite.ts';

const counts = z.object({ passed: z.int(), failed: z.int(), uncovered: z.array(z.string()) });

/** The package's own @IsTest classes, run by the project's Apex runner in a process of its own. */
export const apexTests: Suite = {
  name: 'apex-tests',
  timeLimitMs: 240_000,
  exists: (root) => existsSync(path.join(root, 'scripts/apex-test.ts')) && globSync('force-app/test/**/*Test.cls', { cwd: root }).length > 0,
  async run({ folder, run }) {
    const file = path.join(folder, 'counts.json');
    const { output } = await run(['scripts/suites/count-apex-tests.ts', file]);
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], output };
    const { passed, failed, uncovered } = counts.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (passed + failed === 0) return { passed, failed, skipped: [], output };
    const covered = uncovered.length === 0 ? 1 : 0;
    return { passed: passed + covered, failed: failed + 1 - covered, skipped: [], output };
  },
};
