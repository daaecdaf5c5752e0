import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Connection } from 'jsforce';
import { expect, it, vi } from 'vitest';
import { startSalesforce, type RunningSalesforce } from '../../sandbox/salesforce/start-salesforce.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { openOrg } from '../../server/salesforce/org.ts';

vi.setConfig({ testTimeout: 120_000 });

const [production, copy] = ['00D5e000001SbxMEAS', '00D5e000001SbxNEAS'];
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

const start = (data: string, orgId: string, isSandbox = false): Promise<RunningSalesforce> =>
  startSalesforce({ port: 0, data, orgId, isSandbox, backendUrl: 'http://127.0.0.1:9', clients: [] });

/** The org port of the backend, registered for this org id. */
async function portFor(far: RunningSalesforce, orgId: string, sandbox = false) {
  const username = far.org().users.find((user) => user.alias === 'integration')?.username ?? '';
  const answer = await fetch(`${far.instanceUrl}/__sandbox/clients`, { method: 'POST', body: JSON.stringify({ clientId: 'crossledger', publicKeyPem: publicKey, usernames: [username] }) });
  expect(answer.status).toBe(201);
  return openOrg({ orgId, instanceUrl: far.instanceUrl, loginUrl: far.loginUrl, clientId: 'crossledger', username, namespace: '', currency: 'USD', sandbox, privateKeyPem: () => privateKey }, systemClock);
}

// No user can write a row of another org; an org copied from production has them all the same.
it('outbox rows that an org brought along from the org it was copied from are ignored', async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'crossledger-copied-'));
  let far = await start(data, production);
  try {
    const org = new Connection({ instanceUrl: far.instanceUrl, accessToken: await far.issueToken('admin'), version: '66.0' });
    const { id } = (await org.sobject('Opportunity').create({ Name: 'Won before the copy', StageName: 'Closed Won', CloseDate: '2026-12-31' } as never)) as { id?: string };
    expect(await (await portFor(far, production)).newOutboxRows(null, 200)).toMatchObject([{ opportunityId: id, cycle: 0 }]);
    await far.close();
    far = await start(data, copy);
    const there = new Connection({ instanceUrl: far.instanceUrl, accessToken: await far.issueToken('admin'), version: '66.0' });
    expect((await there.query('SELECT Org_Id__c, Status__c FROM ERP_Outbox__c')).records).toMatchObject([{ Org_Id__c: production, Status__c: 'New' }]);
    expect(await (await portFor(far, copy)).newOutboxRows(null, 200)).toEqual([]);
    // A backend that still means production does not work in the copy.
    const former = await portFor(far, production);
    await expect(former.newOutboxRows(null, 200)).rejects.toMatchObject({ code: 'salesforce.sign-in', message: expect.stringContaining(`the org that answers is ${copy}, registered is ${production}`) });
  } finally {
    await far.close();
    rmSync(data, { recursive: true, force: true });
  }
});

it.each([
  ['sandbox', true],
  ['production org', false],
] as const)('an org that really is a %s is read when it is registered as what it is', async (_kind, isSandbox) => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'crossledger-kind-'));
  const far = await start(data, copy, isSandbox);
  try {
    expect(await (await portFor(far, copy, isSandbox)).newOutboxRows(null, 200)).toEqual([]);
    const asProduction = await portFor(far, copy, false);
    if (isSandbox) await expect(asProduction.newOutboxRows(null, 200)).rejects.toMatchObject({ code: 'org.sandbox', message: expect.stringContaining(`${copy} is a sandbox and is registered as a production org`) });
    // One that is taken for a sandbox gets no production ERP, which does no harm.
    else expect(await (await portFor(far, copy, true)).newOutboxRows(null, 200)).toEqual([]);
  } finally {
    await far.close();
    rmSync(data, { recursive: true, force: true });
  }
});
