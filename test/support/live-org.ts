import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from 'jsforce';
import { startSalesforce, type RunningSalesforce, type SalesforceOptions } from '../../sandbox/salesforce/start-salesforce.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { inspectOrg } from '../../server/salesforce/inspect-org.ts';
import type { OrgInspector, OrgPort } from '../../server/salesforce/org-port.ts';
import { openOrg } from '../../server/salesforce/org.ts';

export const LIVE_ORG_ID = '00D5e000001SbxMEAS';

export interface LiveOrg {
  readonly salesforce: RunningSalesforce;
  readonly admin: Connection;
  /** The backend's own reader, as the integration user. */
  readonly port: OrgPort;
  readonly inspector: OrgInspector;
  close(): Promise<void>;
}

/** A sandbox org in this process that runs the package's own Apex, and the backend's reader on it. `currency`: of an org that has only one. */
export async function openLiveOrg(options: Partial<SalesforceOptions> & { currency?: string } = {}): Promise<LiveOrg> {
  const { currency = 'USD', ...features } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'crossledger-live-org-'));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  const salesforce = await startSalesforce({ port: 0, data: folder, orgId: LIVE_ORG_ID, backendUrl: 'http://127.0.0.1:1', ...features });
  const username = salesforce.org().users.find((user) => user.alias === 'integration')?.username ?? '';
  const registered = await fetch(`${salesforce.instanceUrl}/__sandbox/clients`, { method: 'POST', body: JSON.stringify({ clientId: 'crossledger', publicKeyPem: publicKey, usernames: [username] }) });
  if (!registered.ok) throw new Error(`the client was not registered: ${registered.status}`);
  const access = { orgId: LIVE_ORG_ID, instanceUrl: salesforce.instanceUrl, loginUrl: salesforce.loginUrl, clientId: 'crossledger', username, namespace: features.namespace ?? '', currency, privateKeyPem: () => privateKey };
  return {
    salesforce,
    admin: new Connection({ instanceUrl: salesforce.instanceUrl, accessToken: await salesforce.issueToken('admin'), version: '66.0' }),
    port: openOrg(access, systemClock),
    inspector: inspectOrg(access, systemClock),
    async close() {
      await salesforce.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
