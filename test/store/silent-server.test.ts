import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../server/store/database.ts';
import { openPostgres } from '../../server/store/postgres.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { startSilentProxy, type SilentProxy } from '../support/silent-proxy.ts';
import { until } from '../support/until.ts';

const LIMITS = { statementMs: 500, silentMs: 1_000 };

describe.skipIf(!hasPostgres())('PostgreSQL behind a network that may lose its way (needs PostgreSQL)', () => {
  let server: PostgresServer;
  let proxy: SilentProxy;
  let address: string;
  let store: Store;
  beforeAll(async () => {
    server = await startPostgres();
    const url = new URL(await server.createDatabase('store'));
    proxy = await startSilentProxy(Number(url.port));
    url.port = String(proxy.port);
    address = url.href;
    store = await openPostgres(address, LIMITS);
  });
  afterAll(async () => {
    await store.close();
    proxy.close();
    await server.stop();
  });
  const one = async (): Promise<number | undefined> => (await sql<{ one: number }>`select 1 as one`.execute(store.db)).rows[0]?.one;

  it('a query whose server has vanished without a word fails in time, and the next one goes over a new connection', async () => {
    expect(await one()).toBe(1);
    proxy.silence();
    await expect(one()).rejects.toThrow(/said nothing for 1 s/);
    expect(await one()).toBe(1);
  });

  it('so does a transaction', async () => {
    const lost = store.db.transaction().execute(async (db) => {
      await sql`select 1`.execute(db);
      proxy.silence();
      await sql`select 1`.execute(db);
    });
    // The roll-back finds the connection gone.
    await expect(lost).rejects.toThrow(/not queryable/);
    expect(await one()).toBe(1);
  });

  it('a statement that takes too long is ended by the server, and its connection goes on', async () => {
    await expect(sql`select pg_sleep(30)`.execute(store.db)).rejects.toThrow(/statement timeout/);
    expect(await one()).toBe(1);
  });

  it('a migration takes as long as it takes', async () => {
    const held = Promise.withResolvers<undefined>();
    const direct = await openPostgres(server.url.replace(/\/postgres$/, '/store'), { statementMs: 60_000, silentMs: 60_000 });
    const holding = direct.db.transaction().execute(async (db) => {
      await sql`lock table kysely_migration in access exclusive mode`.execute(db);
      await held.promise;
    });
    const opening = openPostgres(address, LIMITS);
    await until('it has waited longer than a statement may take', async () => {
      const { rows } = await sql`select 1 from pg_stat_activity where datname = 'store' and wait_event_type = 'Lock' and now() - query_start > interval '1500 milliseconds'`.execute(direct.db);
      return rows.length > 0;
    }, { withinMs: 20_000, everyMs: 100 });
    held.resolve(undefined);
    await holding;
    await (await opening).close();
    await direct.close();
  });
});
