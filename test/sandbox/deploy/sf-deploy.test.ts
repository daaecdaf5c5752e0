import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSalesforce, type RunningSalesforce } from '../../../sandbox/salesforce/main.ts';
import { makeWire, pluck, type Wire } from '../org-http/support/wire.ts';
import { hasCli, openSf, type CliAnswer, type Sf } from './support/run-sf.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const slowMs = 180_000;

let sf: Sf;
let data: string;
let salesforce: RunningSalesforce;
let wire: Wire;

async function start(): Promise<void> {
  salesforce = await startSalesforce({ port: 0, pagePort: 0, backendUrl: 'http://127.0.0.1:1', data, sources: [] });
  wire = makeWire(salesforce.instanceUrl, await salesforce.issueToken('admin'));
}

async function signIn(): Promise<void> {
  const login = await sf.run(['org', 'login', 'access-token', '--instance-url', salesforce.instanceUrl, '--no-prompt', '--alias', 'empty'], { env: { SF_ACCESS_TOKEN: wire.token } });
  expect(login).toMatchObject({ status: 0, result: { orgId: salesforce.org().id } });
}

const count = async (soql: string): Promise<number> => Number((await wire.query(`SELECT count() FROM ${soql}`)).body.totalSize);
const deploy = (verb: 'start' | 'validate', folders: string[], more: string[] = [], env: Record<string, string> = {}, cwd = project): Promise<CliAnswer> =>
  sf.run(['project', 'deploy', verb, '-o', 'empty', ...folders.flatMap((folder) => ['-d', folder]), '-w', '5', ...more], { cwd, env });

/** A source project of its own, so that nothing is written into ours. */
function makeProject(name: string, files: Record<string, string> = {}): string {
  const folder = join(sf.home, name);
  mkdirSync(join(folder, 'force-app'), { recursive: true });
  writeFileSync(join(folder, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '66.0' }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, 'force-app', path, '..'), { recursive: true });
    writeFileSync(join(folder, 'force-app', path), content);
  }
  return folder;
}

