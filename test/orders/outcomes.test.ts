import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import type { Store } from '../../server/store/database.ts';
import { changePush } from '../../server/store/pushes.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates'] as const) await store.db.deleteFrom(table).execute();
});

const once = async (deal = sampleDeal(), connection = sendingConnection(), want = {}) => {
  const erp = createFakeErp(null);
  const org = createFakeOrg(deal);
  const key = await wantOrder(store, want);
  const deps = orderDeps(store, org, erp, () => connection);
  await advancePush(deps, ORG_ID, key);
  return { erp, org, key, deps, push: await needPush(store, key) };
};

describe('what a push comes to', () => {
  it('in observe writes nothing anywhere and keeps the plan', async () => {
    const { erp, org, push } = await once(sampleDeal(), sendingConnection({ mode: 'observe', goLiveAt: null }));
    expect(push.state).toBe('observed');
    expect(erp.orders).toHaveLength(0);
    expect(erp.calls.every((call) => !['create customer', 'create header', 'add lines', 'release'].includes(call))).toBe(true);
    expect(org.told).toHaveLength(0);
    expect(push.plan).toMatchObject({ currency: 'USD', lines: [{ itemNumber: 'P-1' }, { itemNumber: 'V-1' }] });
  });

  it('leaves a deal won before go-live alone, and sends it by hand', async () => {
    const connection = sendingConnection({ goLiveAt: '2030-01-01T00:00:00.000Z' });
    const { push, org, erp, deps, key } = await once(sampleDeal(), connection);
    expect(push).toMatchObject({ state: 'refused', code: 'connection.before-go-live', next_try_at: null });
    expect(org.told).toHaveLength(0);
    await changePush(store.db, ORG_ID, key, { state: 'accepted', origin: 'button', code: null, nextTryInMs: 0 });
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.orders).toHaveLength(1);
  });

  it.each([
    ['a deal without lines', sampleDeal({ lines: [] }), 'order.no-lines', 'The deal has no products.'],
    ['a product without item number', sampleDeal({ lines: sampleDeal().lines.map((line) => ({ ...line, itemNumber: null })) }), 'order.item-missing', 'has no ERP item number'],
    ['a zero quantity', sampleDeal({ lines: sampleDeal().lines.map((line) => ({ ...line, quantity: '0' })) }), 'order.quantity', 'must not be zero'],
    ['a deal without account', sampleDeal({ account: null }), 'customer.account-missing', 'no account'],
  ])('tells the rep about %s in one sentence and goes through when the cause is gone', async (_name, deal, code, words) => {
    const { push, org, erp, deps, key } = await once(deal);
    expect(push).toMatchObject({ state: 'blocked', code });
    expect(org.told.at(-1)).toMatchObject({ status: 'Needs attention', orderNumber: null });
    expect(org.told.at(-1)?.message).toContain(words);
    expect(erp.orders).toHaveLength(0);
    org.deal = sampleDeal();
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(org.told.at(-1)).toMatchObject({ orderNumber: 'SO-1', message: null });
  });

  it('says that the order exists when Salesforce refuses its number, and writes it when it may', async () => {
    const erp = createFakeErp(null);
    const org = createFakeOrg(sampleDeal());
    org.refuse = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Number must start with X' };
    const key = await wantOrder(store);
    const deps = orderDeps(store, org, erp);
    await advancePush(deps, ORG_ID, key);
    const refused = await needPush(store, key);
    expect(refused.state).toBe('sent');
    expect(refused.tell_message).toContain('Order SO-1 exists, Salesforce refuses the number because: Number must start with X');
    org.refuse = null;
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.orders).toHaveLength(1);
  });

  it('stops at the stop switch and goes on when it is taken back', async () => {
    let connection = sendingConnection({ stopped: true });
    const erp = createFakeErp(null);
    const key = await wantOrder(store);
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp, () => connection);
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'blocked', code: 'connection.stopped' });
    expect(erp.orders).toHaveLength(0);
    connection = sendingConnection();
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
  });

  it('keeps an order on hold that differs from the deal, and sends nothing more', async () => {
    const erp = createFakeErp(null);
    const org = createFakeOrg(sampleDeal());
    const key = await wantOrder(store);
    erp.orders.push({ company: 'usmf', number: 'SO-9', customerNumber: 'C-1', currency: 'USD', status: 'open', steps: [], cancelled: false, held: true, total: '5', createdAt: null, requestedDate: null, reference: key.toLowerCase(), customerPurchaseOrder: null, link: null,
      lines: [{ itemNumber: 'P-1', description: null, quantity: '5', unit: 'ea', unitPrice: '50', discountPercent: '0', amount: '250', reference: '00k000000000001AAA' }] });
    await advancePush(orderDeps(store, org, erp), ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'dead', code: 'order.differs' });
    expect(erp.orders).toHaveLength(1);
    expect(erp.orders[0]).toMatchObject({ held: true });
    expect(org.told.at(-1)?.message).toContain('quantity 5 of P-1 instead of 2');
  });

  it('never adds to two orders with one key', async () => {
    const erp = createFakeErp(null);
    const key = await wantOrder(store);
    const twin = { company: 'usmf', customerNumber: 'C-1', currency: 'USD', status: 'open', steps: [], cancelled: false, held: false, lines: [], total: null, createdAt: null, requestedDate: null, reference: key, customerPurchaseOrder: null, link: null };
    erp.orders.push({ ...twin, number: 'SO-1' }, { ...twin, number: 'SO-2' });
    await advancePush(orderDeps(store, createFakeOrg(sampleDeal()), erp), ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'dead', code: 'order.twice' });
    expect(erp.orders).toHaveLength(2);
  });

  it('makes one order when two jobs of one push run at once in one process', async () => {
    const erp = createFakeErp(null);
    const key = await wantOrder(store);
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp);
    await Promise.all([advancePush(deps, ORG_ID, key), advancePush(deps, ORG_ID, key)]);
    expect(erp.orders).toHaveLength(1);
    expect(erp.calls.filter((call) => call === 'create header')).toHaveLength(1);
  });

  it('sends nothing for a win that was taken back, when the deal was won again', async () => {
    const { push, erp, org } = await once(sampleDeal({ cycle: 1 }));
    expect(push).toMatchObject({ state: 'refused', code: 'order.superseded', next_try_at: null });
    expect(erp.orders).toHaveLength(0);
    expect(org.told).toHaveLength(0);
  });

  it('leaves an order on hold whose deal was reopened before it was complete, and says its number', async () => {
    const erp = createFakeErp(null);
    const org = createFakeOrg(sampleDeal({ isWon: false, cycle: 1 }));
    const key = await wantOrder(store);
    await changePush(store.db, ORG_ID, key, { state: 'waiting', order_number: 'SO-5' });
    await advancePush(orderDeps(store, org, erp), ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'dead', code: 'order.differs' });
    expect(org.told.at(-1)?.message).toContain('SO-5');
    expect(erp.calls).toEqual([]);
  });

  it('does not ask Salesforce again and again when a refused deal cannot be told', async () => {
    const erp = createFakeErp(null);
    const org = createFakeOrg(sampleDeal({ isWon: false }));
    org.refuse = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'no' };
    const key = await wantOrder(store);
    await advancePush(orderDeps(store, org, erp, () => sendingConnection({ recheckMs: 60_000 })), ORG_ID, key);
    const push = await needPush(store, key);
    expect(push).toMatchObject({ state: 'refused', code: 'order.not-won' });
    expect(Date.parse(push.next_try_at ?? '')).toBeGreaterThan(Date.now() + 30_000);
  });

  it('does not send a deal that is not won any more', async () => {
    const { push, erp } = await once(sampleDeal({ isWon: false }));
    expect(push).toMatchObject({ state: 'refused', code: 'order.not-won' });
    expect(erp.orders).toHaveLength(0);
  });

  it('sends by button before the win', async () => {
    const { push } = await once(sampleDeal({ isWon: false }), sendingConnection(), { origin: 'button' });
    expect(push.order_number).toBe('SO-1');
  });

  it('asks finance when several customers fit, and creates none', async () => {
    const erp = createFakeErp(null);
    erp.customers.push({ company: 'usmf', number: 'C-2', name: 'Fabrikam', currency: 'USD', taxId: null, country: 'DE', hold: 'none', holdWord: null }, { company: 'usmf', number: 'C-3', name: 'Fabrikam', currency: 'USD', taxId: null, country: 'DE', hold: 'none', holdWord: null });
    const account = { ...(sampleDeal().account ?? { id: '' }), name: 'Fabrikam', customerNumber: null, country: 'Germany' };
    const key = await wantOrder(store);
    await advancePush(orderDeps(store, createFakeOrg(sampleDeal({ account: account as never })), erp), ORG_ID, key);
    const push = await needPush(store, key);
    expect(push).toMatchObject({ state: 'blocked', code: 'customer.several', fixer: 'finance' });
    expect(push.message).toContain('C-2, C-3');
    expect(erp.customers).toHaveLength(3);
  });
});
