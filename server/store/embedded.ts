import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { fromPglite } from 'pg-boss';
import type { Store } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';

const OPTIONS = {
  postgresqlconf: ['shared_buffers=16MB'],
  parsers: {
    20: (text: string) => text,
    1082: (text: string) => text,
    1184: (text: string) => new Date(text).toISOString(),
    17: (text: string) => Buffer.from(text.slice(2), 'hex'),
  },
};

/**
 * PGlite in `<dataFolder>/pglite`. Safe against a killed process, not against a power loss: it never calls fsync
 * (measured, see docs/decisions).
 */
export async function openEmbedded(dataFolder: string): Promise<Store> {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(dataFolder);
  const folder = path.join(dataFolder, 'pglite');
  try {
    await clearRemnants(dataFolder);
    if (!existsSync(folder)) await createDatabase(folder);
    const pglite = await PGlite.create({ dataDir: folder, ...OPTIONS });
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
    await migrate(db as unknown as Kysely<never>);
    // There is one owner: whatever a former process held is free.
    await db.deleteFrom('leases').execute();
    return { kind: 'embedded', db, jobsDb: fromPglite(pglite), databaseUrl: null, close: async () => { await db.destroy(); await lock.release(); } };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

const CREATING = 'pglite.creating-';

/** What a killed process left half done. The lock of the folder says that nobody uses it: PostgreSQL's own lock file may stand there empty. */
async function clearRemnants(dataFolder: string): Promise<void> {
  await rm(path.join(dataFolder, 'pglite', 'postmaster.pid'), { force: true });
  for (const name of await readdir(dataFolder)) if (name.startsWith(CREATING)) await rm(path.join(dataFolder, name), { recursive: true, force: true });
}

/** It gets its name when it is whole. */
async function createDatabase(folder: string): Promise<void> {
  const creating = path.join(path.dirname(folder), `${CREATING}${randomUUID()}`);
  await createInChild(creating);
  await rename(creating, folder);
}

/** The first creation needs several hundred megabytes that a process would keep; a child gives them back. */
function createInChild(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => { text += chunk.toString(); });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The embedded database could not be created: ${text.trim()}`))));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] !== undefined) {
  const pglite = await PGlite.create({ dataDir: process.argv[2], ...OPTIONS });
  await pglite.close();
}
