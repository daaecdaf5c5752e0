import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import { watchSentDeals } from '../../server/orders/watch.ts';
import type { Store } from '../../server/store/database.ts';
import { emptyOrders, exceptionsIn } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(() => emptyOrders(store));

const deal = sampleDeal({ charges: '19.9' });
const world = (connection = sendingConnection({ companyDefaults: () => ({ customerGroup: '10', chargesItem: 'FREIGHT' }) })) => {
  const [erp, org] = [createFakeErp(null), createFakeOrg(deal)];
  return { erp, org, deps: orderDeps(store, org, erp, () => connection) };
};

describe('charges of a deal', () => {
  it('are one more line of the order, of the item that the connection names', async () => {
    const { erp, deps } = world();
    const key = await wantOrder(store);
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    // By hand: 2 × 50 and 1 × 20 less 10 % are 118; 19.90 more are 137.90.
    expect(erp.orders).toMatchObject([{ total: '137.9', lines: [{ itemNumber: 'P-1' }, { itemNumber: 'V-1' }, { itemNumber: 'FREIGHT', quantity: '1', unitPrice: '19.9', reference: deal.id, description: 'Charges' }] }]);
  });

  it('without such an item stop the order with a sentence for the admin, and it goes by itself when the item is named', async () => {
    const connection = sendingConnection();
    const { erp, deps } = world(connection);
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({
      state: 'blocked', code: 'order.charges-item', fixer: 'admin',
      message: 'The deal has charges of 19.9 USD, and connection "fno" names no item for charges in company usmf. An admin names the item of charges in the connection\'s settings; the order then goes by itself.',
    });
    expect(erp.orders).toEqual([]);
    connection.companyDefaults = () => ({ chargesItem: 'FREIGHT' });
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.orders).toHaveLength(1);
  });

  it.each([
    ['charges 25 USD instead of 19.9', { charges: '25' }],
    ['discount of the whole order 5 USD instead of 0', { discountAmount: '5' }],
    ['discount of the whole order 3 % instead of 0', { discountPercent: '3' }],
  ])('that change after sending are an exception: %s', async (words, change) => {
    const { org, deps } = world();
    await advanceToEnd(deps, store, await wantOrder(store));
    org.changed = [{ deal: { ...deal, ...change }, isDeleted: false, modifiedAt: new Date().toISOString() }];
    await watchSentDeals(deps, ORG_ID);
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'deal.changed-after', sentence: expect.stringContaining(words) }]);
  });
});
