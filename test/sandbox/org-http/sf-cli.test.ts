import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';

const cli = fileURLToPath(new URL('../../sf/node_modules/@salesforce/cli/bin/run.js', import.meta.url));

let org: TestOrg;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'crossledger-sf-'));
  org = await startTestOrg();
});
afterAll(async () => {
  await org.close();
  rmSync(home, { recursive: true, force: true });
});

interface CliAnswer {
  readonly status: number;
  readonly message?: string;
  // Each command has a shape of its own.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly result: any;
}

function sf(args: readonly string[], env: Record<string, string> = {}): Promise<CliAnswer> {
  const quiet = { HOME: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', SF_TEMP_SHOW_SECRETS: 'true' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args, '--json'], { env: { PATH: process.env['PATH'], ...quiet, ...env }, cwd: home }, (cause, stdout) => {
      try {
        resolve(JSON.parse(stdout) as CliAnswer);
      } catch {
        reject(cause ?? new Error(`sf ${args.join(' ')} said no JSON: ${stdout}`));
      }
    });
  });
}

const target = ['-o', 'journey'];

describe.skipIf(!existsSync(cli))('the sf CLI', () => {
  test('signs in by JWT and shows the org', async () => {
    const key = join(home, 'key.pem');
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
    const file = join(home, 'accounts.csv');
    writeFileSync(file, 'ERP_Key__c,Name\ncli-1,"Acme, Inc"\ncli-2,Bcme\n');
    const upserted = await sf(['data', 'upsert', 'bulk', ...target, '-s', 'Account', '-i', 'ERP_Key__c', '-f', file, '-w', '2']);
    expect(upserted).toMatchObject({ status: 0 });
    const out = join(home, 'out.csv');
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
