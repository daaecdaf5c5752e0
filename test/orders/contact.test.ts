import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultText } from '../../server/mapping/defaults.ts';
import { readMapping } from '../../server/mapping/parse-mapping.ts';
import { listAudit } from '../../server/store/audit.ts';
import { changePush } from '../../server/store/pushes.ts';
import { listSteps } from '../../server/store/steps.ts';
import { advancePush } from '../../server/orders/advance.ts';
import { releaseOrder } from '../../server/orders/approval-decide.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import type { ConnectionState } from '../../server/orders/directory.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { createFakeErp, type Mishap } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal, type FakeOrg } from '../support/fake-org.ts';
import { ORG_ID, SHIPPED, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['exceptions', 'pushes', 'steps', 'leases', 'customer_creates'] as const) await store.db.deleteFrom(table).execute();
});

type Fake = ReturnType<typeof createFakeErp>;
const ADA = { Id: '003000000000001AAA', Name: 'Ada Lovelace', FirstName: 'Ada', LastName: 'Lovelace', Email: 'ada@contoso.example' };
const dealOf = (contact: Record<string, unknown> | null = ADA, more: Partial<Deal> = {}): Deal => sampleDeal({ record: contact === null ? {} : { Contact: contact }, ...more });
/** As Salesforce gives it: the fake of the org fills in the rest of the record. */
const orgOf = (deal: Deal): FakeOrg => {
  const org = createFakeOrg(deal);
  return { ...org, port: { ...org.port, readDeal: async (id, sources) => {
    const read = await org.port.readDeal(id, sources);
    return read === null ? null : { ...read, record: { ...read.record, ...(deal.record.Contact === undefined ? {} : { Contact: deal.record.Contact }) } };
  } } };
};
const depsOf = (erp: Fake, deal: Deal, change: Partial<ConnectionState> = {}): OrdersDeps => orderDeps(store, orgOf(deal), erp, () => sendingConnection({ contacts: 'create', ...change }));
const contactInPlan = async (key: string): Promise<unknown> => ((await needPush(store, key)).plan as { fields: Record<string, unknown> }).fields['ContactPersonId'];

