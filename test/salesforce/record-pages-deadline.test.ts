import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../server/kernel/clock.ts';
import { openSession } from '../../server/salesforce/org-session.ts';
import { readRecordPages } from '../../server/salesforce/record-pages.ts';
import { LIVE_ORG_ID } from '../support/live-org.ts';
import { until } from '../support/until.ts';

const PAGES = 12;
const AT_A_TIME = 4;

/** Lists pages and never tells what is on one of them. */
let salesforce: Server;
let url: string;
const asked = { pages: 0, underWay: 0 };
beforeAll(async () => {
  salesforce = createServer((req, res) => {
    const answer = (body: object): void => { res.setHeader('content-type', 'application/json').end(JSON.stringify(body)); };
    const soql = new URL(req.url ?? '/', url).searchParams.get('q') ?? '';
    if (req.url?.includes('/oauth2/token') === true) answer({ access_token: 'token', instance_url: url, id: `${url}/id/${LIVE_ORG_ID}/005000000000001AAA` });
    else if (soql.startsWith('SELECT Id')) answer({ records: Array.from({ length: PAGES }, (_, at) => ({ Id: `0M000000000${String(at).padStart(4, '0')}`, DeveloperName: `P${at}`, MasterLabel: `P${at}`, EntityDefinitionId: 'Account' })) });
    else {
      asked.pages += 1;
      asked.underWay += 1;
      res.on('close', () => { asked.underWay -= 1; });
    }
  });
  await new Promise<void>((resolve) => { salesforce.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(salesforce.address() as AddressInfo).port}`;
});
afterAll(() => { salesforce.closeAllConnections(); salesforce.close(); });

it('reading the record pages of an org ends at its deadline: what is under way is ended, and nothing more is asked', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const session = openSession({ orgId: LIVE_ORG_ID, instanceUrl: url, loginUrl: url, clientId: 'crossledger', username: 'integration@example.com', namespace: '', currency: 'USD', privateKeyPem: () => privateKey }, systemClock);
  await session.query('SELECT Id FROM Organization');
  await expect(readRecordPages(session, '', 1_000)).rejects.toMatchObject({ code: 'salesforce.unavailable', details: { problem: 'no answer in 1 s' } });
  await until('no call is under way', async () => asked.underWay === 0, { withinMs: 5_000, everyMs: 20 });
  expect(asked.pages).toBe(AT_A_TIME);
});
