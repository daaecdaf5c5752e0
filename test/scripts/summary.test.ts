import { expect, it } from 'vitest';
import type { SuiteResult } from '../../scripts/suites/run-suites.ts';
import { summarise } from '../../scripts/suites/summary.ts';

const result = (name: string, more: Partial<SuiteResult>): SuiteResult => ({ name, passed: 0, failed: 0, skipped: [], output: '', seconds: 1.25, ...more });
const recordings = { title: 'recordings', allowed: true };
const chromium = { title: 'browser needs Chromium: install it', allowed: false };

it('closes with the counts of all suites alone on the last line', () => {
  const { lines, ok } = summarise([result('unit', { passed: 40 }), result('browser', { skipped: [chromium] })], false);
  expect(lines.at(-1)).toBe('40 passed, 0 failed, 1 skipped');
  expect(lines).toContain('unit         40       0        0      1.3');
  expect(lines).toContain('Skipped: browser needs Chromium: install it');
  expect(ok).toBe(true);
});

it('is not content when anything failed', () => {
  expect(summarise([result('unit', { passed: 1, failed: 1 })], false).ok).toBe(false);
});

it('counts a skip as failed in CI, but not the recordings that are not there', () => {
  const { lines, ok } = summarise([result('connectors', { passed: 3, skipped: [recordings, chromium] })], true);
  expect(lines.at(-1)).toBe('3 passed, 1 failed, 1 skipped');
  expect(ok).toBe(false);
  expect(summarise([result('connectors', { passed: 3, skipped: [recordings] })], true).ok).toBe(true);
});
