import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSalesforce, type RunningSalesforce } from '../../../sandbox/salesforce/main.ts';
import { makeWire, type Wire } from '../org-http/support/wire.ts';
import { hasCli, openSf, quietAt, SF_PROGRAM, type Sf } from './support/run-sf.ts';

const bin = fileURLToPath(new URL('../../../bin/crossledger.js', import.meta.url));
const slowMs = 240_000;

let sf: Sf;
let data: string;
let salesforce: RunningSalesforce;
let wire: Wire;
let programs: string;

interface Ended { code: number; out: string; said: { status: number; result: Record<string, unknown>; name: string; message: string; actions: string[]; data: Record<string, unknown> } }

/** `crossledger deploy` as a person runs it, with `sf` on the PATH or without. */
function deploy(args: string[], path: string = [programs, dirname(process.execPath), process.env['PATH']].join(delimiter)): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...quietAt(sf.home), PATH: path };
    const child = execFile(process.execPath, [bin, 'deploy', '--target-org', 'empty', ...args], { env, maxBuffer: 64 * 1024 * 1024 }, (_cause, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, out: stdout + stderr, said: args.includes('--json') ? JSON.parse(stdout) as Ended['said'] : ({} as Ended['said']) });
    });
  });
}

describe.skipIf(!hasCli)('deploy', () => {
  beforeAll(async () => {
    sf = openSf();
    programs = join(sf.home, 'programs');
    mkdirSync(programs);
    writeFileSync(join(programs, 'sf'), `#!/bin/sh\nexec '${process.execPath}' '${SF_PROGRAM}' "$@"\n`);
    chmodSync(join(programs, 'sf'), 0o755);
    data = mkdtempSync(join(tmpdir(), 'crossledger-org-'));
    salesforce = await startSalesforce({ port: 0, pagePort: 0, backendUrl: 'http://127.0.0.1:1', data, sources: [] });
    wire = makeWire(salesforce.instanceUrl, await salesforce.issueToken('admin'));
    await sf.run(['org', 'login', 'access-token', '--instance-url', salesforce.instanceUrl, '--no-prompt', '--alias', 'empty'], { env: { SF_ACCESS_TOKEN: wire.token } });
  }, slowMs);
  afterAll(async () => {
    await salesforce.close();
    sf.close();
    rmSync(data, { recursive: true, force: true });
  });

  const hasPackage = async (): Promise<boolean> => (await wire.query('SELECT Id FROM ERP_Outbox__c')).status === 200;

  test('without the Salesforce CLI it says how to get it', async () => {
    const { code, said } = await deploy(['--json'], '/nowhere');
    expect({ code, said }).toMatchObject({ code: 1, said: { name: 'CliMissing', actions: [expect.stringContaining('npm install --global @salesforce/cli')] } });
  }, slowMs);

  test('a dry run changes nothing', async () => {
    const { code, said } = await deploy(['--dry-run', '--json']);
    expect({ code, said }).toMatchObject({ code: 0, said: { status: 0, result: { dryRun: true, org: { id: salesforce.org().id, sandbox: false }, deployment: { status: 'Succeeded', refusals: [] }, assigned: [] } } });
    expect(await hasPackage()).toBe(false);
  }, slowMs);

  test('a rule of the customer that a test of the package trips over is named, and nothing is changed', async () => {
    await wire.admin('POST', 'validation-rules', { object: 'Account', field: 'Phone', operator: 'blank', message: 'An account needs a phone number' });
    const { code, out, said } = await deploy(['--json']);
    await wire.admin('DELETE', 'validation-rules');
    expect(code, out).toBe(2);
    expect(said).toMatchObject({ name: 'DeploymentRefused', data: { status: 'Failed' } });
    expect(said.data['refusals']).toContainEqual({ kind: 'test', name: expect.stringMatching(/^\w+Test\.\w+$/), line: null, problem: expect.stringContaining('An account needs a phone number') });
    expect(await hasPackage()).toBe(false);
  }, slowMs);

  test('deploys with the tests that a production org demands, gives permission sets, and says where to go on', async () => {
    const { code, out } = await deploy(['--permission-set', 'Crossledger_Admin', '--permission-set', 'Crossledger_Finance']);
    expect(code, out).toBe(0);
    expect(out).toContain(`${salesforce.instanceUrl}/lightning/n/ERP_Setup`);
    expect(Number(/Deployed: \d+ components, (\d+) tests passed\./.exec(out)?.[1])).toBeGreaterThan(100);
    expect(out).toContain('Now also yours');
    expect(await hasPackage()).toBe(true);
    expect(salesforce.org().users.find((user) => user.alias === 'admin')?.permissionSets).toEqual(expect.arrayContaining(['Crossledger_Admin', 'Crossledger_Finance']));
  }, slowMs);
});
