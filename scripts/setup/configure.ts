import * as admin from '../../server/contract/admin.ts';
import type { BackendClient } from './backend-client.ts';
import type { ErpEndpoints } from './endpoints.ts';
import type { KeyPair } from './key-pair.ts';
import type { OrgHand, SandboxOrg } from './sandbox-org.ts';

export interface Configuration {
  backend: BackendClient;
  hand: OrgHand;
  org: SandboxOrg;
  salesforce: { instanceUrl: string; loginUrl: string };
  fno: ErpEndpoints;
  businessCentral: ErpEndpoints;
  /** Signs the backend in to the org. */
  signIn: KeyPair;
  /** How long a lost request may still commit at the sandbox; real ERPs have minutes. */
  settleMs: number;
  recheckMs: number;
}

const backendClientId = 'crossledger-backend';

/** Pairs org and backend, connects the ERPs, and at the first start only switches them to send from now on. */
export async function configure(setup: Configuration): Promise<void> {
  await pairOrg(setup);
  await connectErps(setup);
  await setRouting(setup);
}

async function pairOrg({ backend, hand, org, salesforce, signIn }: Configuration): Promise<void> {
  const integration = org.users.find((user) => user.alias === 'integration');
  if (!integration) throw new Error('The org has no integration user');
  await hand.registerClient({ clientId: backendClientId, publicKeyPem: signIn.publicKeyPem, usernames: [integration.username] });
  const view = await backend(admin.putOrg, {
    params: { orgId: org.id },
    body: {
      name: org.name, sandbox: org.isSandbox, instanceUrl: salesforce.instanceUrl, loginUrl: salesforce.loginUrl,
      clientId: backendClientId, username: integration.username, namespace: org.namespace, privateKey: signIn.privateKeyPem,
    },
  });
  const kid = org.certificate.name;
  if (view.keys.some((key) => key.kid === kid && key.active)) return;
  await backend(admin.addOrgKey, { params: { orgId: org.id }, body: { kid, certificate: org.certificate.pem } });
}

async function connectErps({ backend, org, fno, businessCentral, settleMs, recheckMs }: Configuration): Promise<void> {
  const put = (connection: string, erp: 'fno' | 'business-central', label: string, far: ErpEndpoints, more: Record<string, unknown>) =>
    backend(admin.putConnection, {
      params: { orgId: org.id, connection },
      body: {
        erp, label, baseUrl: far.baseUrl, tokenUrl: far.tokenUrl, scope: far.scope, clientId: far.clientId, clientSecret: far.clientSecret,
        defaultCompany: far.company, settleMs, recheckMs, ...more,
      },
    });
  const fnoView = await put('fno', 'fno', 'Dynamics 365 Finance and Supply Chain', fno, {
    customerGroup: '10',
    companies: { usmf: { site: '1', warehouse: '13' }, demf: { site: '3', warehouse: '31' } },
    orderLinkTemplate: `${fno.baseUrl}/?cmp={company}&mi=SalesTableDetails&SalesTable_SalesId={number}`, // deep link of the F&O client
  });
  const bcView = await put('bc', 'business-central', 'Dynamics 365 Business Central', businessCentral, { concurrency: 5 });
  for (const { name, goLiveAt } of [fnoView, bcView]) {
    if (goLiveAt !== null) continue; // somebody has decided already
    await backend(admin.setConnectionMode, {
      params: { orgId: org.id, connection: name },
      body: { mode: 'send', goLiveAt: new Date().toISOString(), reason: 'The demo is switched on from its first start' },
    });
  }
}

/** Accounts that name no connection: German ones belong to the German company, all others to the American one. */
async function setRouting({ backend, org }: Configuration): Promise<void> {
  const rules = [
    { country: 'DE', connection: 'fno', company: 'demf' },
    { country: null, connection: 'fno', company: 'usmf' },
  ];
  const { rules: there } = await backend(admin.getRouting, { params: { orgId: org.id } });
  if (there.length === 0) await backend(admin.putRouting, { params: { orgId: org.id }, body: { rules } });
}
