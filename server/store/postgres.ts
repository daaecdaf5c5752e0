import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Store } from './database.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';

const MAX_CONNECTIONS = 10;

/** Both stores give dates as text, instants as ISO text and 64-bit integers as text. */
const types = new pg.TypeOverrides();
types.setTypeParser(1082, (text) => text);
types.setTypeParser(1184, (text) => new Date(text).toISOString());

export async function openPostgres(databaseUrl: string): Promise<Store> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: MAX_CONNECTIONS, types, application_name: 'crossledger', connectionTimeoutMillis: 10_000 });
  // An idle connection that breaks is replaced by the pool; the query that needs one reports its own error.
  pool.on('error', () => undefined);
  // The pool listens to idle connections only: one that breaks inside a transaction would end the process. Its query reports the error.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db as unknown as Kysely<never>);
  return { kind: 'postgres', db, jobsDb: null, databaseUrl, close: () => db.destroy() };
}
