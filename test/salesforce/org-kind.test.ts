import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../../server/kernel/clock.ts';
import { openSession } from '../../server/salesforce/org-session.ts';
import { LIVE_ORG_ID } from '../support/live-org.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });

it.each([
  ['is not refused when its user may not read what kind it is', 400, [{ errorCode: 'INVALID_TYPE', message: "sObject type 'Organization' is not supported." }], undefined],
  ['is not worked with as long as Salesforce cannot say what kind it is', 403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }], 'salesforce.limit'],
  ['is refused when it says that it is a sandbox', 200, { records: [{ IsSandbox: true }] }, 'org.sandbox'],
] as const)('an org that is registered as production %s', async (_how, status, body, code) => {
  const asked: string[] = [];
  const salesforce = createServer((req, res) => {
    const soql = new URL(req.url ?? '/', url).searchParams.get('q') ?? '';
    if (soql) asked.push(soql);
    const answer = (with_: number, what: unknown): void => { res.writeHead(with_, { 'content-type': 'application/json' }).end(JSON.stringify(what)); };
    if (req.url?.includes('/oauth2/token') === true) answer(200, { access_token: 'token', instance_url: url, id: `${url}/id/${LIVE_ORG_ID}/005000000000001AAA` });
    else if (soql.includes('IsSandbox')) answer(status, body);
    else answer(200, { records: [{ Id: '006000000000001AAA' }] });
  });
  await new Promise<void>((resolve) => { salesforce.listen(0, '127.0.0.1', resolve); });
  const url = `http://127.0.0.1:${(salesforce.address() as AddressInfo).port}`;
  const session = openSession({ orgId: LIVE_ORG_ID, instanceUrl: url, loginUrl: url, clientId: 'crossledger', username: 'integration@example.com', namespace: '', currency: 'USD', sandbox: false, privateKeyPem: () => privateKey }, systemClock);
  try {
    const read = session.query('SELECT Id FROM Opportunity');
    if (code === undefined) expect(await read).toEqual([{ Id: '006000000000001AAA' }]);
    else await expect(read).rejects.toMatchObject({ code });
    await session.query('SELECT Id FROM Opportunity').catch(() => undefined);
    expect(asked.filter((soql) => soql.includes('IsSandbox')).length, 'a refusal stands for a while, a failure does not').toBe(code === 'salesforce.limit' ? 2 : 1);
  } finally {
    salesforce.closeAllConnections();
    salesforce.close();
  }
});
