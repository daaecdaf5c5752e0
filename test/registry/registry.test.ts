import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionSettingsInput } from '../../server/contract/admin.ts';
import { newMasterKeyText, parseMasterKey } from '../../server/kernel/secret.ts';
import { hashToken } from '../../server/registry/operators.ts';
import { createRegistry, type Registry } from '../../server/registry/registry.ts';
import { beginCustomerCreate, createdCustomer, endCustomerCreate } from '../../server/store/customer-creates.ts';
import type { Database } from '../../server/store/database.ts';
import { closeException, openException } from '../../server/store/exceptions.ts';
import { changePush, insertPush } from '../../server/store/pushes.ts';
import { beginStep, endStep } from '../../server/store/steps.ts';
import { STORES, type TestStore } from '../store/support/stores.ts';
import { CERTIFICATE, CERTIFICATE_FINGERPRINT, ecPair, rsaPair } from './support/pem.ts';

const A = '00D5g00000AaBbCEAV';
const B = '00D5g00000XxYyZEAV';
const BY = { actor: 'operator:Test (1)', requestId: 'request-1' };
const ORG = { name: 'Contoso', sandbox: false, enabled: true, instanceUrl: 'https://contoso.my.salesforce.com', loginUrl: 'https://login.salesforce.com', clientId: 'key', username: 'integration@contoso.example', currency: 'EUR', namespace: '' };
const FNO: ConnectionSettingsInput = {
  erp: 'fno', label: 'Contoso', baseUrl: 'https://contoso.operations.dynamics.com', tokenUrl: 'https://login.microsoftonline.com/t/oauth2/v2.0/token', scope: 's', clientId: 'c', clientSecret: 'secret-of-a',
  defaultCompany: 'usmf', settleMs: 600_000, recheckMs: 300_000, concurrency: 8, ratePerSecond: 50, panelDeadlineMs: 2500, keepDays: 7, companies: {},
};
const masterKey = parseMasterKey(newMasterKeyText()) ?? expect.fail('no key');

