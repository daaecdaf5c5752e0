import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelOrder } from '../../server/orders/cancel.ts';
import { discardException, editException, retryException, retryExceptions } from '../../server/orders/exceptions-decide.ts';
import { watchMergedAccounts } from '../../server/orders/merged-accounts.ts';
import type { AccountLink, MergedAccount } from '../../server/salesforce/org-port.ts';
import { beginCustomerCreate, endCustomerCreate } from '../../server/store/customer-creates.ts';
import type { Store } from '../../server/store/database.ts';
import { closeException } from '../../server/store/exceptions.ts';
import { OPERATOR, emptyOrders, exceptionsIn, lastAudit, noJobs, otherRun, someTurns } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal, type FakeOrg } from '../support/fake-org.ts';
import { ORG_ID, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

const LOST = '001000000000008AAA';
const KEPT = '001000000000009AAA';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  await emptyOrders(store);
  await store.db.deleteFrom('customer_creates').execute();
});

const account = (id: string, customerNumber: string | null, change: Partial<AccountLink> = {}): AccountLink => ({ id, name: id === LOST ? 'Contoso Ltd' : 'Contoso', customerNumber, company: 'usmf', connection: 'fno', country: null, ...change });

function merging(lost: AccountLink, survivor: AccountLink | null, connection = sendingConnection()) {
  const org = createFakeOrg(sampleDeal());
  const deps = orderDeps(store, org, createFakeErp(null), () => connection);
  const look = (now: AccountLink | null = survivor) => {
    const merged: MergedAccount = { ...lost, survivor: now, modifiedAt: new Date().toISOString() };
    org.merged = [merged];
    return watchMergedAccounts(deps, ORG_ID);
  };
  return { org, deps, look };
}

/** The accounts that are asked about from now on, by call. */
function spyOnLooks(org: FakeOrg): string[][] {
  const asked: string[][] = [];
  const look = org.port.mergedAmong.bind(org.port);
  org.port.mergedAmong = (ids) => {
    asked.push([...ids]);
    return look(ids);
  };
  return asked;
}

