import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { advancePush } from '../../server/orders/advance.ts';
import { discardException, editException, retryException } from '../../server/orders/exceptions-decide.ts';
import { cancelOrder } from '../../server/orders/cancel.ts';
import { watchSentDeals } from '../../server/orders/watch.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { closeException } from '../../server/store/exceptions.ts';
import { dropLease, takeLease } from '../../server/store/leases.ts';
import { OPERATOR, emptyOrders, exceptionsIn, lastAudit, noJobs } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(() => emptyOrders(store));

async function sent(deal: Deal = sampleDeal(), want = {}, connection = sendingConnection()) {
  const erp = createFakeErp(null);
  const org = createFakeOrg(deal);
  const deps = orderDeps(store, org, erp, () => connection);
  const key = await wantOrder(store, want);
  expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
  const touch = async (now: Deal, isDeleted = false) => {
    org.deal = isDeleted ? null : now;
    org.changed = [{ deal: now, isDeleted, modifiedAt: new Date().toISOString() }];
    return watchSentDeals(deps, ORG_ID);
  };
  return { erp, org, deps, key, touch };
}
const withLines = (change: (line: Deal['lines'][number], at: number) => Partial<Deal['lines'][number]>) => sampleDeal({ lines: sampleDeal().lines.map((line, at) => ({ ...line, ...change(line, at) })) });
const withAccount = (change: object) => sampleDeal({ account: { ...sampleDeal().account, ...change } as Deal['account'] });

describe('after its order was sent, a deal', () => {
  it('that only got its number back opens nothing', async () => {
    const { touch } = await sent();
    expect(await touch(sampleDeal({ orderNumber: 'SO-1', name: 'Renamed' }))).toBe(1);
    expect(await exceptionsIn(store)).toEqual([]);
  });

  it.each([
    ['with another quantity', withLines((_line, at) => (at === 0 ? { quantity: '3' } : {})), false, 'deal.changed-after', 'rep', 'quantity 3 of Pump instead of 2'],
    ['with another price', withLines((_line, at) => (at === 0 ? { unitPrice: '49.5' } : {})), false, 'deal.changed-after', 'rep', 'price 49.5 of Pump instead of 50'],
    ['with another discount', withLines((_line, at) => (at === 1 ? { discountPercent: null } : {})), false, 'deal.changed-after', 'rep', 'discount 0 % of Valve instead of 10 %'],
    ['with one line less', sampleDeal({ lines: sampleDeal().lines.slice(0, 1) }), false, 'deal.changed-after', 'rep', '1 of Valve was removed'],
    ['with one line more', sampleDeal({ lines: [...sampleDeal().lines, ...sampleDeal().lines.slice(0, 1).map((line) => ({ ...line, id: '00k000000000003AAA' }))] }), false, 'deal.changed-after', 'rep', '2 of Pump was added'],
    ['with another PO number', sampleDeal({ customerPurchaseOrder: 'PO-8' }), false, 'deal.changed-after', 'rep', 'PO number PO-8 instead of PO-7'],
    ['that was lost', sampleDeal({ isWon: false, isClosed: true, cycle: 1 }), false, 'deal.lost-after', 'finance', 'closed as lost after order SO-1'],
    ['that was opened again', sampleDeal({ isWon: false, isClosed: false, cycle: 1 }), false, 'deal.reopened-after', 'rep', 'was reopened after order SO-1 was sent.'],
    ['that was won again', sampleDeal({ cycle: 1 }), false, 'deal.reopened-after', 'rep', 'and won again: that is a second order'],
    ['that was deleted', sampleDeal(), true, 'deal.deleted-after', 'finance', 'was deleted after order SO-1'],
    ['whose account was merged into one with another customer', withAccount({ id: '001000000000009AAA', name: 'Contoso Group', customerNumber: 'C-9' }), false, 'deal.moved-after', 'finance', 'Contoso Group is customer C-9, the order is for C-1'],
    ['whose account was merged into one without a customer', withAccount({ id: '001000000000009AAA', name: 'Contoso Group', customerNumber: null }), false, 'deal.moved-after', 'finance', 'Contoso Group instead of Contoso'],
  ])('%s becomes an exception with a proposed action', async (_title, now, isDeleted, code, owner, words) => {
    const { touch, erp, key } = await sent();
    await touch(now, isDeleted);
    const [entry] = await exceptionsIn(store);
    expect(entry).toMatchObject({ kind: 'aftermath', state: 'open', code, owner, key });
    expect(entry?.sentence).toContain(words);
    expect(entry?.fix).toMatch(/Cancel|Change the order|correct ERP Customer Number/);
    expect(entry?.before).toMatchObject({ accountName: 'Contoso', lines: [{ quantity: '2' }, { quantity: '1' }] });
    expect(erp.orders).toMatchObject([{ cancelled: false, total: '118' }]);
    expect(await needPush(store, key)).toMatchObject({ state: 'written-back' });
  });

  it('whose account was merged into one of the same ERP customer is right as it is', async () => {
    const { touch } = await sent();
    await touch(withAccount({ id: '001000000000009AAA', name: 'Contoso Group' }));
    expect(await exceptionsIn(store)).toEqual([]);
  });

  it('that is still open, sent by button, is right as it is', async () => {
    const { touch } = await sent(sampleDeal({ isWon: false }), { origin: 'button' });
    await touch(sampleDeal({ isWon: false }));
    await touch(sampleDeal());
    expect(await exceptionsIn(store)).toEqual([]);
  });
});

