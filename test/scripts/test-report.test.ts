import path from 'node:path';
import { expect, it } from 'vitest';
import { readTestReport } from '../../scripts/suites/test-report.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const done = { code: 0, output: 'what it printed', timedOut: false };
const read = (report: unknown, result = done) => {
  const root = makeTemporaryFolder({ 'report.json': JSON.stringify(report) });
  return readTestReport(path.join(root, 'report.json'), result, { root: '/repo', allowSkip: (file) => file.startsWith('test/recordings') });
};
const file = (name: string, statuses: string[], status = 'passed') => ({ name: `/repo/${name}`, status, message: 'cannot load', assertionResults: statuses.map((one) => ({ fullName: `is ${one}`, status: one })) });

it('counts passed, failed and skipped tests', () => {
  const outcome = read({ success: false, testResults: [file('test/a.test.ts', ['passed', 'failed'], 'failed'), file('test/recordings/b.test.ts', ['skipped'])] }, { ...done, code: 1 });
  expect(outcome).toMatchObject({ passed: 1, failed: 1, skipped: [{ title: 'test/recordings/b.test.ts: is skipped', allowed: true }] });
});

it('counts a file that does not load as one failure and shows why', () => {
  const outcome = read({ success: false, testResults: [file('test/a.test.ts', [], 'failed')] }, { ...done, code: 1 });
  expect(outcome).toMatchObject({ passed: 0, failed: 1, output: expect.stringContaining('cannot load') });
});

it('counts an error outside of every test', () => {
  expect(read({ success: true, testResults: [file('test/a.test.ts', ['passed'])] }, { ...done, code: 1 })).toMatchObject({ passed: 1, failed: 1 });
});

it('takes a missing report for a failure', () => {
  const outcome = readTestReport('/nowhere/report.json', done, { root: '/repo' });
  expect(outcome).toMatchObject({ failed: 1, output: expect.stringContaining('what it printed') });
});