describe('the contact of an order', () => {
  it('is created once, before the order, and named in it', async () => {
    const erp = createFakeErp(null);
    const key = await wantOrder(store);
    const push = await advanceToEnd(depsOf(erp, dealOf()), store, key);
    expect([push.state, push.message]).toEqual(['written-back', null]);
    expect(erp.calls).toEqual(['customer', 'contacts', 'create contact', 'products', 'currency', 'orders by key', 'create header', 'order', 'add lines', 'order', 'release']);
    expect(erp.contacts).toEqual([{ company: 'usmf', number: 'CP-1', name: 'Ada Lovelace', email: 'ada@contoso.example', party: 'P-1' }]);
    expect(await contactInPlan(key)).toBe('CP-1');
  });

  it('is written down as a step of the order and in the trail', async () => {
    const key = await wantOrder(store);
    await advanceToEnd(depsOf(createFakeErp(null), dealOf()), store, key);
    expect((await listSteps(store.db, ORG_ID, key)).map(({ step, outcome }) => [step, outcome])).toContainEqual(['create contact', 'done']);
    const trail = await listAudit(store.db, ORG_ID, { subject: key, limit: 50 });
    expect(trail.find(({ action }) => action === 'contact.created')?.after).toEqual({ number: 'CP-1', company: 'usmf', contact: ADA.Id });
  });

  it.each([
    ['by its e-mail, whatever its name', { name: 'A. King', email: 'ADA@contoso.example' }],
    ['by its exact name, where no e-mail fits', { name: 'ada lovelace', email: null }],
  ])('is found %s', async (_, has) => {
    const erp = createFakeErp(null);
    erp.contacts.push({ company: 'usmf', number: 'CP-9', party: 'P-1', ...has });
    const key = await wantOrder(store);
    await advanceToEnd(depsOf(erp, dealOf()), store, key);
    expect([erp.contacts.length, await contactInPlan(key)]).toEqual([1, 'CP-9']);
  });

  it('is the first by number when several fit, and never one of another customer', async () => {
    const erp = createFakeErp(null);
    for (const [number, party] of [['CP-3', 'P-1'], ['CP-2', 'P-1'], ['CP-1', 'P-7']] as const) erp.contacts.push({ company: 'usmf', number, party, name: 'Ada Lovelace', email: ADA.Email });
    const key = await wantOrder(store);
    await advanceToEnd(depsOf(erp, dealOf()), store, key);
    expect([erp.contacts.length, await contactInPlan(key)]).toEqual([3, 'CP-2']);
  });

  it.each<[string, Deal, Partial<ConnectionState>]>([
    ['the connection keeps none', dealOf(), { contacts: 'off' }],
    ['the connection says nothing', dealOf(), { contacts: undefined }],
    ['the deal has none', dealOf(null), {}],
  ])('is not asked for when %s', async (_, deal, change) => {
    const erp = createFakeErp(null);
    const key = await wantOrder(store);
    const push = await advanceToEnd(depsOf(erp, deal, change), store, key);
    expect(push.state).toBe('written-back');
    expect(erp.calls.filter((call) => call.includes('contact'))).toEqual([]);
    expect(await contactInPlan(key)).toBeUndefined();
  });

  it('that got another name and e-mail in Salesforce since is known by the number that it got', async () => {
    const erp = createFakeErp(null);
    await advanceToEnd(depsOf(erp, dealOf()), store, await wantOrder(store));
    const second = sampleDeal({ id: '006000000000002AAA', record: { Contact: { ...ADA, Name: 'Ada King', LastName: 'King', Email: 'king@contoso.example' } } });
    const key = await wantOrder(store, { opportunityId: second.id });
    await advanceToEnd(depsOf(erp, second), store, key);
    expect([erp.contacts.length, await contactInPlan(key)]).toEqual([1, 'CP-1']);
  });

  it('that lacks what the ERP needs stops the order with the value named, and goes when it is there', async () => {
    const erp = createFakeErp(null);
    const key = await wantOrder(store);
    await advancePush(depsOf(erp, dealOf({ ...ADA, LastName: null })), ORG_ID, key);
    const blocked = await needPush(store, key);
    expect([blocked.state, blocked.code, blocked.fixer]).toEqual(['blocked', 'order.values', 'rep']);
    expect(blocked.message).toContain('Contact.LastName');
    expect([erp.orders, erp.contacts]).toEqual([[], []]);
    expect((await advanceToEnd(depsOf(erp, dealOf()), store, key)).state).toBe('written-back');
    expect([erp.orders.length, erp.contacts.length]).toEqual([1, 1]);
  });
});

