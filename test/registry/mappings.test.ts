import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMasterKeyText, parseMasterKey } from '../../server/kernel/secret.ts';
import { defaultText } from '../../server/mapping/defaults.ts';
import type { Place } from '../../server/registry/mappings.ts';
import { createRegistry, type Registry } from '../../server/registry/registry.ts';
import { createMappings } from '../../server/wiring/mappings.ts';
import { connectionSettings } from '../../server/contract/admin.ts';
import { STORES, type TestStore } from '../store/support/stores.ts';

const A = '00D5g00000AaBbCEAV';
const B = '00D5g00000XxYyZEAV';
const BY = { actor: 'operator:Test (1)', requestId: 'request-1' };
const ORG = { name: 'Contoso', sandbox: false, enabled: true, instanceUrl: 'https://contoso.my.salesforce.com', loginUrl: 'https://login.salesforce.com', clientId: 'key', username: 'integration@contoso.example', currency: 'EUR', namespace: '' };
const FNO = connectionSettings.parse({
  erp: 'fno', label: 'Contoso', baseUrl: 'https://contoso.operations.dynamics.com', tokenUrl: 'https://login.microsoftonline.com/t/oauth2/v2.0/token', scope: 's', clientId: 'c', clientSecret: 'secret', defaultCompany: 'usmf',
});
const PLACE: Place = { orgId: A, connection: 'main', object: 'order', erp: 'fno', keyField: undefined };
const shipped = defaultText('fno', 'order');
const withNote = (note: string): string => `${shipped.trimEnd()}\n  - { target: DeliveryReasonCode, constant: ${note} }\n`;
const masterKey = parseMasterKey(newMasterKeyText()) ?? expect.fail('no key');

describe.each(STORES)('mapping documents on the $kind store', ({ available, start }) => {
  let test: TestStore;
  let registry: Registry;
  beforeAll(async () => {
    if (!available) return;
    test = await start();
    registry = createRegistry({ db: test.store.db, clock: { now: Date.now }, masterKey, addressRules: { allowedHosts: ['*.dynamics.com', 'login.microsoftonline.com', '*.salesforce.com'], allowLoopback: false } });
    await registry.putOrg(A, ORG, BY);
    await registry.putOrg(B, ORG, BY);
    for (const org of [A, B]) await registry.putConnection(org, 'main', FNO, BY);
  });
  afterAll(async () => { if (available) await test.stop(); });
  const served = async (orgId = A): Promise<string[]> => (await createMappings(registry).mappings(orgId, 'main', { fresh: true })).order.fields.map((field) => field.target);

  it.skipIf(!available)('serve as they are shipped until somebody publishes another', async () => {
    expect(await registry.mappingState(PLACE)).toEqual({ id: `${A}~main~order`, object: 'order', published: 0, newest: 0 });
    expect(await registry.mappingText(PLACE, 0)).toBe(shipped);
    expect(await served()).toContain('SalesOrderName');
  });
  it.skipIf(!available)('are saved as versions that do not serve, published, and taken back, all with who and why', async () => {
    expect(await registry.saveMapping(PLACE, { text: withNote('One'), reason: 'first try' }, BY)).toBe(1);
    expect(await registry.saveMapping(PLACE, { text: withNote('Two'), reason: 'second try' }, BY)).toBe(2);
    expect(await served()).not.toContain('DeliveryReasonCode');
    await registry.publishMapping(PLACE, { version: 2, reason: 'agreed with finance' }, BY);
    expect(await served()).toContain('DeliveryReasonCode');
    expect(await registry.mappingState(PLACE)).toMatchObject({ published: 2, newest: 2 });
    expect((await registry.mappingHistory(PLACE)).map(({ version, reason, author }) => [version, reason, author])).toEqual([[2, 'second try', BY.actor], [1, 'first try', BY.actor]]);
    await registry.publishMapping(PLACE, { version: 0, reason: 'roll back' }, BY);
    expect(await served()).not.toContain('DeliveryReasonCode');
    const audit = await test.store.db.selectFrom('audit').select(['action', 'reason']).where('org_id', '=', A).where('subject', '=', 'mapping/main/order').orderBy('id').execute();
    expect(audit.map((entry) => [entry.action, entry.reason])).toEqual([['mapping.saved', 'first try'], ['mapping.saved', 'second try'], ['mapping.published', 'agreed with finance'], ['mapping.published', 'roll back']]);
  });
  it.skipIf(!available)('published through one instance serve the other one at once, and it reads deals for what they name', async () => {
    const other = createRegistry({ db: test.store.db, clock: { now: Date.now }, masterKey, addressRules: { allowedHosts: ['*'], allowLoopback: false } });
    const there = createMappings(other);
    expect(await there.mappedSources(A)).not.toContain('Owner.Email');
    const version = await registry.saveMapping(PLACE, { text: withNote('x').replace('constant: x', 'source: Owner.Email'), reason: 'a new source' }, BY);
    await registry.publishMapping(PLACE, { version, reason: 'a new source' }, BY);
    expect(await there.mappedSources(A)).toContain('Owner.Email');
    await registry.publishMapping(PLACE, { version: 0, reason: 'roll back' }, BY);
  });
  it.skipIf(!available)('of one org serve no other org, and their versions are not read there', async () => {
    await registry.saveMapping(PLACE, { text: withNote('Mine'), reason: 'only here' }, BY);
    await registry.publishMapping(PLACE, { version: 1, reason: 'only here' }, BY);
    expect(await served(B)).not.toContain('DeliveryReasonCode');
    await expect(registry.mappingText({ ...PLACE, orgId: B }, 1)).rejects.toMatchObject({ code: 'record.unknown' });
  });
  it.skipIf(!available)('are refused by line and field when they are none, or belong elsewhere, and nothing is saved', async () => {
    const before = await registry.mappingState(PLACE);
    await expect(registry.saveMapping(PLACE, { text: shipped.replace('source: Opportunity.Name', 'sauce: Opportunity.Name'), reason: 'a slip' }, BY)).rejects.toMatchObject({ code: 'request.invalid', message: expect.stringMatching(/line \d+, SalesOrderName/) as string });
    await expect(registry.saveMapping(PLACE, { text: defaultText('fno', 'customer'), reason: 'wrong one' }, BY)).rejects.toMatchObject({ code: 'request.invalid', message: expect.stringContaining('is for customer') as string });
    await expect(registry.publishMapping(PLACE, { version: 99, reason: 'not there' }, BY)).rejects.toMatchObject({ code: 'record.unknown' });
    expect(await registry.mappingState(PLACE)).toEqual(before);
  });
  it.skipIf(!available)('number their versions without a gap or a twin when two admins save at once', async () => {
    const place: Place = { ...PLACE, object: 'customer' };
    const text = defaultText('fno', 'customer');
    const versions = await Promise.all([1, 2, 3, 4].map((n) => registry.saveMapping(place, { text, reason: `save ${n}` }, BY)));
    expect(versions.toSorted()).toEqual([1, 2, 3, 4]);
  });
});
