import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollOutbox } from '../../server/orders/poll.ts';
import type { Store } from '../../server/store/database.ts';
import { noJobs } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg } from '../support/fake-org.ts';
import { LIVE_ORG_ID, openLiveOrg, type LiveOrg } from '../support/live-org.ts';
import { openTestStore, orderDeps } from '../support/order-bench.ts';

const COUNT = 2000;

let live: LiveOrg;
let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  [live, store] = await Promise.all([openLiveOrg({ seed: false }), openTestStore()]);
  await store.db.insertInto('orgs').values({ id: LIVE_ORG_ID, name: 'Live', sandbox: true, enabled: true, instance_url: 'http://127.0.0.1', login_url: 'http://127.0.0.1', client_id: 'c', username: 'u', namespace: '', currency: 'USD', private_key_sealed: null }).execute();
  await assignPackage();
}, 600_000);
afterAll(async () => {
  await live.close();
  await store.remove();
});

/** Without a seed nobody has the package's permission sets. */
async function assignPackage(): Promise<void> {
  const org = live.salesforce.org();
  const [admin = '', integration = ''] = (['admin', 'integration'] as const).map((alias) => org.users.find((user) => user.alias === alias)?.id ?? '');
  const system = { userId: admin, system: true };
  const sets = (await org.query("SELECT Id, Name FROM PermissionSet WHERE Name IN ('Crossledger_Admin', 'Crossledger_Integration')", system)).records;
  const rows = sets.map((set) => ({ attributes: { type: 'PermissionSetAssignment' }, AssigneeId: set['Name'] === 'Crossledger_Admin' ? admin : integration, PermissionSetId: set['Id'] }));
  await org.save('insert', rows, system, { allOrNone: true });
}

const keysOfRows = async (): Promise<string[]> => {
  const system = { userId: live.salesforce.org().users[0]?.id ?? '', system: true };
  return (await live.salesforce.org().query('SELECT Record_Id__c, Cycle__c FROM ERP_Outbox__c', system)).records.map((row) => `${String(row['Record_Id__c'])}:${String(row['Cycle__c'])}`);
};

describe('2,000 opportunities in one data load', () => {
  let ids: string[] = [];

  it('that are won in it get exactly one row of the outbox each', async () => {
    const input = Array.from({ length: COUNT }, (_, at) => ({ Name: `Load ${at}`, StageName: 'Closed Won', CloseDate: '2026-12-31' }));
    const { successfulResults, failedResults } = await live.admin.bulk2.loadAndWaitForResults({ object: 'Opportunity', operation: 'insert', input, pollInterval: 500, pollTimeout: 480_000 });
    expect(failedResults).toEqual([]);
    ids = successfulResults.map((row) => String((row as Record<string, unknown>)['sf__Id']));
    expect(new Set(ids).size).toBe(COUNT);
    expect((await keysOfRows()).sort()).toEqual(ids.map((id) => `${id}:0`).sort());
  }, 600_000);

  it('become 2,000 pushes, however often the outbox is read', async () => {
    const base = orderDeps(store, createFakeOrg(null), createFakeErp(null));
    const deps = { ...base, directory: { ...base.directory, org: async () => live.port } };
    await pollOutbox(deps, noJobs, LIVE_ORG_ID);
    await pollOutbox(deps, noJobs, LIVE_ORG_ID);
    const pushes = await store.db.selectFrom('pushes').select(['opportunity_id']).where('org_id', '=', LIVE_ORG_ID).execute();
    expect(pushes.map((push) => push.opportunity_id).sort()).toEqual([...ids].sort());
  }, 600_000);

  it('that are opened and won again in one transaction stay within the limits of that transaction, each with one row more', async () => {
    const admin = { userId: live.salesforce.org().users.find((user) => user.alias === 'admin')?.id ?? '' };
    const winAgain = (stage: string): string => `List<Opportunity> deals = [SELECT Id FROM Opportunity LIMIT ${COUNT}]; for (Opportunity deal : deals) { deal.StageName = '${stage}'; } update deals;`;
    for (const stage of ['Prospecting', 'Closed Won']) expect(await live.salesforce.org().runAnonymous(winAgain(stage), admin)).toMatchObject({ success: true, exceptionMessage: null });
    expect((await keysOfRows()).sort()).toEqual(ids.flatMap((id) => [`${id}:0`, `${id}:1`]).sort());
  }, 600_000);
});