describe('a contact survives every interruption', () => {
  const CALLS = 11;
  const mishaps: Mishap[] = ['die-before', 'die-after', 'lost', 'lost-late', 'lost-never'];
  it.each(mishaps.flatMap((mishap) => Array.from({ length: CALLS }, (_, at) => [mishap, at] as const)))('one contact and one order when %s meets call %i', async (mishap, at) => {
    const erp = createFakeErp({ at, mishap });
    const key = await wantOrder(store);
    const push = await advanceToEnd(depsOf(erp, dealOf()), store, key, async () => { await store.db.deleteFrom('leases').execute(); });
    erp.flush();
    expect(push.state).toBe('written-back');
    expect([erp.contacts.length, erp.orders.length]).toEqual([1, 1]);
    expect(await contactInPlan(key)).toBe('CP-1');
  });

  it('a mapping that writes the name in its own way and no e-mail makes no second one after a lost answer', async () => {
    const text = defaultText('fno', 'contact').replace('{ target: LastName, source: Contact.LastName, required: true }', '{ target: LastName, expression: "Contact.LastName & \' (Countess)\'", required: true }').replace(/.*PrimaryEmailAddress.*\n/, '');
    const erp = createFakeErp({ at: 3, mishap: 'lost' });
    const deps = depsOf(erp, dealOf());
    const own = { ...deps, directory: { ...deps.directory, mappings: async () => ({ ...SHIPPED, contact: readMapping(text) }) } };
    expect((await advanceToEnd(own, store, await wantOrder(store))).state).toBe('written-back');
    expect(erp.calls[3]).toBe('create contact');
    expect(erp.contacts.map(({ name, email }) => [name, email])).toEqual([['Ada Lovelace (Countess)', null]]);
  });

  it('after a lost answer another deal waits for the settle time too', async () => {
    const erp = createFakeErp({ at: 2, mishap: 'lost-late' }, 60_000);
    const deal = dealOf();
    const other = dealOf(ADA, { id: '006000000000002AAA' });
    const [key, otherKey] = [await wantOrder(store), await wantOrder(store, { opportunityId: other.id })];
    const settleMs = 600_000;
    await advancePush(depsOf(erp, deal, { settleMs }), ORG_ID, key);
    await advancePush(depsOf(erp, other, { settleMs }), ORG_ID, otherKey);
    expect((await needPush(store, key)).code).toBe('erp.unknown-outcome');
    expect(await needPush(store, otherKey)).toMatchObject({ state: 'waiting', code: 'erp.settling' });
    erp.flush();
    await changePush(store.db, ORG_ID, otherKey, { nextTryInMs: 0 });
    await advancePush(depsOf(erp, other, { settleMs }), ORG_ID, otherKey);
    expect((await needPush(store, otherKey)).state).toBe('written-back');
    expect(erp.calls.filter((call) => call === 'create contact')).toHaveLength(1);
    expect(erp.contacts).toHaveLength(1);
  });

  it('two deals of one account at once make one', async () => {
    const erp = createFakeErp(null);
    const ids = ['006000000000001AAA', '006000000000002AAA', '006000000000003AAA'];
    const keys = await Promise.all(ids.map((opportunityId) => wantOrder(store, { opportunityId })));
    const pushes = await Promise.all(keys.map((key, at) => advanceToEnd(depsOf(erp, dealOf(ADA, { id: ids[at] ?? '' })), store, key)));
    expect(pushes.map(({ state }) => state)).toEqual(['written-back', 'written-back', 'written-back']);
    expect([erp.contacts.length, erp.orders.length]).toEqual([1, 3]);
    expect(erp.calls.filter((call) => call === 'create contact')).toHaveLength(1);
  });
});

describe('an order that waits for approval', () => {
  const rules = { amountAbove: [{ currency: 'USD', amount: '1' }], discountPercentAbove: null, newCustomer: false, creditExceeded: false };
  const who = { orgId: ORG_ID, actor: 'finance', requestId: 'r' };
  const jobs = { add: async () => undefined } as never;

  it.each<[string, Partial<NonNullable<Deal['account']>>]>([
    ['a known customer', {}],
    ['a new customer', { customerNumber: null, name: 'Fabrikam', country: 'Germany' }],
  ])('has no contact in the ERP before, and needs no second release for the contact of %s', async (_, change) => {
    const erp = createFakeErp(null);
    const sample = dealOf();
    const deal = dealOf(ADA, { account: sample.account === null ? null : { ...sample.account, ...change } });
    const key = await wantOrder(store);
    const deps = depsOf(erp, deal, { approval: rules });
    await advancePush(deps, ORG_ID, key);
    expect((await needPush(store, key)).state).toBe('held');
    expect([erp.contacts, erp.orders]).toEqual([[], []]);
    await releaseOrder(deps, jobs, who, key, { reason: 'fine' });
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect([erp.contacts.length, erp.orders.length, await contactInPlan(key)]).toEqual([1, 1, 'CP-1']);
  });
});
