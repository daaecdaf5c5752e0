import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthInfo, Connection as CoreConnection } from '@salesforce/core';
import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { askToken, jwtBearer, signAssertion } from './support/sign-assertion.ts';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';

let org: TestOrg;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'crossledger-core-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('SF_USE_GENERIC_UNIX_KEYCHAIN', 'true');
  vi.stubEnv('SF_DISABLE_TELEMETRY', 'true');
  org = await startTestOrg();
});
afterAll(async () => {
  await org.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

describe('jsforce', () => {
  const connect = (): Connection => new Connection({ instanceUrl: org.url, accessToken: org.server.issueToken('admin'), version: '66.0', callOptions: { client: 'Crossledger' } });

  test('signs in by JWT and by client credentials', async () => {
    const conn = new Connection({ instanceUrl: org.url, loginUrl: org.url, version: '66.0' });
    await conn.authorize({ grant_type: jwtBearer, assertion: await signAssertion(org) });
    expect((await conn.identity()).username).toBe(org.username);
    const other = new Connection({ loginUrl: org.url, version: '66.0', oauth2: { loginUrl: org.url, clientId: 'test-client', clientSecret: 'test-secret' } });
    await other.authorize({ grant_type: 'client_credentials' });
    expect(other.instanceUrl).toBe(org.url);
  });

  test('creates, reads, changes, upserts and deletes, one row and many', async () => {
    const conn = connect();
    const accounts = conn.sobject('Account');
    const made = await accounts.create([{ Name: 'Tailspin' }, { Name: 'Coho' }, {}]);
    expect(made.map((row) => row.success)).toEqual([true, true, false]);
    const ids = made.flatMap((row) => (row.success ? [row.id] : []));
    const changed = await accounts.update(ids.map((Id) => ({ Id, Phone: '1' })));
    expect(changed.every((row) => row.success)).toBe(true);
    const upserted = await accounts.upsert([{ ERP_Key__c: 'js-1', Name: 'Upserted' }], 'ERP_Key__c');
    expect(upserted).toMatchObject([{ success: true, created: true }]);
    expect(await accounts.retrieve(ids[0] ?? '')).toMatchObject({ Id: ids[0], Name: 'Tailspin', Phone: '1' });
    expect((await accounts.destroy(ids)).every((row) => row.success)).toBe(true);
    expect(conn.limitInfo.apiUsage?.limit).toBe(100_000);
  });

  test('query fetches all pages, describe and limits answer', async () => {
    const conn = connect();
    const result = await conn.query('SELECT Id FROM Account', { autoFetch: true, maxFetch: 5000 });
    expect(result.done).toBe(true);
    expect((await conn.describe('Account')).fields.map((field) => field.name)).toContain('ERP_Key__c');
    expect((await conn.describeGlobal()).sobjects.map((object) => object.name)).toContain('Opportunity');
    expect((await conn.limits())['DailyApiRequests']?.Max).toBe(100_000);
  });

  test('loads in bulk', async () => {
    const results = await connect().bulk2.loadAndWaitForResults({ object: 'Account', operation: 'upsert', externalIdFieldName: 'ERP_Key__c', input: [{ ERP_Key__c: 'bulk-1', Name: 'Bulk' }, { ERP_Key__c: 'bulk-2' }], pollInterval: 50 });
    expect(results.successfulResults).toHaveLength(1);
    expect(results.failedResults).toHaveLength(1);
  });

  test('an expired session is renewed once and the request is repeated', async () => {
    let renewals = 0;
    const conn = new Connection({
      instanceUrl: org.url,
      accessToken: '00D000000000001!expired',
      version: '66.0',
      refreshFn: (_, done) => {
        renewals += 1;
        signAssertion(org)
          .then((assertion) => askToken(org.url, { grant_type: jwtBearer, assertion }))
          .then(({ body }) => void done(null, body['access_token']), (cause: unknown) => void done(cause as Error));
      },
    });
    expect((await conn.query('SELECT Id FROM Account LIMIT 1')).totalSize).toBeGreaterThan(0);
    expect(renewals).toBe(1);
  });
});

describe('@salesforce/core', () => {
  test('AuthInfo signs in by JWT and Connection queries', async () => {
    const privateKeyFile = join(home, 'key.pem');
    writeFileSync(privateKeyFile, org.client.privateKeyPem, { mode: 0o600 });
    const authInfo = await AuthInfo.create({ username: org.username, oauth2Options: { clientId: 'test-client', privateKeyFile, loginUrl: org.url } });
    const conn = await CoreConnection.create({ authInfo });
    expect(conn.getApiVersion()).toBe('66.0');
    expect((await conn.singleRecordQuery<{ Name: string }>('SELECT Name FROM Organization')).Name).toBe(org.server.org().name);
  });

  test('AuthInfo takes an access token', async () => {
    const accessToken = org.server.issueToken('admin');
    const authInfo = await AuthInfo.create({ accessTokenOptions: { accessToken, instanceUrl: org.url, loginUrl: org.url } });
    expect(authInfo.getUsername()).toBe(org.server.org().users.find((user) => user.alias === 'admin')?.username);
  });
});
