import { Kysely } from 'kysely';
import type { Db as JobsDb } from 'pg-boss';
import { openEmbedded } from './embedded.ts';
import { openPostgres } from './postgres.ts';
import type { Tables } from './schema.ts';

export type Database = Kysely<Tables>;

export interface Store {
  kind: 'postgres' | 'embedded';
  db: Database;
  /** For the job queue, in the same database. */
  jobsDb: JobsDb | null;
  /** Connection address for the job queue's own pool; null on the embedded store. */
  databaseUrl: string | null;
  close(): Promise<void>;
}

/** PostgreSQL when an address is given, else PGlite in the data folder. Migrated and ready. */
export async function openStore(options: { databaseUrl: string | null; dataFolder: string }): Promise<Store> {
  return options.databaseUrl === null ? openEmbedded(options.dataFolder) : openPostgres(options.databaseUrl);
}