describe.each(STORES)('the registry on the $kind store', ({ available, start }) => {
  let test: TestStore;
  let shift = 0;
  let registry: Registry;
  let other: Registry;
  const clock = { now: () => Date.now() + shift };
  const instanceOn = (db: Database): Registry => createRegistry({ db, clock, masterKey, addressRules: { allowedHosts: ['*.dynamics.com', 'login.microsoftonline.com', '*.salesforce.com'], allowLoopback: false } });
  beforeAll(async () => {
    if (!available) return;
    test = await start();
    other = instanceOn((await test.another()).db);
  });
  afterAll(async () => { if (available) await test.stop(); });
  beforeEach(async () => {
    if (!available) return;
    shift += 60_000;
    for (const table of ['exceptions', 'customer_creates', 'steps', 'pushes', 'routing', 'connections', 'org_keys', 'orgs', 'operators'] as const) await test.store.db.deleteFrom(table).execute();
    registry = instanceOn(test.store.db);
    await registry.putOrg(A, ORG, BY);
    await registry.putOrg(B, { ...ORG, name: 'Fabrikam', sandbox: true }, BY);
    await registry.putConnection(A, 'main', FNO, BY);
  });

  it.skipIf(!available)('starts a connection in observe, without criteria, not stopped', async () => {
    expect(await registry.connection(A, 'main')).toEqual({
      orgId: A, name: 'main', hasSecret: true, mode: 'observe', goLiveAt: null, stopped: false, criteria: { recordTypes: [], stages: [], minimumAmount: null }, approval: { amountAbove: [], discountPercentAbove: null, newCustomer: false, creditExceeded: false },
      settings: (({ clientSecret: _secret, ...rest }) => rest)(FNO),
    });
  });
  it.skipIf(!available)('keeps mode, stop, criteria and secret when settings change', async () => {
    await registry.setConnectionMode(A, 'main', { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason: 'go live' }, BY);
    await registry.setConnectionStop(A, 'main', true, 'month end', BY);
    await registry.setCriteria(A, 'main', { recordTypes: ['Sale'], stages: [], minimumAmount: '10.50' }, BY);
    const { clientSecret: _secret, ...withoutSecret } = FNO;
    const changed = await registry.putConnection(A, 'main', { ...withoutSecret, label: 'Renamed' }, BY);
    expect(changed).toMatchObject({ mode: 'send', goLiveAt: '2026-11-21T09:30:00.000Z', stopped: true, hasSecret: true, criteria: { recordTypes: ['Sale'], minimumAmount: '10.50' }, settings: { label: 'Renamed' } });
    expect((await registry.connectionSecret(A, 'main'))?.reveal()).toBe('secret-of-a');
  });
  it.skipIf(!available)('only observes again when it leads to another environment', async () => {
    await registry.setConnectionMode(A, 'main', { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason: 'go live' }, BY);
    expect(await registry.putConnection(A, 'main', { ...FNO, baseUrl: `${FNO.baseUrl}/` }, BY)).toMatchObject({ mode: 'send' });
    expect(await registry.putConnection(A, 'main', { ...FNO, baseUrl: 'https://contoso-next.operations.dynamics.com' }, BY)).toMatchObject({ mode: 'observe', goLiveAt: null });
  });
  it.skipIf(!available)('leads to no other environment while orders that were begun there are not finished, whatever became of them, or deals wait for a decision', async () => {
    await registry.setConnectionMode(A, 'main', { mode: 'send', goLiveAt: '2026-11-21T09:30:00Z', reason: 'go live' }, BY);
    const { db } = test.store;
    const move = () => registry.putConnection(A, 'main', { ...FNO, baseUrl: 'https://contoso-next.operations.dynamics.com' }, BY);
    const begun = [['blocked', []], ['dead', ['create header']], ['written-back', ['create header']], ['observed', ['create header']], ['discarded', ['create header', 'cancel order']], ['waiting', ['look up']]] as const;
    for (const [at, [state, steps]] of begun.entries()) {
      await insertPush(db, { orgId: A, key: `KEY${at}`, opportunityId: `0065g0000000000${at}AA`, cycle: 0, origin: 'won' });
      await changePush(db, A, `KEY${at}`, { state, connection: 'main' });
      for (const step of steps) await endStep(db, await beginStep(db, { orgId: A, key: `KEY${at}`, step }), 'done', null);
    }
    await expect(move()).rejects.toMatchObject({ code: 'connection.unfinished', message: expect.stringMatching(/^The connection "main" cannot be moved to another environment while orders that were begun there .*: 2\.$/) });
    expect(await registry.connection(A, 'main')).toMatchObject({ mode: 'send', settings: { baseUrl: FNO.baseUrl } });
    expect(await registry.putConnection(A, 'main', { ...FNO, label: 'Renamed' }, BY)).toMatchObject({ mode: 'send' });
    for (const at of [1, 3]) await changePush(db, A, `KEY${at}`, { state: 'written-back' });
    const subject = { orgId: A, key: 'KEY2', kind: 'aftermath' as const };
    await openException(db, { ...subject, opportunityId: '0065g00000000002AA', connection: 'main', code: 'deal.changed', cause: 'c', owner: 'finance', sentence: 's', fix: 'f', before: null, after: null });
    await expect(move()).rejects.toMatchObject({ code: 'connection.unfinished', details: { count: 1 } });
    await closeException(db, subject, { state: 'discarded', resolution: 'r', by: 'x' });
    const place = { orgId: A, connection: 'main', company: 'usmf', accountId: '001000000000001AAA' };
    await beginCustomerCreate(db, place, 'ref');
    await endCustomerCreate(db, place, 'done', 'C-00007');
    await registry.putConnection(A, 'main', { ...FNO, label: 'Renamed again' }, BY);
    expect(await createdCustomer(db, place)).toBe('C-00007');
    expect(await move()).toMatchObject({ mode: 'observe' });
    expect(await createdCustomer(db, place), 'another customer in another environment').toBeNull();
    for (const [key, state] of [['KEY0', 'refused'], ['KEY3', 'observed'], ['KEY5', 'refused']] as const) await changePush(db, A, key, { state });
    await registry.removeConnection(A, 'main', 'moved', BY);
    await expect(registry.putConnection(A, 'main', FNO, BY), 'a new one of the same name').rejects.toMatchObject({ code: 'connection.unfinished' });
    expect(await registry.putConnection(A, 'main', { ...FNO, baseUrl: 'https://contoso-next.operations.dynamics.com' }, BY)).toMatchObject({ mode: 'observe' });
  });
  it.skipIf(!available).each([
    ['the token host', { tokenUrl: 'https://contoso.operations.dynamics.com/token' }],
    ['the host of the environment', { baseUrl: 'https://other.cloudax.dynamics.com' }],
    ['the scope', { scope: 'https://other.operations.dynamics.com/.default' }],
    ['the client', { clientId: 'another' }],
  ])('gives a kept secret to nothing else: not when %s changes', async (_what, change) => {
    const { clientSecret: _secret, ...kept } = FNO;
    await expect(registry.putConnection(A, 'main', { ...kept, ...change }, BY)).rejects.toThrow(/clientSecret must be given again/);
    expect(await registry.connection(A, 'main')).toMatchObject({ settings: { baseUrl: FNO.baseUrl, scope: FNO.scope, clientId: FNO.clientId } });
  });
  it.skipIf(!available)('lets another instance see a stop switch within two seconds, and at once when it asks for fresh data', async () => {
    expect((await other.connection(A, 'main'))?.stopped).toBe(false);
    await registry.setConnectionStop(A, 'main', true, 'stop now', BY);
    await registry.setStopAll(A, true, 'stop all', BY);
    expect((await registry.connection(A, 'main'))?.stopped).toBe(true);
    shift += 2000;
    expect((await other.connection(A, 'main'))?.stopped).toBe(true);
    expect((await other.org(A))?.stopAll).toBe(true);
    await registry.setConnectionStop(A, 'main', false, 'go on', BY);
    expect((await other.connection(A, 'main', { fresh: true }))?.stopped).toBe(false);
  });
  it.skipIf(!available)('never answers one org with another\'s', async () => {
    expect(await registry.connection(B, 'main')).toBeNull();
    expect(await registry.connectionSecret(B, 'main')).toBeNull();
    expect(await registry.connections(B)).toEqual([]);
    await expect(registry.setConnectionStop(B, 'main', true, 'wrong org', BY)).rejects.toThrow(/not found/);
    await registry.putConnection(B, 'main', { ...FNO, environment: 'test', clientSecret: 'secret-of-b' }, BY);
    expect((await registry.connectionSecret(A, 'main'))?.reveal()).toBe('secret-of-a');
    expect((await registry.allConnections()).map((one) => `${one.orgId}/${one.name}`).sort()).toEqual([`${A}/main`, `${B}/main`]);
  });
  it.skipIf(!available)('gives a sandbox org no connection to a production ERP, and says who can fix it', async () => {
    const refused = (change: Partial<ConnectionSettingsInput>) => registry.putConnection(B, 'main', { ...FNO, ...change }, BY).then(() => null, (error: { code: string; message: string; next: string }) => error);
    expect(await refused({})).toMatchObject({ code: 'connection.locked', message: 'This org is a sandbox, and the connection "main" leads to a production ERP.', next: expect.stringContaining('test environment') as string });
    expect(await refused({ environment: 'production', baseUrl: 'https://contoso.sandbox.operations.dynamics.com' })).toMatchObject({ code: 'connection.locked' });
    expect(await registry.connections(B)).toEqual([]);
    expect(await refused({ baseUrl: 'https://contoso.sandbox.operations.dynamics.com' })).toBeNull();
    expect(await refused({ environment: 'test' })).toBeNull();
  });
  it.skipIf(!available)('does not open a secret that was copied to another connection', async () => {
    await registry.putConnection(B, 'main', { ...FNO, environment: 'test', clientSecret: 'secret-of-b' }, BY);
    const { secret_sealed } = await test.store.db.selectFrom('connections').select('secret_sealed').where('org_id', '=', A).executeTakeFirstOrThrow();
    await test.store.db.updateTable('connections').set({ secret_sealed }).where('org_id', '=', B).execute();
    await expect(registry.connectionSecret(B, 'main')).rejects.toThrow();
  });
  it.skipIf(!available)('knows an org by 15 and by 18 characters', async () => {
    expect((await registry.org(A.slice(0, 15)))?.id).toBe(A);
    expect((await registry.connection(A.slice(0, 15), 'main'))?.orgId).toBe(A);
    expect(await registry.org(A.slice(0, 15).toLowerCase())).toBeNull();
  });
  it.skipIf(!available)('lists only enabled orgs and their connections as such', async () => {
    await registry.putOrg(A, { ...ORG, enabled: false }, BY);
    expect((await registry.enabledOrgs()).map((org) => org.id)).toEqual([B]);
    expect(await registry.allConnections()).toEqual([]);
  });
  it.skipIf(!available)('takes a certificate or a public key of RSA 2048 and more, and nothing else', async () => {
    const org = await registry.addOrgKey(A, 'certificate', CERTIFICATE, BY);
    expect(org.keys).toMatchObject([{ kid: 'certificate', fingerprint: CERTIFICATE_FINGERPRINT, active: true }]);
    const refused = async (pem: string, why: RegExp) => { await expect(registry.addOrgKey(A, 'other', pem, BY)).rejects.toThrow(why); };
    await refused(rsaPair(1024).publicKey, /2048/);
    await refused(ecPair().publicKey, /RSA/);
    await refused(rsaPair().privateKey, /private key/);
    await refused('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /PEM/);
    await refused(CERTIFICATE, /exists already/);
  });
  it.skipIf(!available)('never has more than two active keys of an org, however many are added at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 4 }, (_, i) => registry.addOrgKey(A, `key-${i}`, rsaPair().publicKey, BY)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2);
    expect((await registry.org(A, { fresh: true }))?.keys.filter((key) => key.active)).toHaveLength(2);
  });
  it.skipIf(!available)('keeps an org\'s private key to itself', async () => {
    const { privateKey } = rsaPair();
    expect(await registry.orgPrivateKey(A)).toBeNull();
    expect((await registry.putOrg(A, { ...ORG, privateKey }, BY)).hasPrivateKey).toBe(true);
    await registry.putOrg(A, { ...ORG, name: 'Renamed' }, BY);
    expect((await registry.orgPrivateKey(A))?.reveal()).toBe(privateKey);
    expect(JSON.stringify(await registry.org(A))).not.toContain('PRIVATE');
    expect(JSON.stringify(await test.store.db.selectFrom('orgs').selectAll().execute())).not.toContain('PRIVATE');
    await expect(registry.putOrg(A, { ...ORG, privateKey: ecPair().privateKey }, BY)).rejects.toThrow(/RSA/);
  });
  it.skipIf(!available)('replaces routing rules as a whole and keeps their order', async () => {
    const rules = [{ country: 'DE', connection: 'main', company: 'demf' }, { country: null, connection: 'main', company: 'usmf' }];
    expect(await registry.putRouting(A, rules, BY)).toEqual(rules);
    expect(await registry.putRouting(A, [...rules].reverse(), BY)).toEqual([...rules].reverse());
    expect(await registry.routingRules(B)).toEqual([]);
    expect(await registry.putRouting(A, [], BY)).toEqual([]);
  });
  it.skipIf(!available)('writes each change down with before and after, and no secret', async () => {
    await registry.putConnection(A, 'main', { ...FNO, clientSecret: 'a-new-secret', label: 'Renamed' }, BY);
    // The trail is append-only: it holds what the tests before did too.
    const rows = (await test.store.db.selectFrom('audit').selectAll().where('subject', '=', 'connection/main').orderBy('seq').execute()).slice(-2);
    expect(rows.map((row) => row.action)).toEqual(['connection.added', 'connection.changed']);
    expect(rows[1]).toMatchObject({ actor: BY.actor, request_id: BY.requestId, org_id: A, before: { settings: { label: 'Contoso' } }, after: { settings: { label: 'Renamed' }, secretReplaced: true } });
    expect(JSON.stringify(rows)).not.toMatch(/secret-of-a|a-new-secret/);
  });
  it.skipIf(!available)('undoes a change whose audit row cannot be written', async () => {
    const failing = createRegistry({ db: test.store.db, clock, masterKey, addressRules: { allowedHosts: [], allowLoopback: false }, audit: async () => { throw new Error('disk full'); } });
    await expect(failing.setConnectionStop(A, 'main', true, 'stop', BY)).rejects.toThrow('disk full');
    expect((await registry.connection(A, 'main', { fresh: true }))?.stopped).toBe(false);
  });
  it.skipIf(!available)('makes one first operator when two instances start together', async () => {
    const folders = [mkdtempSync(path.join(tmpdir(), 'crossledger-first-')), mkdtempSync(path.join(tmpdir(), 'crossledger-first-'))] as const;
    const made = await Promise.all([registry.ensureFirstOperator(folders[0]), other.ensureFirstOperator(folders[1])]);
    expect([...made].sort()).toEqual([false, true]);
    const token = readFileSync(path.join(folders[made.indexOf(true)] ?? '', 'operator-token'), 'utf8').trim();
    const rows = await test.store.db.selectFrom('operators').selectAll().execute();
    expect(rows).toMatchObject([{ role: 'admin', orgs: ['*'], token_hash: hashToken(token) }]);
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  it.skipIf(!available)('lets a token id be used once, over both instances', async () => {
    const soon = new Date(clock.now() + 60_000).toISOString();
    const uses = await Promise.all([registry, other, registry, other].map((one) => one.useToken(A, `jti-${shift}`, soon)));
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await other.useToken(B, `jti-${shift}`, soon)).toBe(true);
  });
});