describe('when an account was merged into another one', () => {
  it('two ERP customers behind it are an exception for finance that names both and what to do', async () => {
    const { look, org } = merging(account(LOST, 'C-7'), account(KEPT, 'C-9'));
    expect(await look()).toBe(1);
    const [entry, ...others] = await exceptionsIn(store);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ kind: 'merge', state: 'open', code: 'account.two-customers', owner: 'finance', key: LOST, account_id: KEPT, opportunity_id: null, connection: 'fno' });
    expect(entry?.sentence).toBe('Account "Contoso Ltd" was merged into "Contoso", so two ERP customers stand behind it: C-9 (usmf, fno) and C-7 (usmf, fno).');
    expect(entry?.fix).toContain('Finance moves what is open of C-7 (usmf, fno) there and blocks that customer in the ERP; if C-7 (usmf, fno) is the right one, put its number into ERP Customer Number');
    expect(org.toldAccounts.size).toBe(0);
  });

  it.each([
    ['the same customer', account(LOST, 'c-9 '), account(KEPT, 'C-9')],
    ['the same customer, of which one does not say where', account(LOST, 'C-9', { company: null, connection: null }), account(KEPT, 'C-9')],
    ['a customer only on the one that is left', account(LOST, null), account(KEPT, 'C-9')],
    ['none', account(LOST, null), account(KEPT, null)],
  ])('%s is right as it is', async (_title, lost, kept) => {
    const { look, org } = merging(lost, kept);
    await look();
    expect(await exceptionsIn(store)).toEqual([]);
    expect(org.toldAccounts.size).toBe(0);
  });

  it.each([['company', { company: 'demf' }], ['connection', { connection: 'bc' }]])('the same number in another %s is another customer', async (_what, change) => {
    const { look } = merging(account(LOST, 'C-9', change), account(KEPT, 'C-9'));
    await look();
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'account.two-customers' }]);
  });

  it('the customer goes along to an account that has none, and the trail says so', async () => {
    const { look, org } = merging(account(LOST, 'C-7'), account(KEPT, null, { company: null, connection: null }));
    await look();
    expect([...org.toldAccounts]).toEqual([[KEPT, 'C-7']]);
    expect(await exceptionsIn(store)).toEqual([]);
    expect(await lastAudit(store, KEPT, 'account.customer-carried')).toMatchObject({ actor: 'crossledger', after: { customerNumber: 'C-7', company: 'usmf', connection: 'fno' } });
  });

  it('of two accounts that were merged into it at once, one customer goes along and the other is finance\'s', async () => {
    const other = '001000000000007AAA';
    const { org, deps } = merging(account(LOST, 'C-7'), null);
    const survivor = account(KEPT, null, { company: null, connection: null });
    const modifiedAt = new Date().toISOString();
    org.merged = [{ ...account(LOST, 'C-7'), survivor, modifiedAt }, { ...account(other, 'C-8'), survivor, modifiedAt }];
    await watchMergedAccounts(deps, ORG_ID);
    expect([...org.toldAccounts]).toEqual([[KEPT, 'C-7']]);
    expect(await exceptionsIn(store)).toMatchObject([{ key: other, code: 'account.two-customers', state: 'open' }]);
  });

  it('no customer goes along into a company where the orders of the account would not go', async () => {
    const { org, deps, look } = merging(account(LOST, 'C-7'), account(KEPT, null, { company: null, connection: null, country: 'Germany' }));
    deps.directory.routing = async () => [{ country: 'DE', connection: 'fno', company: 'demf' }];
    await look();
    expect(org.toldAccounts.size).toBe(0);
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'account.customer-lost' }]);
  });

  it('none goes along to an account that names a connection which is gone, and the accounts behind it are followed all the same', async () => {
    const other = '001000000000007AAA';
    const { org, deps } = merging(account(LOST, 'C-7'), null);
    const known = deps.directory.connection.bind(deps.directory);
    deps.directory.connection = async (orgId, name, options) => (name === 'gone' ? null : known(orgId, name, options));
    const modifiedAt = new Date().toISOString();
    const free = account(other, null, { company: null, connection: null });
    org.merged = [{ ...account(LOST, 'C-7'), survivor: account(KEPT, null, { connection: 'gone' }), modifiedAt }, { ...account('001000000000006AAA', 'C-8'), survivor: free, modifiedAt }];
    await watchMergedAccounts(deps, ORG_ID);
    expect(await exceptionsIn(store)).toMatchObject([{ key: LOST, code: 'account.customer-lost', state: 'open' }]);
    expect([...org.toldAccounts]).toEqual([[other, 'C-8']]);
  });

  it('so does one that was created from it and whose number Salesforce never took', async () => {
    const place = { orgId: ORG_ID, connection: 'fno', company: 'usmf', accountId: LOST };
    await beginCustomerCreate(store.db, place, 'R1');
    await endCustomerCreate(store.db, place, 'done', 'C-12');
    const { look, org } = merging(account(LOST, null), account(KEPT, null));
    await look();
    expect([...org.toldAccounts]).toEqual([[KEPT, 'C-12']]);
  });

  it.each([
    ['the connection only observes', { mode: 'observe' as const }, account(KEPT, null)],
    ['the connection is stopped', { stopped: true }, account(KEPT, null)],
    ['the account belongs to another company', {}, account(KEPT, null, { company: 'demf' })],
  ])('nothing is written where %s: finance is told which customer did not come along, and the case closes when somebody puts it in', async (_title, change, kept) => {
    const { look, org } = merging(account(LOST, 'C-7'), kept, sendingConnection(change));
    await look();
    expect(org.toldAccounts.size).toBe(0);
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'account.customer-lost', owner: 'finance', state: 'open', sentence: 'Account "Contoso Ltd" was merged into "Contoso", and its ERP customer C-7 (usmf, fno) did not come along.' }]);
    await look(account(KEPT, 'C-7'));
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'resolved', resolution: 'the cause was gone' }]);
  });

  it('its orders take their turn among those of the account that is left', async () => {
    const key = await wantOrder(store, { accountId: LOST });
    const { look } = merging(account(LOST, 'C-9'), account(KEPT, 'C-9'));
    await look();
    expect(await needPush(store, key)).toMatchObject({ account_id: KEPT });
  });

  it('and that one was deleted, nothing is to be done', async () => {
    const { look } = merging(account(LOST, 'C-7'), null);
    expect(await look()).toBe(1);
    expect(await exceptionsIn(store)).toEqual([]);
  });
});