describe('cancelling the order of a lost deal', () => {
  const lost = sampleDeal({ isWon: false, isClosed: true });
  const allowed = () => sendingConnection({ cancelOrders: 'delete' });
  const cancel = async ({ deps }: { deps: Parameters<typeof cancelOrder>[0] }) => cancelOrder(deps, noJobs, OPERATOR, (await exceptionsIn(store)).find((one) => one.state === 'open')?.id ?? '', 'the customer stepped back.');

  it('is off until the connection allows it', async () => {
    const world = await sent();
    await world.touch(lost);
    await expect(cancel(world)).rejects.toMatchObject({ code: 'order.cancel-off' });
    expect(world.erp.orders).toHaveLength(1);
  });

  it('looks again whether somebody has decided while it waited for its turn', async () => {
    const world = await sent(sampleDeal(), {}, allowed());
    await world.touch(lost);
    const [entry] = await exceptionsIn(store);
    const run = { name: `push/${ORG_ID}/${entry?.key ?? ''}`, owner: 'another/run' };
    expect(await takeLease(store.db, 'instance/another', 'another', 60_000)).toBe(true);
    expect(await takeLease(store.db, run.name, run.owner, 60_000)).toBe(true);
    const refused = expect(cancelOrder(world.deps, noJobs, OPERATOR, entry?.id ?? '', 'the customer stepped back')).rejects.toMatchObject({ code: 'exception.closed' });
    await closeException(store.db, { orgId: ORG_ID, key: entry?.key ?? '', kind: 'aftermath' }, { state: 'discarded', resolution: 'both stay', by: OPERATOR.actor });
    await dropLease(store.db, run.name, run.owner);
    await refused;
    expect(world.erp.orders).toHaveLength(1);
  });

  it.each([
    ['stopped', { stopped: true }, 'connection.stopped'],
    ['observing', { mode: 'observe' as const }, 'connection.observing'],
  ])('is refused while the connection is %s', async (_word, change, code) => {
    const connection = allowed();
    const world = await sent(undefined, undefined, connection);
    await world.touch(lost);
    Object.assign(connection, change);
    await expect(cancel(world)).rejects.toMatchObject({ code });
    expect(world.erp.orders).toHaveLength(1);
  });

  it.each(['picked', 'shipped', 'invoiced'] as const)('is refused once the order is %s', async (step) => {
    const world = await sent(undefined, undefined, allowed());
    await world.touch(lost);
    Object.assign(world.erp.orders[0] ?? {}, { status: step, steps: [{ step: 'created', on: null }, { step, on: null }] });
    await expect(cancel(world)).rejects.toThrow(new RegExp(`is ${step} already`));
    expect(world.erp.orders).toHaveLength(1);
  });

  it('deletes it, closes the case, tells the deal and leaves the trail', async () => {
    const world = await sent(undefined, undefined, allowed());
    await world.touch(lost);
    expect(await cancel(world)).toMatchObject({ state: 'resolved', resolution: 'the order was cancelled: the customer stepped back.', orderNumber: null });
    expect(world.erp.orders).toEqual([]);
    await advancePush(world.deps, ORG_ID, world.key);
    expect(world.org.told.at(-1)).toMatchObject({ status: 'Not sent', orderNumber: null, message: expect.stringMatching(/^Order SO-1 was cancelled in the ERP: the customer stepped back\. /) });
    expect(await lastAudit(store, world.key, 'order.cancelled')).toMatchObject({ actor: OPERATOR.actor, before: { orderNumber: 'SO-1' } });
    await expect(cancel(world)).rejects.toThrow();
  });

  it('is refused when somebody took the key off it: it is there all the same', async () => {
    const world = await sent(undefined, undefined, allowed());
    await world.touch(lost);
    Object.assign(world.erp.orders[0] ?? {}, { reference: null });
    await expect(cancel(world)).rejects.toMatchObject({ code: 'order.differs', message: expect.stringContaining('Order SO-1 in the ERP differs from the deal: it does not carry the key') });
    expect(world.erp.orders).toHaveLength(1);
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'open' }]);
    world.erp.orders.length = 0;
    expect(await cancel(world), 'deleted by hand').toMatchObject({ state: 'resolved' });
  });

  it('that somebody cancelled in the ERP before only closes the case', async () => {
    const world = await sent(undefined, undefined, allowed());
    await world.touch(lost);
    Object.assign(world.erp.orders[0] ?? {}, { cancelled: true });
    world.erp.calls.length = 0;
    expect(await cancel(world)).toMatchObject({ state: 'resolved' });
    expect(world.erp.calls).not.toContain('cancel');
  });
});

