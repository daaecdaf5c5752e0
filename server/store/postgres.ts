import { Socket } from 'node:net';
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

export interface PostgresLimits {
  /** The server ends a statement, or a transaction in which nothing happens, after this time. */
  statementMs: number;
  /** A connection on which nothing has come for so long is given up: the server, or the way to it, is gone without a word. Longer than any statement. */
  silentMs: number;
}

/** Our longest statements take seconds. */
const LIMITS: PostgresLimits = { statementMs: 45_000, silentMs: 60_000 };

/** Migrated and ready. A migration may take as long as it takes. */
export async function openPostgres(databaseUrl: string, limits: PostgresLimits = LIMITS): Promise<Store> {
  const migrating = open(createPool(databaseUrl, {}));
  try {
    await migrate(migrating as unknown as Kysely<never>);
  } finally {
    await migrating.destroy();
  }
  const { statementMs, silentMs } = limits;
  const pool = createPool(databaseUrl, { statement_timeout: statementMs, idle_in_transaction_session_timeout: statementMs });
  pool.on('connect', ({ connection: { stream } }) => {
    if (stream instanceof Socket) stream.setTimeout(silentMs, () => stream.destroy(new Error(`PostgreSQL has said nothing for ${silentMs / 1000} s`)));
  });
  const db = open(pool);
  return { kind: 'postgres', db, jobsDb: null, databaseUrl, close: () => db.destroy() };
}

const open = (pool: pg.Pool): Kysely<Tables> => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

function createPool(databaseUrl: string, limits: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: MAX_CONNECTIONS, types, application_name: 'crossledger', connectionTimeoutMillis: 10_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000, ...limits });
  // An idle connection that breaks is replaced by the pool; the query that needs one reports its own error.
  pool.on('error', () => undefined);
  // The pool listens to idle connections only: one that breaks inside a transaction would end the process. Its query reports the error.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
