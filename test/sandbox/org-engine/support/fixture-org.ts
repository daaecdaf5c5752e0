import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createOrg } from '../../../../sandbox/salesforce/engine/create-org.ts';
import type { EngineOrg, OrgOptions } from '../../../../sandbox/salesforce/engine/options.ts';
import type { Actor, OrgUser, SaveResult } from '../../../../sandbox/salesforce/org.ts';
import { makeSelfSigned } from '../../../../sandbox/salesforce/self-signed.ts';

const fixture = fileURLToPath(new URL('../fixture/main', import.meta.url));

export interface FixtureOrg {
  org: EngineOrg;
  as: (alias: OrgUser['alias']) => Actor;
  system: Actor;
  insert: (object: string, rows: Record<string, unknown>[], actor?: Actor) => Promise<SaveResult[]>;
  update: (object: string, rows: Record<string, unknown>[], actor?: Actor) => Promise<SaveResult[]>;
  rows: (soql: string, actor?: Actor) => Promise<Record<string, unknown>[]>;
}

/** An org of the fixture package, in which admin and integration keep the books and the rep may only run the probe. */
export async function makeFixtureOrg(options: Partial<OrgOptions> = {}): Promise<FixtureOrg> {
  const org = await createOrg({ sources: [fixture], callouts: {}, certificate: { name: 'Books', ...makeSelfSigned('Books') }, ...options });
  const as = (alias: OrgUser['alias']): Actor => ({ userId: org.users.find((user) => user.alias === alias)?.id ?? '' });
  const system = { ...as('admin'), system: true };
  const save = (operation: 'insert' | 'update') => (object: string, rows: Record<string, unknown>[], actor: Actor = system): Promise<SaveResult[]> => org.save(operation, rows.map((row) => ({ ...row, attributes: { type: object } })), actor, { allOrNone: false });
  const made: FixtureOrg = { org, as, system, insert: save('insert'), update: save('update'), rows: async (soql, actor = system) => (await org.query(soql, actor)).records };
  await assign(made, 'Books', ['admin', 'integration']);
  await assign(made, 'Runner', ['rep']);
  return made;
}

async function assign({ rows, insert, as }: FixtureOrg, name: string, aliases: OrgUser['alias'][]): Promise<void> {
  const [set] = await rows(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`);
  for (const alias of aliases) {
    const known = await rows(`SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${as(alias).userId}' AND PermissionSetId = '${String(set?.Id)}'`);
    if (!known.length) await insert('PermissionSetAssignment', [{ AssigneeId: as(alias).userId, PermissionSetId: set?.Id }]);
  }
}

export interface Backend {
  url: string;
  requests: { method: string; url: string; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/** A far end that answers 200, or nothing at all. */
export async function startBackend(answers: boolean): Promise<Backend> {
  const requests: Backend['requests'] = [];
  const server: Server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    if (answers) response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}
