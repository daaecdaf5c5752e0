import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStore, type Store } from '../../../server/store/database.ts';
import { copyEmptyDatabase } from '../../support/empty-database.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../../support/postgres.ts';

export interface TestStore {
  store: Store;
  /** A second instance on the same data; on the embedded store the same one, since it has one owner. */
  another(): Promise<Store>;
  stop(): Promise<void>;
}

async function startEmbedded(): Promise<TestStore> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'crossledger-store-'));
  await copyEmptyDatabase(dataFolder);
  const store = await openStore({ databaseUrl: null, dataFolder });
  return { store, another: async () => store, stop: async () => { await store.close(); rmSync(dataFolder, { recursive: true, force: true }); } };
}

async function startOnPostgres(): Promise<TestStore> {
  const server: PostgresServer = await startPostgres();
  const databaseUrl = await server.createDatabase('store');
  const open = () => openStore({ databaseUrl, dataFolder: server.folder });
  const opened: Store[] = [await open()];
  const [store] = opened;
  if (store === undefined) throw new Error('no store');
  return {
    store,
    another: async () => { const one = await open(); opened.push(one); return one; },
    stop: async () => { await Promise.all(opened.map((one) => one.close())); await server.stop(); },
  };
}

/** Both stores by name; tests that run on them make the same promises twice. */
export const STORES: { kind: Store['kind']; available: boolean; start: () => Promise<TestStore> }[] = [
  { kind: 'embedded', available: true, start: startEmbedded },
  { kind: 'postgres', available: hasPostgres(), start: startOnPostgres },
];
