import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { advancePush } from '../../server/orders/advance.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import { discardException, editException, retryException, retryExceptions } from '../../server/orders/exceptions-decide.ts';
import { exceptionOf, exceptionsOf } from '../../server/orders/exceptions-queue.ts';
import { pollOutbox } from '../../server/orders/poll.ts';
import { reconcileWonDeals } from '../../server/orders/reconcile.ts';
import { sendOrder } from '../../server/orders/service.ts';
import { settle } from '../../server/orders/settle.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { takeLease } from '../../server/store/leases.ts';
import { changePush, findPush } from '../../server/store/pushes.ts';
import { OPERATOR, emptyOrders, exceptionsIn, lastAudit, noJobs, someTurns } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(() => emptyOrders(store));

/** An ERP that has no item X-9 in it until `released` is set, and a deal that asks for it. */
function missingItem(deal: Deal = dealWith('X-9')) {
  const erp = createFakeErp(null);
  const world = { released: false };
  const { reads } = erp.erp;
  const all = reads.products.bind(reads);
  reads.products = async (company, items, context) => (await all(company, items, context)).filter((product) => world.released || product.itemNumber !== 'X-9');
  const org = createFakeOrg(deal);
  return { erp, org, world, deps: orderDeps(store, org, erp, () => sendingConnection({ recheckMs: 3_600_000 })) };
}
const dealWith = (itemNumber: string, change: Partial<Deal> = {}) => sampleDeal({ ...change, lines: sampleDeal().lines.map((line, index) => (index === 0 ? { ...line, itemNumber } : line)) });
const dealId = (n: number): string => `00600000000000${n}AAA`;
const query = (filter: object = {}) => ({ limit: 100, ...filter });

describe('an exception', () => {
  it('is opened once for a blocked push, says who fixes what, counts how often it was seen, and closes by itself when the cause is gone', async () => {
    const { deps, world, erp } = missingItem();
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    await advancePush(deps, ORG_ID, key);
    const { rows, counts, causes } = await exceptionsOf(deps, ORG_ID, query());
    expect(rows).toMatchObject([{
      kind: 'push', state: 'open', code: 'order.item-unknown', cause: 'order.item-unknown:fno:usmf:X-9', owner: 'admin', key, opportunityId: '006000000000001AAA', connection: 'fno', pushState: 'blocked', seen: 2,
      sentence: 'Item X-9 is not released in company usmf of the ERP.', fix: 'Release the item there or correct the product; the order then goes by itself.', resolution: null,
    }]);
    expect(counts).toEqual({ open: 1 });
    expect(causes).toEqual([{ cause: 'order.item-unknown:fno:usmf:X-9', code: 'order.item-unknown', count: 1 }]);
    world.released = true;
    await advanceToEnd(deps, store, key);
    expect(erp.orders).toHaveLength(1);
    expect(await exceptionOf(deps, ORG_ID, rows[0]?.id ?? '')).toMatchObject({ state: 'resolved', resolution: 'the cause was gone', resolvedBy: 'crossledger', pushState: 'written-back', orderNumber: 'SO-1', after: { customerNumber: 'C-1', lines: [{ itemNumber: 'X-9' }, { itemNumber: 'V-1' }] } });
  });

  it('changes its words when another cause shows, and stays one', async () => {
    const { deps, org } = missingItem();
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    org.deal = sampleDeal({ account: null });
    await advancePush(deps, ORG_ID, key);
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'open', code: 'customer.account-missing', owner: 'rep', seen: 1 }]);
  });

  it('is opened for a push that only waits, once it failed ten times, and not for one that waits for its turn', async () => {
    const { deps } = missingItem();
    const key = await wantOrder(store);
    const fail = async (error: CrossledgerError) => settle(deps, await needPush(store, key), error, null);
    for (let attempt = 0; attempt < 9; attempt += 1) await fail(new CrossledgerError('erp.unavailable', { problem: 'HTTP 503' }));
    for (let attempt = 0; attempt < 9; attempt += 1) await fail(new CrossledgerError('erp.throttled', { seconds: 3 }));
    expect(await exceptionsIn(store)).toEqual([]);
    await fail(new CrossledgerError('erp.unavailable', { problem: 'HTTP 503' }));
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'erp.unavailable', owner: 'admin', state: 'open' }]);
  });

  it('closes when nothing is to be sent any more', async () => {
    const { deps, org } = missingItem();
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    org.deal = dealWith('X-9', { isWon: false });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'refused', code: 'order.not-won' });
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'resolved', resolution: 'nothing is sent any more: The deal is not won any more.' }]);
  });

  it('is there while Salesforce refuses the number of an order that exists, and discarding it leaves the order as it is', async () => {
    const { deps, org, erp } = missingItem(sampleDeal());
    org.refuse = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Number must start with X' };
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    expect(entry).toMatchObject({ code: 'salesforce.write-back', owner: 'admin', state: 'open' });
    await discardException(deps, noJobs, OPERATOR, entry?.id ?? '', 'the rep knows the number');
    expect(await needPush(store, key)).toMatchObject({ state: 'sent', order_number: 'SO-1', next_try_at: null });
    expect(erp.orders).toHaveLength(1);
  });

  it('keeps the exceptions of two orgs apart', async () => {
    const { deps } = missingItem();
    await advancePush(deps, ORG_ID, await wantOrder(store));
    const [entry] = await exceptionsIn(store);
    const other = '00D000000000002EAA';
    expect(await exceptionsOf(deps, other, query())).toEqual({ rows: [], counts: {}, owners: {}, connections: [], causes: [], next: null });
    await expect(exceptionOf(deps, other, entry?.id ?? '')).rejects.toThrow(/not found/);
    await expect(retryException(deps, noJobs, { ...OPERATOR, orgId: other }, entry?.id ?? '', 'why not')).rejects.toThrow(/not found/);
  });
});