describe('an exception after a merge', () => {
  async function open() {
    const world = merging(account(LOST, 'C-7'), account(KEPT, 'C-9'));
    await world.look();
    return { ...world, id: (await exceptionsIn(store))[0]?.id ?? '' };
  }

  it('closes at a retry when the right number was put in, also long after the merge', async () => {
    const { deps, org, id } = await open();
    org.merged = [{ ...account(LOST, 'C-7'), survivor: account(KEPT, 'C-7'), modifiedAt: '2020-01-01T00:00:00.000Z' }];
    expect(await retryException(deps, noJobs, OPERATOR, id, 'put right')).toMatchObject({ state: 'resolved', kind: 'merge', opportunityId: null, accountId: KEPT });
  });

  it('closes with many others at one retry, which asks Salesforce once', async () => {
    const { deps, org } = await open();
    const other = { ...account('001000000000007AAA', 'C-8'), survivor: account('001000000000006AAA', 'C-6'), modifiedAt: new Date().toISOString() };
    org.merged = [other];
    await watchMergedAccounts(deps, ORG_ID);
    org.merged = [{ ...account(LOST, 'C-7'), survivor: account(KEPT, 'C-7'), modifiedAt: other.modifiedAt }, { ...other, survivor: account('001000000000006AAA', 'C-8') }];
    const asked = spyOnLooks(org);
    expect(await retryExceptions(deps, noJobs, OPERATOR, { by: 'all' }, { reason: 'put right' })).toEqual({ retried: 2, left: 0, next: null });
    expect((await exceptionsIn(store)).map((one) => one.state)).toEqual(['resolved', 'resolved']);
    expect(asked).toEqual([[other.id, LOST]]);
    for (const key of [LOST, other.id]) expect(await lastAudit(store, key, 'exception.retried')).toMatchObject({ reason: 'put right' });
  });

  it('says so when the account has left the recycle bin, waits for finance, and is not looked at any more', async () => {
    const { deps, org, id } = await open();
    org.merged = [];
    await watchMergedAccounts(deps, ORG_ID);
    expect(await exceptionsIn(store)).toMatchObject([{
      id, state: 'open', code: 'account.merge-unseen', owner: 'finance',
      sentence: 'Account "Contoso Ltd" was merged into "Contoso" and is no longer in the recycle bin of Salesforce, so its ERP customer C-7 (usmf, fno) is not looked at any more.',
    }]);
    const asked = spyOnLooks(org);
    await watchMergedAccounts(deps, ORG_ID);
    expect(asked).toEqual([]);
    expect(await discardException(deps, noJobs, OPERATOR, id, 'C-7 is blocked')).toMatchObject({ state: 'discarded' });
  });

  it('has its turn of being looked at, however many others wait that stay as they are', async () => {
    const { deps, org } = await open();
    const others = Array.from({ length: 149 }, (_, at) => account(`0010000001${String(at).padStart(5, '0')}AAA`, `C-1${at}`));
    const survivor = account('001000000009999AAA', 'C-9');
    const first = org.merged;
    org.merged = [...first, ...others.map((one) => ({ ...one, survivor, modifiedAt: new Date().toISOString() }))];
    await watchMergedAccounts(deps, ORG_ID);
    org.merged = org.merged.map((one) => ({ ...one, modifiedAt: '2020-01-01T00:00:00.000Z' }));
    const asked = spyOnLooks(org);
    await watchMergedAccounts(deps, ORG_ID);
    await watchMergedAccounts(deps, ORG_ID);
    expect(new Set(asked.flat()).size).toBe(150);
  });

  it('closes by itself in a later turn', async () => {
    const { deps, org } = await open();
    org.merged = [{ ...account(LOST, 'C-7'), survivor: account(KEPT, 'C-7'), modifiedAt: '2020-01-01T00:00:00.000Z' }];
    await watchMergedAccounts(deps, ORG_ID);
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'resolved' }]);
  });

  it('that was discarded is not opened again by the same two customers, only by others', async () => {
    const { deps, look, id } = await open();
    expect(await discardException(deps, noJobs, OPERATOR, id, 'both stay')).toMatchObject({ state: 'discarded', resolution: 'both stay' });
    expect(await lastAudit(store, LOST, 'exception.discarded')).toMatchObject({ actor: OPERATOR.actor, reason: 'both stay' });
    await look();
    expect((await exceptionsIn(store)).map((one) => one.state)).toEqual(['discarded']);
    await look(account(KEPT, 'C-11'));
    expect((await exceptionsIn(store)).map((one) => one.state)).toEqual(['discarded', 'open']);
    await expect(discardException(deps, noJobs, OPERATOR, id, 'again')).rejects.toMatchObject({ code: 'exception.closed' });
    // Back to the two that were left as they are: what was opened meanwhile is true no longer.
    await look(account(KEPT, 'C-9'));
    expect((await exceptionsIn(store)).map((one) => one.state)).toEqual(['discarded', 'resolved']);
  });

  it('is decided about when nobody looks at the account that is left any more, and not when that look closed it', async () => {
    const { deps, id } = await open();
    const look = await otherRun(store, `merge/${ORG_ID}/${KEPT}`);
    const decided = discardException(deps, noJobs, OPERATOR, id, 'both stay');
    await someTurns(store);
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'open' }]);
    await look.end();
    expect(await decided).toMatchObject({ state: 'discarded' });

    await emptyOrders(store);
    const again = await open();
    const other = await otherRun(store, `merge/${ORG_ID}/${KEPT}`);
    const refused = expect(discardException(deps, noJobs, OPERATOR, again.id, 'both stay')).rejects.toMatchObject({ code: 'exception.closed', message: 'The exception is resolved already.' });
    await someTurns(store);
    await closeException(store.db, { orgId: ORG_ID, key: LOST, kind: 'merge' }, { state: 'resolved', resolution: 'the cause was gone', by: 'crossledger' });
    await other.end();
    await refused;
  });

  it('has no order that could be edited or cancelled', async () => {
    const { deps, id } = await open();
    await expect(editException(deps, noJobs, OPERATOR, id, { reason: 'try', changes: {} })).rejects.toThrow(/correct the account/);
    await expect(cancelOrder(deps, noJobs, OPERATOR, id, 'try')).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
