import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionSettingsInput } from '../../server/contract/admin.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { newMasterKeyText, parseMasterKey } from '../../server/kernel/secret.ts';
import { createRegistry, type Registry } from '../../server/registry/registry.ts';
import { openException } from '../../server/store/exceptions.ts';
import { changePush, insertPush } from '../../server/store/pushes.ts';
import { STORES, type TestStore } from '../store/support/stores.ts';

const ORG = '00D5g00000AaBbCEAV';
const BY = { actor: 'operator:Test (1)', requestId: 'request-1' };
const KEY = 'ABCDEFGHIJKLMNOP';
const FNO: ConnectionSettingsInput = {
  erp: 'fno', label: 'Contoso', baseUrl: 'https://contoso.operations.dynamics.com', tokenUrl: 'https://login.microsoftonline.com/t/oauth2/v2.0/token', scope: 's', clientId: 'c', clientSecret: 'secret-of-a',
  defaultCompany: 'usmf', settleMs: 600_000, recheckMs: 300_000, concurrency: 8, ratePerSecond: 50, panelDeadlineMs: 2500, keepDays: 7, companies: {},
};
const BC: ConnectionSettingsInput = { ...FNO, erp: 'business-central', baseUrl: 'https://api.businesscentral.dynamics.com/v2.0/t/production' };
const masterKey = parseMasterKey(newMasterKeyText()) ?? expect.fail('no key');

describe.each(STORES)('removing a connection on the $kind store', ({ available, start }) => {
  let test: TestStore;
  let registry: Registry;
  beforeAll(async () => { if (available) test = await start(); });
  afterAll(async () => { if (available) await test.stop(); });
  beforeEach(async () => {
    if (!available) return;
    const { db } = test.store;
    for (const table of ['routing', 'exceptions', 'pushes', 'mapping_versions', 'mappings', 'connections', 'orgs'] as const) await db.deleteFrom(table).execute();
    registry = createRegistry({ db, clock: systemClock, masterKey, addressRules: { allowedHosts: ['*.dynamics.com', 'login.microsoftonline.com', '*.salesforce.com'], allowLoopback: false } });
    await registry.putOrg(ORG, { name: 'Contoso', sandbox: false, enabled: true, instanceUrl: 'https://contoso.my.salesforce.com', loginUrl: 'https://login.salesforce.com', clientId: 'key', username: 'integration@contoso.example', currency: 'EUR', namespace: '' }, BY);
    await registry.putConnection(ORG, 'main', FNO, BY);
  });
  const remove = () => registry.removeConnection(ORG, 'main', 'moved to another ERP', BY);

  it.skipIf(!available)('takes it out of every list, forgets its secret, and keeps its row and the reason in the trail', async () => {
    await registry.setConnectionMode(ORG, 'main', { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason: 'go live' }, BY);
    await remove();
    expect(await registry.connection(ORG, 'main')).toBeNull();
    expect(await registry.connections(ORG)).toEqual([]);
    expect(await registry.connectionSecret(ORG, 'main')).toBeNull();
    const row = await test.store.db.selectFrom('connections').select(['name', 'secret_sealed', 'removed_at']).executeTakeFirstOrThrow();
    expect(row).toEqual({ name: 'main', secret_sealed: null, removed_at: expect.any(String) });
    const [entry] = await test.store.db.selectFrom('audit').select(['action', 'subject', 'reason', 'before']).orderBy('seq', 'desc').limit(1).execute();
    expect(entry).toMatchObject({ action: 'connection.removed', subject: 'connection/main', reason: 'moved to another ERP', before: { mode: 'send' } });
    await expect(remove()).rejects.toMatchObject({ code: 'record.unknown' });
  });

  it.skipIf(!available)('is refused while an unfinished order, a routing rule or an open exception names it, and says which', async () => {
    await registry.putRouting(ORG, [{ country: null, connection: 'main', company: 'usmf' }], BY);
    await insertPush(test.store.db, { orgId: ORG, key: KEY, opportunityId: '0065g00000AaBbCAAV', cycle: 0, origin: 'won' });
    await changePush(test.store.db, ORG, KEY, { state: 'blocked', connection: 'main' });
    await openException(test.store.db, { orgId: ORG, key: KEY, kind: 'push', opportunityId: '0065g00000AaBbCAAV', connection: 'main', code: 'order.no-lines', cause: 'order.no-lines', owner: 'rep', sentence: 'No products.', fix: 'Add products.' });
    await expect(remove()).rejects.toThrow('The connection "main" cannot be removed: 1 order that is not finished, 1 routing rule, 1 open exception still name it.');
    expect(await registry.connection(ORG, 'main')).not.toBeNull();
  });

  it.skipIf(!available)('is let through by orders that are finished', async () => {
    await insertPush(test.store.db, { orgId: ORG, key: KEY, opportunityId: '0065g00000AaBbCAAV', cycle: 0, origin: 'won' });
    await changePush(test.store.db, ORG, KEY, { state: 'written-back', connection: 'main' });
    await remove();
    expect(await registry.connection(ORG, 'main')).toBeNull();
  });

  it.skipIf(!available)('lets the name begin anew, also for another ERP: it observes, and nothing decided before comes back', async () => {
    await registry.setConnectionMode(ORG, 'main', { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason: 'go live' }, BY);
    await registry.setConnectionStop(ORG, 'main', true, 'month end', BY);
    await registry.setCriteria(ORG, 'main', { recordTypes: ['Sale'], stages: [], minimumAmount: '10.50' }, BY);
    await registry.saveMapping({ orgId: ORG, connection: 'main', object: 'order', erp: 'fno', keyField: undefined }, { text: 'object: order\nerp: fno\nset: SalesOrderHeadersV2\nversion: 1\nfields:\n  - { target: CurrencyCode, source: Crossledger.currency }\n', reason: 'own document' }, BY);
    await registry.publishMapping({ orgId: ORG, connection: 'main', object: 'order', erp: 'fno', keyField: undefined }, { version: 1, reason: 'own document' }, BY);
    await remove();
    const { clientSecret: _secret, ...withoutSecret } = BC;
    const again = await registry.putConnection(ORG, 'main', withoutSecret, BY);
    expect(again).toMatchObject({ mode: 'observe', goLiveAt: null, stopped: false, hasSecret: false, criteria: { recordTypes: [], stages: [], minimumAmount: null }, settings: { erp: 'business-central' } });
    expect(await registry.publishedMappings(ORG)).toEqual([]);
    const actions = (await test.store.db.selectFrom('audit').select('action').where('subject', '=', 'connection/main').orderBy('seq', 'desc').limit(2).execute()).map((row) => row.action);
    expect(actions).toEqual(['connection.added', 'connection.removed']);
  });
});
