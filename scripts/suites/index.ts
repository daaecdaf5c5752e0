import { apexTests } from './apex-suite.ts';
import { defineCommandSuite } from './command-suite.ts';
import { components } from './components-suite.ts';
import type { Suite } from './suite.ts';
import { defineVitestSuite } from './vitest-suite.ts';

const minutes = (count: number): number => count * 60_000;
const bin = (name: string): string => `node_modules/${name}`;
const source = 'force-app/main';

/** Everything that passes judgement, in the order in which it starts: the longest that shares the machine first, so that the others fit beside it. */
export const SUITES: readonly Suite[] = [
  defineVitestSuite({ name: 'unit', timeLimitMs: minutes(6 * 3), wants: ['postgres'], not: true, folders: ['connectors', 'recordings', 'sandbox', 'journeys', 'prove', 'browser'] }),
  defineCommandSuite({
    name: 'lint', timeLimitMs: minutes(6 * 3),
    checks: [
      { title: 'ESLint finds nothing', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0'] },
      { title: 'Apex is formatted', args: [bin('prettier/bin/prettier.cjs'), '--check', 'force-app/**/*.{cls,trigger}'], judges: source },
    ],
  }),
  defineCommandSuite({ name: 'types', timeLimitMs: minutes(4 * 3), checks: [{ title: 'TypeScript has no errors', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'] }] }),
  defineCommandSuite({ name: 'layers', timeLimitMs: minutes(1), checks: [{ title: 'Imports go down only', args: ['scripts/check-layers.ts'] }] }),
  defineCommandSuite({ name: 'words', timeLimitMs: minutes(1), checks: [{ title: 'The repository speaks of Crossledger only', args: ['scripts/check-words.ts'] }] }),
  defineCommandSuite({
    name: 'metadata', timeLimitMs: minutes(4 * 3),
    checks: [
      { title: 'Metadata files are valid', args: ['scripts/check-metadata.ts'], judges: source },
      { title: 'Metadata names only what exists', args: ['scripts/check-references.ts'], judges: source },
      { title: 'Every text is there in each language', args: ['scripts/check-translations.ts'], judges: source },
      { title: 'Flows pass their rules', args: ['scripts/check-flows.ts'], judges: source },
      { title: 'The package can be built for deployment', args: ['scripts/check-deployable.ts'], judges: source },
    ],
  }),
  defineCommandSuite({
    name: 'apex-compile', timeLimitMs: minutes(6 * 3), needs: ['jdk'],
    checks: [
      { title: 'Apex compiles', args: ['scripts/check-apex-compile.ts'], judges: source },
      { title: 'SOQL names fields that exist', args: ['scripts/check-soql-fields.ts'], judges: source },
      { title: 'Apex passes PMD', args: ['scripts/check-apex-rules.ts'], judges: source },
    ],
  }),
  apexTests,
  components,
  defineVitestSuite({ name: 'connectors', timeLimitMs: minutes(5 * 3), folders: ['connectors', 'recordings'] }),
  defineVitestSuite({ name: 'sandbox', timeLimitMs: minutes(6 * 3), folders: ['sandbox'] }),
  defineVitestSuite({ name: 'journeys', timeLimitMs: minutes(8 * 3), wants: ['postgres'], alone: true, workers: 2, folders: ['journeys'] }),
  defineVitestSuite({ name: 'prove', timeLimitMs: minutes(8 * 3), wants: ['postgres'], alone: true, workers: 2, folders: ['prove'] }),
  defineVitestSuite({ name: 'browser', timeLimitMs: minutes(6 * 3), alone: true, workers: 2, needs: ['chromium'], wants: ['inter'], folders: ['browser'] }),
];