describe('such an exception', () => {
  it('closes by itself when the change is taken back, and at a retry, which looks again', async () => {
    const { touch, org, deps } = await sent();
    await touch(sampleDeal({ customerPurchaseOrder: 'PO-8' }));
    await touch(sampleDeal());
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'resolved', resolution: 'the cause was gone' }]);
    await touch(sampleDeal({ customerPurchaseOrder: 'PO-9' }));
    const open = (await exceptionsIn(store)).find((entry) => entry.state === 'open');
    org.deal = sampleDeal();
    expect(await retryException(deps, noJobs, OPERATOR, open?.id ?? '', 'taken back')).toMatchObject({ state: 'resolved' });
  });

  it('that was discarded is not opened again by the same difference, only by another one', async () => {
    const { touch, deps, key } = await sent();
    await touch(sampleDeal({ customerPurchaseOrder: 'PO-8' }));
    const [entry] = await exceptionsIn(store);
    await discardException(deps, noJobs, OPERATOR, entry?.id ?? '', 'the customer knows');
    await touch(sampleDeal({ customerPurchaseOrder: 'PO-8' }));
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'discarded' }]);
    expect(await needPush(store, key)).toMatchObject({ state: 'written-back', order_number: 'SO-1' });
    await touch(withLines((_line, at) => (at === 0 ? { quantity: '7' } : {})));
    expect((await exceptionsIn(store)).map((one) => one.state)).toEqual(['discarded', 'open']);
  });

  it('is not opened by values that an operator had set for the order', async () => {
    const erp = createFakeErp(null);
    erp.customers.splice(0, 1, { company: 'usmf', number: 'C-7', name: 'Contoso West', currency: 'USD', taxId: null, country: 'US', hold: 'none', holdWord: null });
    const org = createFakeOrg(sampleDeal());
    const deps = orderDeps(store, org, erp, () => sendingConnection({ recheckMs: 3_600_000 }));
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    await editException(deps, noJobs, OPERATOR, entry?.id ?? '', { reason: 'renumbered', changes: { customerNumber: 'C-7', requestedDate: '2027-01-15' } });
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    org.changed = [{ deal: sampleDeal(), isDeleted: false, modifiedAt: new Date().toISOString() }];
    await watchSentDeals(deps, ORG_ID);
    expect((await exceptionsIn(store)).filter((one) => one.kind === 'aftermath')).toEqual([]);
  });

  it('is found among more touched deals than one page holds, each read once in a turn', async () => {
    const { org, deps } = await sent();
    const at = new Date().toISOString();
    org.changed = Array.from({ length: 250 }, (_, n) => ({ deal: sampleDeal({ id: `006000000001${String(n).padStart(3, '0')}AAA` }), isDeleted: false, modifiedAt: at }));
    org.changed.push({ deal: sampleDeal({ id: '006000000000001AAA', customerPurchaseOrder: 'PO-8' }), isDeleted: false, modifiedAt: new Date(Date.now() + 1000).toISOString() });
    expect(await watchSentDeals(deps, ORG_ID)).toBe(251);
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'deal.changed-after' }]);
  });
});
