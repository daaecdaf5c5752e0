import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { hasPostgres } from '../support/postgres.ts';
import { bugFolder, copyWithBug } from './copy-with-bug.ts';
import { runProver } from './run-prover.ts';

vi.setConfig({ testTimeout: 300_000 });

interface PlantedBug {
  name: string;
  /** Schedules aimed at it. */
  args: string[];
  needsPostgres?: boolean;
}

const BUGS: PlantedBug[] = [
  { name: 'blind-retry', args: ['--runs', '3', '--mix', 'lost-answers', '--store', 'embedded'] },
  { name: 'look-up-skipped', args: ['--runs', '3', '--mix', 'lost-answers', '--store', 'embedded'] },
  { name: 'settle-time-ignored', args: ['--runs', '3', '--mix', 'late-commits', '--store', 'embedded'] },
  { name: 'lease-not-checked', args: ['--runs', '3', '--mix', 'frozen', '--store', 'postgres'], needsPostgres: true },
];

describe('the prover', () => {
  it('is tried against every planted bug there is', () => {
    expect(readdirSync(bugFolder).sort()).toEqual(BUGS.map((bug) => `${bug.name}.patch`).sort());
  });

  for (const { name, args, needsPostgres = false } of BUGS) {
    it.skipIf(needsPostgres && !hasPostgres())(`catches the planted bug ${name}: orders are doubled, it ends with 1 and says how to replay it${needsPostgres ? ' (needs PostgreSQL)' : ''}`, async () => {
      const copy = copyWithBug(name);
      try {
        const end = await runProver(copy.folder, '--seed', '1', '--erp', 'fno', '--stop', ...args);
        expect(end.closing.doubled, end.output).toBeGreaterThan(0);
        expect(end.code).toBe(1);
        expect(end.output).toMatch(/^replay: npm run prove:once -- --seed 1 --run \d/m);
      } finally {
        copy.remove();
      }
    });
  }
});
