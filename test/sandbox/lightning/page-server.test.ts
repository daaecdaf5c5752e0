import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPageServer, type PageServer } from '../../../sandbox/salesforce/lightning/page-server.ts';
import { startTinyOrg, type TinyOrg } from './support/tiny-org.ts';

const FIXTURE = 'test/sandbox/lightning/fixture/main';
let org: TinyOrg;
let site: PageServer;
let scratch: string;
beforeAll(async () => {
  org = await startTinyOrg();
  site = await startPageServer({ org, port: 0, sources: [FIXTURE], namespace: 'ledger' });
  scratch = mkdtempSync(join(tmpdir(), 'lightning-'));
});
afterAll(async () => {
  await site.close();
  await org.close();
  rmSync(scratch, { recursive: true, force: true });
});

const get = (path: string): Promise<Response> => fetch(`${site.url}${path}`, { redirect: 'manual' });

it('sends the bare address to home, and a record address without its object to the full one', async () => {
  expect((await get('/')).headers.get('location')).toBe('/lightning/page/home');
  expect((await get('/lightning/r/001000000000001AAA/view')).headers.get('location')).toBe('/lightning/r/Account/001000000000001AAA/view');
  expect((await get('/lightning/r/999000000000001AAA/view')).status).toBe(404);
});

it('signs nobody in whom it does not know', async () => {
  expect((await get('/lightning/page/home?user=root')).status).toBe(400);
});

it("puts the package namespace before the package's own names", async () => {
  const code = await (await get('/app/main.js')).text();
  const schema = [...code.matchAll(/fieldApiName"?: "(\w+)",\s+"?objectApiName"?: "Account"/g)].map(([, field]) => field);
  expect(schema.toSorted()).toEqual(['Name', 'ledger__ERP_Account_Number__c']);
});

it('answers 502 with a sentence when the org is gone', async () => {
  const gone = await startTinyOrg();
  const lonely = await startPageServer({ org: gone, port: 0, sources: [FIXTURE], namespace: '' });
  await gone.close();
  const answer = await fetch(`${lonely.url}/apex/ErpGateway.getInvoices`, { method: 'POST', body: '{}' });
  expect([answer.status, ((await answer.json()) as { errorCode: string }[])[0]?.errorCode]).toEqual([502, 'SERVER_UNAVAILABLE']);
  await lonely.close();
});

it.each([
  ['an Apex method that does not exist', "import x from '@salesforce/apex/Nothing.here';", /No static @AuraEnabled method Nothing\.here/],
  ['a missing custom field', "import x from '@salesforce/schema/Account.Nope__c';", /No custom field Account\.Nope__c/],
  ['a missing label', "import x from '@salesforce/label/c.Nope';", /No custom label "Nope"/],
  ['an unknown component', "import x from 'c/nope';", /Cannot resolve c\/nope/],
  ['an unknown icon', "const x = 'utility:nope';", /no icon utility:nope/],
])('refuses to build a component with %s', async (_name, code, message) => {
  const folder = join(scratch, 'main/lwc/broken');
  const page = join(scratch, 'main/flexipages/Account_Record_Page.flexipage-meta.xml');
  [folder, dirname(page)].forEach((path) => mkdirSync(path, { recursive: true }));
  writeFileSync(join(folder, 'broken.js'), `import { LightningElement } from 'lwc';\n${code}\nexport default class Broken extends LightningElement { y = x; }`);
  writeFileSync(page, '<FlexiPage><flexiPageRegions><itemInstances><componentInstance><componentName>broken</componentName></componentInstance></itemInstances><name>main</name></flexiPageRegions><masterLabel>A</masterLabel><sobjectType>Account</sobjectType><type>RecordPage</type></FlexiPage>');
  await expect(startPageServer({ org, port: 0, sources: [join(scratch, 'main')], namespace: '' })).rejects.toThrow(message);
});
