import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore } from '../../server/store/database.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** A template is good for exactly these files. */
const MADE_FROM = ['server/store/embedded.ts', 'server/store/migrate.ts', 'server/store/migrations/*.ts', 'node_modules/@electric-sql/pglite/package.json'];

let made: Promise<string> | null = null;

/** Puts an empty embedded database of today's schema into the data folder: creating one takes seconds, so it is made once and copied. */
export async function copyEmptyDatabase(dataFolder: string): Promise<void> {
  made ??= makeTemplate();
  const template = await made;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  cpSync(template, path.join(dataFolder, 'pglite'), { recursive: true });
}

async function makeTemplate(): Promise<string> {
  const files = globSync(MADE_FROM, { cwd: root }).sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  const template = path.join(os.tmpdir(), `crossledger-empty-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(template)) return template;
  const making = `${template}-${randomUUID()}`;
  const store = await openStore({ databaseUrl: null, dataFolder: making });
  await store.close();
  try {
    renameSync(path.join(making, 'pglite'), template);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(template)) throw error;
  }
  rmSync(making, { recursive: true, force: true });
  return template;
}
