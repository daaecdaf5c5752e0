import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSalesforce, type RunningSalesforce } from '../../../sandbox/salesforce/main.ts';
import { makeWire, type Wire } from './support/wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'crossledger-org-'));
const options = { port: 0, backendUrl: 'http://127.0.0.1:1', data: folder };

let salesforce: RunningSalesforce;
let wire: Wire;
const start = async (): Promise<void> => {
  salesforce = await startSalesforce(options);
  wire = makeWire(salesforce.instanceUrl, await salesforce.issueToken('admin'));
};

beforeAll(start);
afterAll(async () => {
  await salesforce.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (soql: string): Promise<number> => Number((await wire.query(`SELECT count() FROM ${soql}`)).body.totalSize);

describe('the demo org', () => {
  test('has accounts of both ERPs, some new to any, with contacts', async () => {
    expect(await count("Account WHERE ERP_Connection__c = 'fno' AND ERP_Customer_Number__c != null AND ERP_Company__c IN ('usmf', 'demf')")).toBe(60);
    expect(await count("Account WHERE ERP_Connection__c = 'bc'")).toBe(6);
    expect(await count('Account WHERE ERP_Customer_Number__c = null')).toBe(15);
    expect(await count('Contact')).toBe(66);
    expect(await count("Account WHERE ERP_Customer_Number__c IN ('C-00005', 'C-00010', 'C-00013')")).toBe(3);
  });

  test('has products with item numbers in the standard price book', async () => {
    expect(await count('Product2 WHERE ERP_Item_Number__c != null')).toBe(149);
    expect(await count('PricebookEntry WHERE Pricebook2.IsStandard = true')).toBe(150);
  });

  test('has open deals of the rep, three of them with something wrong', async () => {
    const rep = salesforce.org().users.find((user) => user.alias === 'rep');
    expect(await count(`Opportunity WHERE IsClosed = false AND OwnerId = '${rep?.id ?? ''}'`)).toBe(120);
    expect(await count('Opportunity WHERE HasOpportunityLineItem = false')).toBe(1);
    expect(await count('OpportunityLineItem WHERE Product2.ERP_Item_Number__c = null')).toBe(1);
    expect(await count("OpportunityLineItem WHERE Product2.ERP_Item_Number__c = 'P-9999'")).toBe(1);
  });

  test('gives the rep the right to see money and to send, the plain rep nothing', () => {
    const permissions = Object.fromEntries(salesforce.org().users.map((user) => [user.alias, user.customPermissions]));
    expect(permissions['rep']).toEqual(expect.arrayContaining(['Crossledger_View_Finance', 'Crossledger_Send_Orders']));
    expect(permissions['plain']).toEqual([]);
  });

  test('tells the Apex of the package its audience', async () => {
    expect((await wire.query('SELECT Audience__c FROM ERP_Settings__c')).body.records).toMatchObject([{ Audience__c: 'crossledger' }]);
  });
});

describe('the package in it', () => {
  test('speaks the language of the user, in sentences of Apex and in labels of fields', async () => {
    const [account] = (await wire.query('SELECT Id FROM Account WHERE ERP_Customer_Number__c = null LIMIT 1')).body.records as { Id: string }[];
    const [rep, german] = ['rep', 'rep-de'].map((alias) => ({ userId: salesforce.org().users.find((user) => user.alias === alias)?.id ?? '' }));
    const read = (actor = { userId: '' }): Promise<unknown> => salesforce.org().invoke('CrossledgerPanelController.readAccount', { recordId: account?.Id, parts: ['finance'], options: {} }, actor);
    await expect(read(rep)).rejects.toThrow('This account is not an ERP customer yet');
    await expect(read(german)).rejects.toThrow('Dieser Account ist noch kein Kunde im ERP');
    const labelOf = (actor = { userId: '' }) => salesforce.org().describe('Account', actor)?.fields.find((field) => field.name === 'ERP_Customer_Number__c')?.label;
    expect([labelOf(rep), labelOf(german)]).toEqual(['ERP Customer Number', 'ERP-Kundennummer']);
    const outbox = salesforce.org().describe('ERP_Outbox__c', { ...(german ?? { userId: '' }), system: true });
    expect([outbox?.labelPlural, outbox?.fields.find((field) => field.name === 'Status__c')?.picklistValues.map((one) => one.label)]).toEqual(['ERP-Postausgangszeilen', ['Neu', 'Angenommen', 'Erledigt', 'Fehlgeschlagen']]);
  });

  test('a deal won over REST leaves one outbox row that carries the org id', async () => {
    const [deal] = (await wire.query('SELECT Id FROM Opportunity WHERE HasOpportunityLineItem = true LIMIT 1')).body.records as { Id: string }[];
    expect((await wire.data('PATCH', `sobjects/Opportunity/${deal?.Id ?? ''}`, { StageName: 'Closed Won' })).status).toBe(204);
    const rows = await wire.query('SELECT Record_Id__c, Org_Id__c, Status__c FROM ERP_Outbox__c');
    expect(rows.body.records).toMatchObject([{ Record_Id__c: deal?.Id, Org_Id__c: salesforce.org().id, Status__c: 'New' }]);
  });

  test.each(['admin', 'rep', 'plain', 'integration'] as const)('%s may not write an outbox row', async (alias) => {
    const answer = await wire.send('POST', '/services/data/v66.0/sobjects/ERP_Outbox__c', { body: { Dedupe_Key__c: alias }, token: await salesforce.issueToken(alias) });
    expect([403, 404]).toContain(answer.status);
  });
});

describe('a second start', () => {
  test('finds rows, registered clients and the certificate again', async () => {
    const id = await wire.create('Account', { Name: 'Kept over a restart' });
    await wire.admin('POST', 'clients', { clientId: 'kept', secret: 'kept', usernames: ['integration@crossledger.example'] });
    const certificate = new X509Certificate(salesforce.certificatePem).fingerprint256;
    const accounts = await count('Account');
    const orgId = salesforce.org().id;
    await salesforce.close();
    await start();
    expect(salesforce.org().id).toBe(orgId);
    expect(await count('Account')).toBe(accounts);
    expect((await wire.data('GET', `sobjects/Account/${id}?fields=Name`)).body.Name).toBe('Kept over a restart');
    expect((await wire.admin('GET', 'clients')).body).toMatchObject([{ clientId: 'kept' }]);
    expect(new X509Certificate(salesforce.certificatePem).fingerprint256).toBe(certificate);
  });

  test('a reset forgets what was added', async () => {
    await wire.admin('POST', 'reset');
    expect(await count("Account WHERE Name = 'Kept over a restart'")).toBe(0);
    expect(await count('Account')).toBe(81);
  });
});
