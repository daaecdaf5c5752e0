import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../server/store/migrate.ts';
import { MIGRATIONS } from '../../server/store/migrations/index.ts';
import { STORES, type TestStore } from './support/stores.ts';

describe.each(STORES)('the $kind store', ({ available, start }) => {
  let test: TestStore;
  beforeAll(async () => { if (available) test = await start(); });
  afterAll(async () => { if (available) await test.stop(); });
  const valueOf = async (expression: string): Promise<unknown> => (await sql.raw<{ value: unknown }>(`select ${expression} as value`).execute(test.store.db)).rows[0]?.value;

  it.skipIf(!available).each([
    ['9007199254740993::int8', '9007199254740993'],
    ['count(*)', '1'],
    ["date '2026-01-31'", '2026-01-31'],
    ["timestamptz '2026-01-31 09:30:00.123456+01'", '2026-01-31T08:30:00.123Z'],
    ["timestamptz '1900-01-01 00:00:00+00'", '1900-01-01T00:00:00.000Z'],
    ['1234567890.1230::numeric', '1234567890.1230'],
    ['(select sum(x) from (values (1.10), (2.20)) as t(x))', '3.30'],
    [`'{"b": [1, 1.5, "x"], "n": null}'::jsonb`, { b: [1, 1.5, 'x'], n: null }],
    ["'null'::jsonb", null],
    ['42::int4', 42],
    ['1.5::float8', 1.5],
    ['true', true],
    ["'6f1c2c1e-8d1b-4f57-9a55-1f2b3c4d5e6f'::uuid", '6f1c2c1e-8d1b-4f57-9a55-1f2b3c4d5e6f'],
    ['null::timestamptz', null],
    ["array['a', 'b']::text[]", ['a', 'b']],
  ])('gives %s as every store does', async (expression, expected) => {
    expect(await valueOf(expression)).toEqual(expected);
  });

  it.skipIf(!available)('gives an identity column as text and bytes as a buffer', async () => {
    const row = await test.store.db.insertInto('audit').values({ chain: 'test', seq: '1', prev_hash: '', hash: '', org_id: null, actor: 'test', action: 'x', subject: 'y', reason: null, request_id: null, after: JSON.stringify({ a: 1 }) }).returning(['id', 'at', 'before', 'after']).executeTakeFirstOrThrow();
    expect(row.id).toMatch(/^\d+$/);
    expect(row.at).toMatch(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
    expect(row.before).toBeNull();
    expect(row.after).toEqual({ a: 1 });
    const bytes = await valueOf("'\\x00ff'::bytea");
    expect(Buffer.isBuffer(bytes)).toBe(true);
    expect([...(bytes as Buffer)]).toEqual([0, 255]);
  });

  it.skipIf(!available)('migrates once: starting again, and two starting together, change nothing', async () => {
    await migrate(test.store.db as never);
    const others = await Promise.all([test.another(), test.another()]);
    for (const other of others) {
      const rows = await sql<{ name: string }>`select name from kysely_migration`.execute(other.db);
      expect(rows.rows.map((row) => row.name)).toEqual(Object.keys(MIGRATIONS));
    }
  });

  it.skipIf(!available)('keeps orgs apart by its keys', async () => {
    const keys = await sql<{ table_name: string }>`select distinct table_name from information_schema.columns where column_name = 'org_id' and table_schema = 'public'`.execute(test.store.db);
    expect(keys.rows.map((row) => row.table_name).sort()).toEqual(expect.arrayContaining(['audit', 'connections', 'cursors', 'customer_creates', 'org_keys', 'panels', 'pushes', 'routing', 'steps', 'token_uses']));
  });

  it.skipIf(!available)('rolls a failed transaction back as a whole', async () => {
    const write = test.store.db.transaction().execute(async (db) => {
      await db.insertInto('cursors').values({ org_id: 'o', name: 'n', value: '1' }).execute();
      await db.insertInto('cursors').values({ org_id: 'o', name: 'n', value: '2' }).execute();
    });
    await expect(write).rejects.toThrow();
    expect(await test.store.db.selectFrom('cursors').selectAll().execute()).toEqual([]);
  });
});
