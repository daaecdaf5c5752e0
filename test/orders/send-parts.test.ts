import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderPushPort } from '../../server/connectors/connector.ts';
import type { Store } from '../../server/store/database.ts';
import { listSteps } from '../../server/store/steps.ts';
import { createFakeErp, type FakeErp, type Mishap } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, openTestStore, orderDeps, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates'] as const) await store.db.deleteFrom(table).execute();
});

/** An ERP that holds no orders for anybody, takes one line in a write, and knows lines by its own numbers. */
function ownRuledErp(plan: { at: number; mishap: Mishap } | null = null): FakeErp {
  const fake = createFakeErp(plan);
  const inner = fake.erp.capabilities.orderPush;
  if (inner === undefined) throw new Error('the fake sends orders');
  const orderPush: OrderPushPort = {
    ...inner,
    releases: false,
    linesPerWrite: 1,
    asKept: (draft) => ({ ...draft, lines: draft.lines.map((line, at) => ({ ...line, reference: String((at + 1) * 10_000) })) }),
    async createHeader(draft, context) {
      const made = await inner.createHeader(draft, context);
      for (const order of fake.orders) Object.assign(order, { held: false, steps: [{ step: 'created', on: null }] });
      return made;
    },
  };
  return { ...fake, erp: { ...fake.erp, capabilities: { ...fake.erp.capabilities, orderPush } } };
}

describe('an ERP that releases orders by its own rule', () => {
  it('gets all lines in as many writes as it wants, and nothing is said to be released', async () => {
    const erp = ownRuledErp();
    const key = await wantOrder(store);
    const org = createFakeOrg(sampleDeal());
    expect((await advanceToEnd(orderDeps(store, org, erp), store, key)).state).toBe('written-back');
    expect(erp.orders[0]?.lines.map((line) => line.reference)).toEqual(['10000', '20000']);
    const steps = (await listSteps(store.db, ORG_ID, key)).filter(({ step }) => /create|add|release/.test(step)).map((step) => `${step.step} ${step.outcome}`);
    expect(steps).toEqual(['create header done', 'add lines done', 'add lines done']);
    expect(erp.calls).not.toContain('release');
    expect(JSON.stringify(org.told)).not.toMatch(/releas/i);
  });

  const mishaps: Mishap[] = ['die-before', 'die-after', 'lost', 'lost-late', 'lost-never'];
  for (const mishap of mishaps) {
    for (let at = 0; at < 9; at += 1) {
      it(`ends in one complete order when call ${at} meets ${mishap}`, async () => {
        const erp = ownRuledErp({ at, mishap });
        const key = await wantOrder(store);
        const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp);
        const push = await advanceToEnd(deps, store, key, async () => { await store.db.deleteFrom('leases').execute(); });
        erp.flush();
        expect(push.state).toBe('written-back');
        expect(erp.orders.map((order) => order.lines.map((line) => line.reference))).toEqual([['10000', '20000']]);
      });
    }
  }

  it('that was taken on by people before it was complete is left alone and named', async () => {
    const erp = ownRuledErp();
    const key = await wantOrder(store);
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp);
    erp.orders.push({ company: 'usmf', number: 'SO-9', customerNumber: 'C-1', currency: 'USD', status: 'released', steps: [{ step: 'created', on: null }, { step: 'confirmed', on: null }], cancelled: false, held: false, lines: [], total: null, createdAt: null, requestedDate: null, reference: key, customerPurchaseOrder: null, link: null });
    const push = await advanceToEnd(deps, store, key);
    expect(push).toMatchObject({ state: 'dead', code: 'order.differs' });
    expect(push.message).toContain('2 lines are missing and the order is released already');
    expect(erp.orders).toHaveLength(1);
    expect(erp.calls).not.toContain('add lines');
  });

  it('that was complete when people took it on counts as done, whatever they changed since', async () => {
    const erp = ownRuledErp();
    const key = await wantOrder(store);
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp);
    const line = { description: null, unit: 'ea', unitPrice: '1', discountPercent: '0', amount: '1', itemNumber: 'P-1', quantity: '99' };
    erp.orders.push({ company: 'usmf', number: 'SO-9', customerNumber: 'C-1', currency: 'USD', status: 'released', steps: [{ step: 'created', on: null }, { step: 'confirmed', on: null }], cancelled: false, held: false, lines: [{ ...line, reference: '10000' }, { ...line, reference: '20000' }], total: '2', createdAt: null, requestedDate: null, reference: key, customerPurchaseOrder: null, link: null });
    expect(await advanceToEnd(deps, store, key)).toMatchObject({ state: 'written-back', order_number: 'SO-9' });
  });
});