describe('many with one cause', () => {
  const block = async (count: number) => {
    const world = missingItem();
    const keys: string[] = [];
    for (let n = 1; n <= count; n += 1) {
      const key = await wantOrder(store, { opportunityId: dealId(n + 10) });
      world.org.deal = dealWith('X-9', { id: dealId(n + 10) });
      await advancePush(world.deps, ORG_ID, key);
      keys.push(key);
    }
    return { ...world, keys };
  };

  it('are brought forward at once when one of them goes through, and nothing else is', async () => {
    const { deps, world, keys } = await block(4);
    const other = await wantOrder(store, { opportunityId: dealId(90) });
    await changePush(store.db, ORG_ID, other, { nextTryInMs: 3_600_000 });
    world.released = true;
    await advancePush(deps, ORG_ID, keys[0] ?? '');
    const due = await Promise.all(keys.slice(1).map((key) => needPush(store, key)));
    expect(due.every((push) => Date.parse(push.next_try_at ?? '') <= Date.now() + 1000)).toBe(true);
    expect(Date.parse((await needPush(store, other)).next_try_at ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
    expect((await exceptionsOf(deps, ORG_ID, query())).counts).toEqual({ resolved: 1, retrying: 3 });
  });

  it('are brought forward when one of them shows that this cause is gone although another is in its way', async () => {
    const { deps, org, world, erp, keys } = await block(2);
    world.released = true;
    erp.customers.splice(0);
    org.deal = dealWith('X-9', { id: dealId(11) });
    await advancePush(deps, ORG_ID, keys[0] ?? '');
    expect((await exceptionsOf(deps, ORG_ID, query({ code: 'customer.unknown-number' }))).rows).toHaveLength(1);
    expect(Date.parse((await needPush(store, keys[1] ?? '')).next_try_at ?? '')).toBeLessThan(Date.now() + 1000);
  });

  it('are retried together by their cause, page by page when all are, each with its reason in the trail', async () => {
    const { deps, keys } = await block(3);
    expect(await retryExceptions(deps, noJobs, OPERATOR, { by: 'cause', cause: 'order.item-unknown:fno:usmf:OTHER' }, { reason: 'released now' })).toEqual({ retried: 0, left: 0, next: null });
    expect(await retryExceptions(deps, noJobs, OPERATOR, { by: 'cause', cause: 'order.item-unknown:fno:usmf:X-9' }, { reason: 'released now' })).toEqual({ retried: 3, left: 0, next: null });
    for (const key of keys) {
      expect(Date.parse((await needPush(store, key)).next_try_at ?? '')).toBeLessThan(Date.now() + 1000);
      expect(await lastAudit(store, key, 'exception.retried')).toMatchObject({ actor: OPERATOR.actor, reason: 'released now' });
    }
    expect((await exceptionsOf(deps, ORG_ID, query())).counts).toEqual({ retrying: 3 });
  });

  it('are listed page by page without a gap', async () => {
    const { deps } = await block(5);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await exceptionsOf(deps, ORG_ID, query({ limit: 2, after }));
      seen.push(...page.rows.map((row) => row.id));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });
});

describe('edit and retry', () => {
  it('sends the order with the item, customer, date and PO that an operator set, and keeps before and after', async () => {
    const { deps, org, erp } = missingItem();
    erp.customers.push({ company: 'usmf', number: 'C-7', name: 'Contoso West', currency: 'USD', taxId: null, country: 'US', hold: 'none', holdWord: null });
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    const edited = await editException(deps, noJobs, OPERATOR, entry?.id ?? '', {
      reason: 'successor of X-9', changes: { customerNumber: 'C-7', customerPurchaseOrder: 'PO-8', requestedDate: '2027-01-15', lines: { '00k000000000001': { itemNumber: 'X-10', requestedDate: '2027-02-01' } } },
    });
    expect(edited).toMatchObject({ before: { customerNumber: 'C-1', customerPurchaseOrder: 'PO-7', lines: [{ itemNumber: 'X-9', requestedDate: null }, { itemNumber: 'V-1' }] }, after: { customerNumber: 'C-7', lines: [{ itemNumber: 'X-10', requestedDate: '2027-02-01' }, { requestedDate: '2027-01-15' }] } });
    await advanceToEnd(deps, store, key);
    expect(erp.orders).toMatchObject([{ customerNumber: 'C-7', lines: [{ itemNumber: 'X-10' }, { itemNumber: 'V-1' }] }]);
    expect((await needPush(store, key)).plan).toMatchObject({ customerNumber: 'C-7', customerPurchaseOrder: 'PO-8', lines: [{ requestedDate: '2027-02-01' }, { requestedDate: '2027-01-15' }] });
    expect(await lastAudit(store, key, 'exception.edited')).toMatchObject({ reason: 'successor of X-9', before: { customerNumber: 'C-1' }, after: { customerNumber: 'C-7' } });
    expect(org.deal?.customerPurchaseOrder).toBe('PO-7');
  });

  it('refuses a line that the deal does not have and names those that it has, and refuses an order that was sent', async () => {
    const { deps, world } = missingItem();
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    const edit = (changes: object) => editException(deps, noJobs, OPERATOR, entry?.id ?? '', { reason: 'try it', changes });
    await expect(edit({ lines: { '00k000000000009AAA': { itemNumber: 'P-1' } } })).rejects.toThrow(/no line 00k000000000009AAA; it has 00k000000000001AAA, 00k000000000002AAA/);
    world.released = true;
    await advanceToEnd(deps, store, key);
    await expect(edit({ customerNumber: 'C-7' })).rejects.toThrow(/was sent/);
  });
});

describe('a discarded push', () => {
  const discarded = async () => {
    const world = missingItem();
    const key = await wantOrder(store);
    await advancePush(world.deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    await discardException(world.deps, noJobs, OPERATOR, entry?.id ?? '', 'replaced by another deal');
    await advancePush(world.deps, ORG_ID, key);
    return { ...world, key, id: entry?.id ?? '' };
  };

  it('tells the deal why, and rests', async () => {
    const { org, key } = await discarded();
    expect(await needPush(store, key)).toMatchObject({ state: 'discarded', code: 'order.discarded', next_try_at: null });
    expect(org.told.at(-1)).toMatchObject({ status: 'Not sent', message: 'The order was given up: replaced by another deal. Nothing is sent for it unless an operator takes it up again.' });
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'discarded', resolution: 'replaced by another deal', resolved_by: OPERATOR.actor }]);
  });

  it('is sent by neither poller, reconciler, button nor a stray job, only by an explicit retry', async () => {
    const { deps, org, world, erp, key, id } = await discarded();
    world.released = true;
    org.port.newOutboxRows = async () => [{ id: 'a00000000000001AAA', opportunityId: '006000000000001AAA', cycle: 0, createdAt: new Date().toISOString() }];
    org.port.wonDealsAfter = async () => [{ id: '006000000000001AAA', cycle: 0, wonAt: new Date().toISOString(), accountId: null, modifiedAt: new Date().toISOString() }];
    await pollOutbox(deps, noJobs, ORG_ID);
    await reconcileWonDeals(deps, noJobs, ORG_ID);
    await sendOrder(deps, noJobs, { ...OPERATOR, actor: 'user:005' }, '006000000000001AAA', { origin: 'button' });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'discarded' });
    expect(erp.orders).toHaveLength(0);
    await retryException(deps, noJobs, OPERATOR, id, 'wanted after all');
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.orders).toHaveLength(1);
    await expect(discardException(deps, noJobs, OPERATOR, id, 'no, not')).rejects.toThrow(/discarded already/);
  });

  it.each([
    ['discarded', (deps: OrdersDeps, id: string) => discardException(deps, noJobs, OPERATOR, id, 'replaced by another deal')],
    ['edited', (deps: OrdersDeps, id: string) => editException(deps, noJobs, OPERATOR, id, { reason: 'try it', changes: { customerNumber: 'C-7' } })],
  ])('is not %s when the order was sent while the decision waited for the run: the deal is still told its number', async (_word, decide) => {
    const { deps, org, world, erp } = missingItem();
    expect(await takeLease(store.db, `instance/${deps.instance}`, deps.instance, 60_000)).toBe(true);
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    const [entry] = await exceptionsIn(store);
    world.released = true;
    // The order is made, and Salesforce does not take its number: that is another exception.
    org.refuse = { code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Number must start with X' };
    const gate = Promise.withResolvers<undefined>();
    const readDeal = org.port.readDeal.bind(org.port);
    org.port.readDeal = async (...asked) => { await gate.promise; return readDeal(...asked); };
    await changePush(store.db, ORG_ID, key, { nextTryInMs: 0 });
    const run = advancePush(deps, ORG_ID, key);
    await someTurns(store);
    org.port.readDeal = readDeal;
    const refused = expect(decide(deps, entry?.id ?? '')).rejects.toMatchObject({ code: 'exception.closed', message: 'The exception is resolved already.' });
    await someTurns(store);
    gate.resolve(undefined);
    await run;
    await refused;
    expect(erp.orders).toHaveLength(1);
    expect((await exceptionsIn(store)).map(({ code, state }) => [code, state])).toEqual([['order.item-unknown', 'resolved'], ['salesforce.write-back', 'open']]);
    const push = await needPush(store, key);
    expect(push).toMatchObject({ state: 'sent', order_number: 'SO-1', overrides: null });
    expect(push.next_try_at).not.toBeNull();
  });

  it('names an order that was begun and stays in the ERP', async () => {
    const { deps } = missingItem();
    const key = await wantOrder(store);
    await advancePush(deps, ORG_ID, key);
    await changePush(store.db, ORG_ID, key, { order_number: 'SO-5' });
    const [entry] = await exceptionsIn(store);
    await discardException(deps, noJobs, OPERATOR, entry?.id ?? '', 'wrong deal.');
    expect((await findPush(store.db, ORG_ID, key))?.message).toBe('The order was given up: wrong deal. Order SO-5 stays in the ERP as it is until somebody cancels it there. Nothing is sent for it unless an operator takes it up again.');
  });
});
