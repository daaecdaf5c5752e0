import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../server/store/database.ts';
import { createFakeErp, type Mishap } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { advancePush } from '../../server/orders/advance.ts';
import { advanceToEnd, needPush, openTestStore, orderDeps, ORG_ID, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates'] as const) await store.db.deleteFrom(table).execute();
});

const newCustomerDeal = () => {
  const deal = sampleDeal();
  return sampleDeal({ account: deal.account === null ? null : { ...deal.account, customerNumber: null, name: 'Fabrikam', country: 'Germany' } });
};

/** How many calls an undisturbed run makes. */
async function undisturbedCalls(): Promise<string[]> {
  const erp = createFakeErp(null);
  const key = await wantOrder(store);
  await advanceToEnd(orderDeps(store, createFakeOrg(newCustomerDeal()), erp), store, key);
  return erp.calls;
}

describe('an order survives every interruption', () => {
  it('takes these calls when nothing happens', async () => {
    expect(await undisturbedCalls()).toEqual(['customers by name', 'create customer', 'products', 'currency', 'orders by key', 'create header', 'order', 'add lines', 'order', 'release']);
  });

  const mishaps: Mishap[] = ['die-before', 'die-after', 'lost', 'lost-late', 'lost-never'];
  for (const mishap of mishaps) {
    for (let at = 0; at < 10; at += 1) {
      it(`ends in one order and one customer when call ${at} meets ${mishap}`, async () => {
        const erp = createFakeErp({ at, mishap });
        const org = createFakeOrg(newCustomerDeal());
        const key = await wantOrder(store);
        const deps = orderDeps(store, org, erp);
        // A dead process leaves its leases; the embedded store frees them at the next start.
        const push = await advanceToEnd(deps, store, key, async () => { await store.db.deleteFrom('leases').execute(); });
        erp.flush();
        expect(push.state).toBe('written-back');
        expect(erp.orders).toHaveLength(1);
        expect(erp.orders[0]?.lines.map((line) => line.reference)).toEqual(['00k000000000001AAA', '00k000000000002AAA']);
        expect(erp.orders[0]?.total).toBe('118');
        expect(erp.orders[0]?.held).toBe(false);
        expect(erp.customers.filter((customer) => customer.name === 'Fabrikam')).toHaveLength(1);
        expect(org.told.at(-1)).toMatchObject({ orderNumber: 'SO-1', status: 'In ERP' });
      });
    }
  }

  it('goes on within seconds after a fault that no rule knows, such as a database that was away', async () => {
    const erp = createFakeErp(null);
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp);
    const key = await wantOrder(store);
    let isAway = true;
    const org = async (orgId: string) => {
      if (isAway) throw new Error('Connection terminated unexpectedly');
      return deps.directory.org(orgId);
    };
    const failing = { ...deps, directory: { ...deps.directory, org } };
    await expect(advancePush(failing, ORG_ID, key)).rejects.toThrow('Connection terminated');
    const { next_try_at } = await needPush(store, key);
    expect(Date.parse(next_try_at ?? '') - Date.now()).toBeLessThan(15_000);
    isAway = false;
    expect((await advanceToEnd(failing, store, key)).state).toBe('written-back');
    expect(erp.orders).toHaveLength(1);
  });
});
