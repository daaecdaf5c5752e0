import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../server/store/database.ts';
import { copyEmptyDatabase } from '../support/empty-database.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-remnants-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function opens(dataFolder: string): Promise<unknown> {
  const store = await openStore({ databaseUrl: null, dataFolder });
  const { rows } = await sql`select count(*)::int as orgs from orgs`.execute(store.db);
  await store.close();
  return rows;
}

describe('an embedded store opens after its process was killed', () => {
  it.each(['', '42\n/somewhere\n'])('while it wrote its own lock file: %j', async (content) => {
    const dataFolder = path.join(folder, `lock-${content.length}`);
    await copyEmptyDatabase(dataFolder);
    writeFileSync(path.join(dataFolder, 'pglite', 'postmaster.pid'), content);
    expect(await opens(dataFolder)).toEqual([{ orgs: 0 }]);
  });

  it('while it was made for the first time, and nothing half made is left', async () => {
    const dataFolder = path.join(folder, 'half');
    mkdirSync(path.join(dataFolder, 'pglite.creating-1', 'base'), { recursive: true });
    writeFileSync(path.join(dataFolder, 'pglite.creating-1', 'PG_VERSION'), '17');
    expect(await opens(dataFolder)).toEqual([{ orgs: 0 }]);
    expect(readdirSync(dataFolder).filter((name) => name.startsWith('pglite'))).toEqual(['pglite']);
    expect(existsSync(path.join(dataFolder, 'pglite', 'PG_VERSION'))).toBe(true);
  });
});
