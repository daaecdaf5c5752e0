import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../server/store/database.ts';
import { dropLease, startBeating, takeLease } from '../../server/store/leases.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { until } from '../support/until.ts';

describe.skipIf(!hasPostgres())('when PostgreSQL goes away (needs PostgreSQL)', () => {
  let server: PostgresServer;
  let store: Store;
  let address: string;
  /** In another database of the same server. */
  let keeper: Store;
  beforeAll(async () => {
    server = await startPostgres();
    const open = async (databaseUrl: string) => openStore({ databaseUrl, dataFolder: server.folder });
    address = await server.createDatabase('store');
    [store, keeper] = [await open(address), await open(await server.createDatabase('keeper'))];
  });
  afterAll(async () => {
    await Promise.all([store.close(), keeper.close()]);
    await server.stop();
  });

  const breakConnections = () => sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'store'`.execute(keeper.db);

  it('a connection that breaks inside a transaction fails that transaction only, and the process goes on', async () => {
    const broken = store.db.transaction().execute(async (transaction) => {
      await sql`select 1`.execute(transaction);
      await breakConnections();
      // Nothing is asked of the connection while it breaks: then only its error event tells.
      await new Promise((resolve) => { setImmediate(resolve); });
      await sql`select 1`.execute(transaction);
    });
    // Which of the ways in which a connection ends is seen first is up to the kernel.
    await expect(broken).rejects.toThrow(/terminat|closed|not queryable|ECONNRESET|EPIPE/i);
    expect((await sql<{ one: number }>`select 1 as one`.execute(store.db)).rows).toEqual([{ one: 1 }]);
  });

  it('a lease that could not be dropped is dropped with the next beat', async () => {
    const stopBeating = await startBeating(store.db, 'first', () => undefined);
    expect(await takeLease(store.db, 'push/1', 'first/run', 240_000)).toBe(true);
    await sql`alter database store with allow_connections false`.execute(keeper.db);
    await breakConnections();
    await dropLease(store.db, 'push/1', 'first/run');
    await sql`alter database store with allow_connections true`.execute(keeper.db);
    const second = await openStore({ databaseUrl: address, dataFolder: server.folder });
    expect(await takeLease(second.db, 'push/1', 'second/run', 1000)).toBe(false);
    await until('the lease is free', () => takeLease(second.db, 'push/1', 'second/run', 1000), { withinMs: 15_000, everyMs: 100 });
    await stopBeating();
    await second.close();
  });
});
