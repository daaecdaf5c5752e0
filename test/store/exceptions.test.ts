import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { storeOutcome, storeThrough } from '../../server/orders/exceptions.ts';
import { commonCauses, countQueue, findException, readQueue } from '../../server/store/exception-queue.ts';
import { closeException, redriveCause } from '../../server/store/exceptions.ts';
import { changePush, findPush, insertPush, type Push } from '../../server/store/pushes.ts';
import { emptyOrders } from '../support/exception-bench.ts';
import { STORES, type TestStore } from './support/stores.ts';

const ORG_ID = '00D000000000001EAA';
const ITEM = 'order.item-unknown:main:usmf:P-9';
const itemUnknown = new CrossledgerError('order.item-unknown', { item: 'P-9', company: 'usmf' });
const keyOf = (n: number): string => `ABCDEFGHIJKLMN${String.fromCharCode(65 + Math.floor(n / 26))}${String.fromCharCode(65 + (n % 26))}`;

describe.each(STORES)('exceptions on the $kind store', ({ available, start }) => {
  let test: TestStore;
  beforeAll(async () => {
    if (!available) return;
    test = await start();
    await test.store.db.insertInto('orgs').values({ id: ORG_ID, name: 'Org', sandbox: true, enabled: true, instance_url: 'http://127.0.0.1', login_url: 'http://127.0.0.1', client_id: 'c', username: 'u', namespace: '', currency: 'USD', private_key_sealed: null }).execute();
  });
  afterAll(async () => { if (available) await test.stop(); });
  beforeEach(async () => { if (available) await emptyOrders(test.store); });

  /** Pushes that all wait for item P-9. */
  async function blocked(count: number): Promise<Push[]> {
    const { db } = test.store;
    const pushes: Push[] = [];
    for (let n = 0; n < count; n += 1) {
      const key = keyOf(n);
      await insertPush(db, { orgId: ORG_ID, key, opportunityId: '006000000000001AAA', cycle: n, origin: 'won' });
      await changePush(db, ORG_ID, key, { connection: 'main' });
      const push = await findPush(db, ORG_ID, key);
      if (push === undefined) throw new Error(`no push ${key}`);
      await storeOutcome(db, push, { state: 'blocked', nextTryInMs: 3_600_000 }, itemUnknown, null);
      pushes.push(push);
    }
    return pushes;
  }

  it.skipIf(!available)('are read page by page, counted and grouped by cause', async () => {
    await blocked(7);
    const { db } = test.store;
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await readQueue(db, ORG_ID, { state: 'open', connection: 'main' }, { limit: 3, after });
      seen.push(...page.rows.map((row) => row.key));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, n) => keyOf(n)));
    expect(await countQueue(db, ORG_ID, {})).toEqual({ open: 7 });
    expect(await commonCauses(db, ORG_ID, {}, 5)).toEqual([{ cause: ITEM, code: 'order.item-unknown', count: 7 }]);
    await expect(readQueue(db, ORG_ID, {}, { limit: 3, after: 'yesterday' })).rejects.toThrow(/after must be/);
    expect(await findException(db, '00D000000000002EAA', (await readQueue(db, ORG_ID, {}, { limit: 1 })).rows[0]?.id ?? '')).toBeUndefined();
  });

  it.skipIf(!available)('of one cause go at once when many orders go through at the same time on two instances, without a deadlock', async () => {
    const pushes = await blocked(30);
    const other = await test.another();
    await Promise.all(pushes.slice(0, 16).map((push, n) => storeThrough(n % 2 === 0 ? test.store.db : other.db, push, { state: 'sent' }, null)));
    // What was locked by another at that moment is left to the next one that goes through.
    await redriveCause(test.store.db, ORG_ID, ITEM, 100);
    expect(await countQueue(test.store.db, ORG_ID, {})).toEqual({ resolved: 16, retrying: 14 });
    for (const push of pushes.slice(16)) expect(Date.parse((await findPush(test.store.db, ORG_ID, push.key))?.next_try_at ?? '')).toBeLessThan(Date.now() + 60_000);
    expect(await redriveCause(other.db, ORG_ID, ITEM, 100)).toBe(0);
  });

  it.skipIf(!available)('leave no push behind that says something else when the transaction fails', async () => {
    const [push] = await blocked(1);
    if (push === undefined) throw new Error('no push');
    const { db } = test.store;
    await closeException(db, { orgId: ORG_ID, key: push.key, kind: 'push' }, { state: 'resolved', resolution: 'gone', by: 'crossledger' });
    const unwritable = new CrossledgerError('order.item-unknown', { item: 'P\u0000', company: 'usmf' });
    await expect(storeOutcome(db, push, { state: 'dead' }, unwritable, null)).rejects.toThrow();
    expect(await findPush(db, ORG_ID, push.key)).toMatchObject({ state: 'blocked' });
    expect(await countQueue(db, ORG_ID, {})).toEqual({ resolved: 1 });
  });
});
