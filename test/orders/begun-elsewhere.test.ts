import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import type { Store } from '../../server/store/database.ts';
import { changePush, type Push } from '../../server/store/pushes.ts';
import { createFakeErp, type FakeErp, type Mishap } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal, type FakeOrg } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';
import { until } from '../support/until.ts';

let store: Store & { remove(): Promise<void> };
let headerAt: number;
beforeAll(async () => {
  store = await openTestStore();
  const { first, deps, key } = await twoErps(null);
  await advanceToEnd(deps, store, key);
  headerAt = first.calls.indexOf('create header');
});
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates', 'exceptions'] as const) await store.db.deleteFrom(table).execute();
});

interface Two {
  first: FakeErp;
  second: FakeErp;
  org: FakeOrg;
  deps: OrdersDeps;
  key: string;
  /** How long what was lost may still commit, from now on. */
  settleIn(ms: number): void;
}

/** The deal's account leads to `fno`; `second` is another ERP. */
async function twoErps(mishap: Mishap | null): Promise<Two> {
  const [first, second] = [createFakeErp(mishap === null ? null : { at: headerAt, mishap }), createFakeErp(null)];
  const org = createFakeOrg(leadingTo('fno'));
  const deps = orderDeps(store, org, first);
  const connections = ['fno', 'second'].map((name) => sendingConnection({ name }));
  deps.directory.connection = async (_orgId, name) => connections.find((one) => one.name === name) ?? null;
  deps.directory.erp = async (_orgId, name) => (name === 'fno' ? first : second).erp;
  const settleIn = (settleMs: number): void => { for (const one of connections) one.settleMs = settleMs; };
  return { first, second, org, deps, settleIn, key: await wantOrder(store) };
}

function leadingTo(connection: string) {
  const deal = sampleDeal();
  if (deal.account === null) throw new Error('the deal has no account');
  return sampleDeal({ account: { ...deal.account, connection } });
}

async function advanceUntil({ deps, key }: Two, code: string): Promise<Push> {
  await until(`the push says ${code}`, async () => {
    await changePush(store.db, ORG_ID, key, { nextTryInMs: 0 });
    await advancePush(deps, ORG_ID, key);
    return (await needPush(store, key)).code === code;
  }, { withinMs: 10_000, everyMs: 20 });
  return needPush(store, key);
}

describe('an order that was begun, and whose account leads to another ERP by now', () => {
  it.each<Mishap>(['lost', 'lost-late'])('is not begun there once more when its answer was %s: somebody decides, and it is finished where it is', async (mishap) => {
    const two = await twoErps(mishap);
    await advancePush(two.deps, ORG_ID, two.key);
    two.org.deal = leadingTo('second');
    const push = await advanceUntil(two, 'order.begun-elsewhere');
    expect(push).toMatchObject({ state: 'blocked', connection: 'fno', fixer: 'finance', message: expect.stringMatching(/^Order SO-1 of this deal was begun in company usmf of "fno"/) });
    expect([two.first.orders.length, two.second.orders.length]).toEqual([1, 0]);
    two.org.deal = leadingTo('fno');
    expect(await advanceToEnd(two.deps, store, two.key)).toMatchObject({ state: 'written-back', order_number: 'SO-1', connection: 'fno' });
    expect([two.first.orders.length, two.second.orders.length]).toEqual([1, 0]);
  });

  it('goes to the other one when it was cancelled where it was begun', async () => {
    const two = await twoErps('lost');
    await advancePush(two.deps, ORG_ID, two.key);
    two.org.deal = leadingTo('second');
    await advanceUntil(two, 'order.begun-elsewhere');
    for (const order of two.first.orders) order.cancelled = true;
    expect(await advanceToEnd(two.deps, store, two.key)).toMatchObject({ state: 'written-back', connection: 'second' });
    expect([two.first.orders.filter(({ cancelled }) => !cancelled).length, two.second.orders.length]).toEqual([0, 1]);
  });

  it('goes to the other one when nothing came of it, but not before nothing can come any more', async () => {
    const two = await twoErps('lost-never');
    two.settleIn(600_000);
    await advancePush(two.deps, ORG_ID, two.key);
    two.org.deal = leadingTo('second');
    await changePush(store.db, ORG_ID, two.key, { nextTryInMs: 0 });
    await advancePush(two.deps, ORG_ID, two.key);
    expect(await needPush(store, two.key)).toMatchObject({ code: 'erp.settling', connection: 'fno' });
    two.settleIn(1);
    await changePush(store.db, ORG_ID, two.key, { code: null, nextTryInMs: 0 });
    expect(await advanceToEnd(two.deps, store, two.key)).toMatchObject({ state: 'written-back', connection: 'second' });
    expect([two.first.orders.length, two.second.orders.length]).toEqual([0, 1]);
  });

  it('may not be judged while the connection that it was begun through is gone', async () => {
    const two = await twoErps('lost');
    await advancePush(two.deps, ORG_ID, two.key);
    two.org.deal = leadingTo('second');
    const known = two.deps.directory.connection.bind(two.deps.directory);
    two.deps.directory.connection = async (orgId, name, options) => (name === 'fno' ? null : known(orgId, name, options));
    expect(await advanceUntil(two, 'connection.unknown')).toMatchObject({ state: 'blocked' });
    expect(two.second.orders.length).toBe(0);
  });
});