const metadata = (type: string, inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}\n</${type}>\n`;
const classMetadata = metadata('ApexClass', '    <apiVersion>66.0</apiVersion>\n    <status>Active</status>');

describe.skipIf(!hasCli)('the sf CLI and an org without the package', () => {
  beforeAll(async () => {
    sf = openSf();
    data = mkdtempSync(join(tmpdir(), 'crossledger-org-'));
    await start();
    await signIn();
  }, slowMs);
  afterAll(async () => {
    await salesforce.close();
    sf.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('a deployment over SOAP, with all its tests, is what the org runs and shows from then on', async () => {
    expect((await wire.query('SELECT Id FROM ERP_Outbox__c')).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
    await wire.create('Account', { Name: 'There before' });
    const deployed = await deploy('start', ['force-app/main', 'force-app/test'], ['-l', 'RunLocalTests']);
    expect(deployed.message).toBeUndefined();
    expect(deployed.result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0, numberTestErrors: 0 });
    expect(Number(deployed.result.numberTestsCompleted)).toBeGreaterThan(50);
    expect(new Set(pluck(deployed.result.files, 'state'))).toEqual(new Set(['Created']));
    expect((await wire.data('GET', 'sobjects/Opportunity/describe')).body.fields).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'ERP_Order_Status__c' })]));
    expect(await count("Account WHERE Name = 'There before'")).toBe(1);
    const page = await (await fetch(`${salesforce.pageUrl ?? ''}/app/main.js`)).text();
    expect(page).toContain('financePanel');
  }, slowMs);

  test('the CLI gives a permission set, and with it the right to what is in it', async () => {
    expect(await sf.run(['org', 'assign', 'permset', '-o', 'empty', '-n', 'Crossledger_User'])).toMatchObject({ status: 0, result: { failures: [], successes: [{ value: 'Crossledger_User' }] } });
    expect(salesforce.org().users.find((user) => user.alias === 'admin')?.customPermissions).toContain('Crossledger_Send_Orders');
    expect((await wire.admin('POST', 'seed')).status).toBe(204);
    expect(await count('Account WHERE ERP_Customer_Number__c != null')).toBe(66);
  }, slowMs);

  test('Apex tests tell what they covered, at once and in the background', async () => {
    for (const how of [['-y'], ['-w', '2']]) {
      const run = await sf.run(['apex', 'run', 'test', '-o', 'empty', '-n', 'CrossledgerSettingsTest', '-c', ...how]);
      expect(run.result.summary).toMatchObject({ outcome: 'Passed', failing: 0 });
      const covered = run.result.coverage.coverage as { name: string; coveredPercent: number }[];
      expect(covered.find(({ name }) => name === 'CrossledgerSettings')?.coveredPercent).toBeGreaterThan(75);
    }
  }, slowMs);

  test('an anonymous block runs in one transaction and shows its log', async () => {
    const file = join(sf.home, 'block.apex');
    writeFileSync(file, "Account made = new Account(Name = 'Made by a block');\ninsert made;\nSystem.debug(made.Name);\n");
    expect(await sf.run(['apex', 'run', '-o', 'empty', '-f', file])).toMatchObject({ status: 0, result: { success: true, logs: expect.stringContaining('Made by a block') } });
    expect(await count("Account WHERE Name = 'Made by a block'")).toBe(1);
  }, slowMs);

  test('a dry run refuses faults by file and line, all of them', async () => {
    const cwd = makeProject('broken', {
      'main/permissionsets/Broken.permissionset-meta.xml': metadata('PermissionSet', '    <fieldPermissions>\n        <editable>false</editable>\n        <field>Account.Nowhere__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n    <label>Broken</label>'),
      'main/objects/Account/fields/Odd__c.field-meta.xml': metadata('CustomField', '    <fullName>Odd__c</fullName>\n    <label>Odd</label>\n    <type>Texty</type>'),
      'main/classes/Unclosed.cls': 'public class Unclosed {\n    public void run() {\n        Integer x = ;\n    }\n}\n',
      'main/classes/Unclosed.cls-meta.xml': classMetadata,
      'main/classes/Lost.cls': 'public class Lost {\n    private Elsewhere other;\n}\n',
      'main/classes/Lost.cls-meta.xml': classMetadata,
    });
    const refused = await deploy('start', ['force-app'], ['--dry-run'], {}, cwd);
    expect(refused.status).toBe(1);
    const failed = (refused.result.files as Record<string, unknown>[]).filter((file) => file['state'] === 'Failed');
    expect(failed).toEqual(expect.arrayContaining([
      expect.objectContaining({ type: 'PermissionSet', fullName: 'Broken', error: expect.stringContaining('no CustomField named Account.Nowhere__c found') }),
      expect.objectContaining({ type: 'CustomField', fullName: 'Account.Odd__c', error: expect.stringContaining("'Texty' is not a valid value for the enum 'FieldType'") }),
      expect.objectContaining({ type: 'ApexClass', fullName: 'Unclosed', lineNumber: 3 }),
      expect.objectContaining({ type: 'ApexClass', fullName: 'Lost', lineNumber: 2, error: expect.stringContaining('Invalid type: Elsewhere') }),
    ]));
  }, slowMs);

  test('a validation asks for tests, REST takes a change too, and a retrieve brings what is deployed', async () => {
    const cwd = makeProject('changed', {
      'main/classes/Sound.cls': "public class Sound {\n    @AuraEnabled\n    public static String say() {\n        return 'deployed';\n    }\n}\n",
      'main/classes/Sound.cls-meta.xml': classMetadata,
    });
    const validated = await deploy('validate', ['force-app'], ['-l', 'RunSpecifiedTests', '-t', 'CrossledgerSettingsTest'], {}, cwd);
    expect(validated.message).toContain('Sound - Test coverage of selected Apex class or trigger is 0%, at least 75% test coverage is required');
    expect(await count("ApexClass WHERE Name = 'Sound'")).toBe(0);
    expect(await deploy('start', ['force-app'], [], { SF_ORG_METADATA_REST_DEPLOY: 'true' }, cwd)).toMatchObject({ status: 0 });
    expect((await wire.send('POST', '/__apex/Sound.say')).body).toBe('deployed');
    rmSync(join(cwd, 'force-app/main'), { recursive: true });
    const got = await sf.run(['project', 'retrieve', 'start', '-o', 'empty', '-m', 'ApexClass:Sound', '-m', 'CustomObject:ERP_Outbox__c', '-m', 'LightningComponentBundle:clock', '-m', 'ApexClass:Nobody', '-w', '2'], { cwd });
    expect(got.result.messages).toMatchObject([{ problem: "Entity of type 'ApexClass' named 'Nobody' cannot be found" }]);
    const found = (path: string): string => readFileSync(join(cwd, 'force-app/main/default', path), 'utf8');
    expect(found('classes/Sound.cls')).toContain("return 'deployed'");
    expect(found('objects/ERP_Outbox__c/fields/Dedupe_Key__c.field-meta.xml')).toContain('<externalId>true</externalId>');
    expect(existsSync(join(cwd, 'force-app/main/default/lwc/clock/clock.js'))).toBe(true);
  }, slowMs);

  test('a restart finds deployment and rows again', async () => {
    const outbox = (await wire.data('GET', 'sobjects/ERP_Outbox__c/describe')).body.keyPrefix;
    await salesforce.close();
    await start();
    expect((await wire.send('POST', '/__apex/Sound.say')).body).toBe('deployed');
    expect((await wire.data('GET', 'sobjects/ERP_Outbox__c/describe')).body.keyPrefix).toBe(outbox);
    expect(await count("Account WHERE Name = 'There before'")).toBe(1);
    expect(salesforce.org().users.find((user) => user.alias === 'admin')?.permissionSets).toContain('Crossledger_User');
  }, slowMs);
});
