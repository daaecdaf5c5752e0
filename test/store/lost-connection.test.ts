import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STORES, type TestStore } from './support/stores.ts';

const postgres = STORES.find((one) => one.kind === 'postgres');
let store: TestStore | undefined;
beforeAll(async () => {
  if (postgres?.available === true) store = await postgres.start();
});
afterAll(() => store?.stop());

it.skipIf(postgres?.available !== true)('a connection that breaks inside a transaction fails that transaction only, and the process goes on (needs PostgreSQL)', async () => {
  if (store === undefined) throw new Error('no store');
  const { db } = store.store;
  const other = (await store.another()).db;
  const broken = db.transaction().execute(async (transaction) => {
    const { rows: [row] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
    await sql`select pg_terminate_backend(${row?.pid ?? 0})`.execute(other);
    // Nothing is asked of the connection while it breaks: then only its error event tells.
    await new Promise((resolve) => { setImmediate(resolve); });
    await sql`select 1`.execute(transaction);
  });
  await expect(broken).rejects.toThrow(/terminat|closed|not queryable/i);
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db);
  expect(rows).toEqual([{ one: 1 }]);
});
