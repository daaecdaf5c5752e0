import { z } from 'zod';

const orgShape = z.object({
  id: z.string(),
  name: z.string(),
  namespace: z.string(),
  isSandbox: z.boolean(),
  certificate: z.object({ name: z.string(), pem: z.string() }),
  users: z.array(z.object({ alias: z.string(), username: z.string() })),
});
export type SandboxOrg = z.infer<typeof orgShape>;

const tokenShape = z.object({ accessToken: z.string() });

/** The hand on the simulated org that a person would lay on it in Setup. */
export interface OrgHand {
  read(): Promise<SandboxOrg>;
  /** Registers an external client app that signs in with this key. */
  registerClient(client: { clientId: string; publicKeyPem: string; usernames: readonly string[] }): Promise<void>;
  issueToken(alias: string): Promise<string>;
}

export function makeOrgHand(instanceUrl: string): OrgHand {
  const call = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${instanceUrl}/__sandbox${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`The sandbox org answered ${response.status} to ${method} ${path}: ${await response.text()}`);
    return response.json();
  };
  return {
    read: async () => orgShape.parse(await call('GET', '/org')),
    registerClient: async (client) => void (await call('POST', '/clients', client)),
    issueToken: async (alias) => tokenShape.parse(await call('POST', '/tokens', { alias })).accessToken,
  };
}
