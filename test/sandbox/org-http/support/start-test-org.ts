import { fileURLToPath } from 'node:url';
import { createOrg } from '../../../../sandbox/salesforce/engine/create-org.ts';
import { startOrgServer, type OrgServer, type OrgServerOptions } from '../../../../sandbox/salesforce/http/start-org-server.ts';
import type { Org } from '../../../../sandbox/salesforce/org.ts';
import { makeSelfSigned, type KeyAndCertificate } from '../../../../sandbox/salesforce/self-signed.ts';
import { makeWire, type Wire } from './wire.ts';

export const fixture = fileURLToPath(new URL('../fixture/main', import.meta.url));

export interface TestOrg {
  readonly server: OrgServer;
  readonly url: string;
  wire: Wire;
  readonly client: KeyAndCertificate;
  readonly username: string;
  close(): Promise<void>;
}

/** Serves an org of the fixture package; its client `test-client` may speak for the integration user. */
export async function startTestOrg({ namespace = '', ...options }: Partial<OrgServerOptions> & { namespace?: string } = {}): Promise<TestOrg> {
  const client = makeSelfSigned('test-client');
  const org = await createFixtureOrg(namespace);
  const username = org.users.find((user) => user.alias === 'integration')?.username ?? '';
  const server = await startOrgServer({
    org,
    port: 0,
    clients: [{ clientId: 'test-client', certificatePem: client.certificatePem, usernames: [username], secret: 'test-secret' }],
    remake: () => createFixtureOrg(namespace),
    ...options,
  });
  const wire = makeWire(server.instanceUrl, server.issueToken('admin'));
  const close = async (): Promise<void> => {
    await server.close();
    await server.org().close();
  };
  return { server, url: server.instanceUrl, wire, client, username, close };
}

function createFixtureOrg(namespace: string): Promise<Org> {
  return createOrg({ sources: [fixture], namespace, callouts: {}, seed: assignFixtureSet });
}

async function assignFixtureSet(org: Org): Promise<void> {
  const actor = { userId: org.users[0]?.id ?? '', system: true };
  const { records } = await org.query("SELECT Id FROM PermissionSet WHERE Name = 'Fixture_Sync'", actor);
  const rows = org.users
    .filter((user) => user.alias === 'admin' || user.alias === 'integration')
    .map((user) => ({ attributes: { type: 'PermissionSetAssignment' }, AssigneeId: user.id, PermissionSetId: records[0]?.['Id'] }));
  const results = await org.save('insert', rows, actor, { allOrNone: true });
  const refused = results.find((result) => !result.success);
  if (refused) throw new Error(JSON.stringify(refused.errors));
}
