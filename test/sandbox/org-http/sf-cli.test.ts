import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasCli, openSf, type CliAnswer, type Sf } from '../deploy/support/run-sf.ts';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';

let org: TestOrg;
let cli: Sf;
beforeAll(async () => {
  cli = openSf();
  org = await startTestOrg();
});
afterAll(async () => {
  await org.close();
  cli.close();
});

const sf = (args: readonly string[], env: Record<string, string> = {}): Promise<CliAnswer> => cli.run(args, { env });
const target = ['-o', 'journey'];

describe.skipIf(!hasCli)('the sf CLI', () => {
  test('signs in by JWT and shows the org', async () => {
    const key = join(cli.home, 'key.pem');
    writeFileSync(key, org.client.privateKeyPem, { mode: 0o600 });
    const login = await sf(['org', 'login', 'jwt', '--client-id', 'test-client', '--jwt-key-file', key, '--username', org.username, '--instance-url', org.url, '--alias', 'journey']);
    expect(login).toMatchObject({ status: 0, result: { username: org.username, orgId: org.server.org().id, isDevHub: false, instanceApiVersion: '66.0' } });
    expect((await sf(['org', 'display', ...target])).result).toMatchObject({ connectedStatus: 'Connected', apiVersion: '66.0' });
  });

  test('signs in with an access token', async () => {
    const login = await sf(['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'by-token'], { SF_ACCESS_TOKEN: org.server.issueToken('admin') });
    expect(login).toMatchObject({ status: 0, result: { orgId: org.server.org().id } });
  });

  test('creates, changes and finds a record', async () => {
    const created = await sf(['data', 'create', 'record', ...target, '-s', 'Account', '-v', "Name='From the CLI'"]);
    expect(created).toMatchObject({ status: 0, result: { success: true } });
    const updated = await sf(['data', 'update', 'record', ...target, '-s', 'Account', '-i', String(created.result.id), '-v', 'Phone=555']);
    expect(updated.message).toBeUndefined();
    expect(updated).toMatchObject({ status: 0 });
    const found = await sf(['data', 'query', ...target, '-q', "SELECT Id, Name, Phone FROM Account WHERE Name = 'From the CLI'"]);
    expect(found.result.records).toMatchObject([{ Id: created.result.id, Phone: '555' }]);
  });

  test('upserts and exports in bulk', async () => {
    const file = join(cli.home, 'accounts.csv');
    writeFileSync(file, 'ERP_Key__c,Name\ncli-1,"Acme, Inc"\ncli-2,Bcme\n');
    const upserted = await sf(['data', 'upsert', 'bulk', ...target, '-s', 'Account', '-i', 'ERP_Key__c', '-f', file, '-w', '2']);
    expect(upserted).toMatchObject({ status: 0 });
    const out = join(cli.home, 'out.csv');
    await sf(['data', 'export', 'bulk', ...target, '-q', "SELECT ERP_Key__c, Name FROM Account WHERE ERP_Key__c != null ORDER BY ERP_Key__c", '--output-file', out, '-w', '2']);
    expect(readFileSync(out, 'utf8').trim().split('\n')).toEqual(['"ERP_Key__c","Name"', '"cli-1","Acme, Inc"', '"cli-2","Bcme"']);
  });

  test('describes an object and lists the limits', async () => {
    expect((await sf(['sobject', 'describe', ...target, '-s', 'Account'])).result).toMatchObject({ name: 'Account', keyPrefix: '001' });
    expect((await sf(['org', 'list', 'limits', ...target])).result).toEqual(expect.arrayContaining([{ name: 'DailyApiRequests', max: 100_000, remaining: expect.any(Number) }]));
  });

  test('runs Apex tests and waits for their results', async () => {
    const run = await sf(['apex', 'run', 'test', ...target, '-n', 'GreeterTest', '-w', '1']);
    expect(run.result.summary).toMatchObject({ passing: 1, failing: 1 });
  });
}, 120_000);
