import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { defineCommandSuite } from '../../scripts/suites/command-suite.ts';
import { runSuites } from '../../scripts/suites/run-suites.ts';
import type { Suite } from '../../scripts/suites/suite.ts';
import type { Need } from '../../scripts/setup/needs.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const run = (root: string, suites: Suite[], missing: Need[] = []) => runSuites(suites, { root, missing, lanes: 2, say: () => undefined });
const suiteOf = (name: string, script: string, more: Partial<Suite> = {}): Suite =>
  ({ ...defineCommandSuite({ name, timeLimitMs: 20_000, checks: [{ title: 'it works', args: [script] }] }), ...more });

it('counts commands that end well and shows what the others printed', async () => {
  const root = makeTemporaryFolder({ 'good.mjs': '', 'bad.mjs': "console.log('line 7 is wrong'); process.exit(1)" });
  const [good, bad] = await run(root, [suiteOf('good', 'good.mjs'), suiteOf('bad', 'bad.mjs')]);
  expect(good).toMatchObject({ passed: 1, failed: 0 });
  expect(bad).toMatchObject({ passed: 0, failed: 1, output: expect.stringContaining('line 7 is wrong') });
});

it('ends a suite that hangs, with all that it started, and says which', async () => {
  const root = makeTemporaryFolder({
    'listen.mjs': "import { createServer } from 'node:net'; const s = createServer().listen(0, '127.0.0.1', () => console.log(`port ${s.address().port}.`));",
    'hang.mjs': "import { spawn } from 'node:child_process'; spawn(process.execPath, ['listen.mjs'], { stdio: 'inherit' }); setInterval(() => {}, 1e6);",
  });
  const [result] = await run(root, [suiteOf('hanging', 'hang.mjs', { timeLimitMs: 3000 })]);
  expect(result).toMatchObject({ failed: 1, output: expect.stringContaining('hanging was ended') });
  const port = Number(/port (\d+)\./.exec(result?.output ?? '')?.[1]);
  await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('takes a suite without a single test for a failure', async () => {
  const root = makeTemporaryFolder();
  const [result] = await run(root, [suiteOf('empty', 'nothing.mjs')]);
  expect(result).toMatchObject({ passed: 0, failed: 1, output: expect.stringContaining('no test at all') });
});

it('names a suite that cannot run, with the way to get what it needs', async () => {
  const jdk: Need = { name: 'jdk', what: 'a JDK', aptPackages: [], otherwise: 'install a JDK', isThere: () => false };
  const root = makeTemporaryFolder({ 'good.mjs': '' });
  const [result] = await run(root, [suiteOf('apex-compile', 'good.mjs', { needs: ['jdk'] })], [jdk]);
  expect(result).toMatchObject({ passed: 0, failed: 0, skipped: [{ title: 'apex-compile needs a JDK: install a JDK', allowed: false }] });
});

it('runs a lonely suite only when nothing else runs', async () => {
  let now = 0;
  let most = 0;
  const counting = (name: string, alone: boolean): Suite => ({
    name, alone, timeLimitMs: 1e5, exists: () => true,
    async run() {
      now += 1;
      if (alone) most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return { passed: 1, failed: 0, skipped: [], output: '' };
    },
  });
  const results = await run('.', [counting('journeys', true), counting('a', false), counting('b', false), counting('browser', true)]);
  expect(most).toBe(1);
  expect(results.map((one) => one.name)).toEqual(['journeys', 'a', 'b', 'browser']);
});
