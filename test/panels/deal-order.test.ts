import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import type { Order } from '../../server/model/order.ts';
import type { Store } from '../../server/store/database.ts';
import { storeLookUp } from '../../server/store/look-ups.ts';
import { changePush } from '../../server/store/pushes.ts';
import { listSteps } from '../../server/store/steps.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, openTestStore, orderDeps, wantOrder } from '../support/order-bench.ts';
import { DEAL_ID, panelBench } from './deal-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.remove());

const order = (change: Partial<Order> = {}): Order => ({
  company: 'usmf', number: 'SO-1', customerNumber: 'C-1', currency: 'USD', status: 'partly shipped', steps: [{ step: 'created', on: '2026-11-20' }], cancelled: false, held: false,
  lines: [], total: null, createdAt: null, requestedDate: null, reference: null, customerPurchaseOrder: null, link: null, ...change,
});

async function partOf(cycle: number, orders: Order[] = []) {
  const bench = panelBench(store, { keepDays: 0 });
  bench.fake.orders.push(...orders);
  const { order: part } = await bench.read({ parts: ['order'], cycle });
  if (part?.data === null || part?.data === undefined) throw new Error(`no order: ${part?.problem?.detail ?? ''}`);
  return part.data;
}

describe('when the deal was checked', () => {
  const lookUp = (key: string, detail: string) => storeLookUp(store.db, { orgId: ORG_ID, key, step: 'look up', tookMs: 1_000, outcome: 'done', detail });

  it('is not told of a deal that nobody sent, or whose checks did not all pass', async () => {
    expect(await partOf(7)).toMatchObject({ push: null, checkedAt: null });
    await wantOrder(store, { opportunityId: DEAL_ID, cycle: 1 });
    expect(await partOf(1)).toMatchObject({ push: { state: 'accepted' }, checkedAt: null });
  });

  it('is the last time that all of them passed', async () => {
    const key = await wantOrder(store, { opportunityId: DEAL_ID, cycle: 2 });
    await lookUp(key, 'no order');
    await lookUp(key, '1 order');
    const last = (await listSteps(store.db, ORG_ID, key)).at(-1);
    expect((await partOf(2)).checkedAt).toBe(last?.sent_at);
  });

  it('comes before the first write of a push that runs', async () => {
    const key = await wantOrder(store, { opportunityId: DEAL_ID, cycle: 0 });
    const deps = orderDeps(store, createFakeOrg(sampleDeal({ id: DEAL_ID })), createFakeErp(null));
    await advancePush(deps, ORG_ID, key);
    const { checkedAt, push } = await partOf(0);
    const firstWrite = (await listSteps(store.db, ORG_ID, key)).find(({ step }) => step === 'create header');
    expect(push?.orderNumber).toBe('SO-1');
    expect(Date.parse(checkedAt ?? '')).toBeLessThanOrEqual(Date.parse(firstWrite?.sent_at ?? ''));
  });
});

describe('the order of a deal', () => {
  it('is shown as far as it went, with what is open of its lines', async () => {
    const key = await wantOrder(store, { opportunityId: DEAL_ID, cycle: 3 });
    await changePush(store.db, ORG_ID, key, { state: 'written-back', connection: 'fno', company: 'usmf', order_number: 'SO-1' });
    const line = { itemNumber: 'D1', description: 'Speaker', quantity: '5', unit: 'ea', unitPrice: '1', discountPercent: '0', amount: '5.00', reference: '1', shipped: '3', open: '2', requestedDate: '2026-12-01', promisedDate: '2026-12-15', backorder: true };
    const partly: Order['partly'] = [{ step: 'shipped', on: '2026-11-25', done: '3', of: '5', unit: 'ea' }];
    expect((await partOf(3, [order({ lines: [line], partly })])).order).toMatchObject({ partly, lines: [line] });
  });
});
