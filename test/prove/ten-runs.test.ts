import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { runProver } from './run-prover.ts';

vi.setConfig({ testTimeout: 420_000 });

const root = path.resolve(import.meta.dirname, '../..');
const RUNS = 10;

it('ten runs with at least 100 orders and 30 kills lose, double and cut short nothing', async () => {
  const { code, closing, kills, output } = await runProver(root, '--runs', `${RUNS}`, '--seed', '20261121');
  expect(closing, output).toMatchObject({ runs: RUNS, lost: 0, doubled: 0, partial: 0 });
  expect(code, output).toBe(0);
  expect(closing.orders).toBeGreaterThanOrEqual(RUNS * 10);
  expect(kills).toBeGreaterThanOrEqual(RUNS * 3);
});
