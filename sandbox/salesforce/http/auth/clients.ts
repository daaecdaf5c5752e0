import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** An External Client App as the org knows it: who may sign in through it, and how it proves itself. */
export const clientShape = z.strictObject({
  clientId: z.string().min(1),
  certificatePem: z.string().optional(),
  publicKeyPem: z.string().optional(),
  /** Users that are pre-authorised; the first one also runs client credentials. */
  usernames: z.array(z.string().min(1)).min(1),
  secret: z.string().optional(),
});

export type ClientSettings = z.infer<typeof clientShape>;

export interface RegisteredClient extends ClientSettings {
  readonly publicKey: KeyObject | undefined;
}

export interface Clients {
  /** Registers a client, or replaces the one of that id. */
  register(settings: ClientSettings): void;
  find(clientId: string): RegisteredClient | undefined;
  remove(clientId: string): boolean;
  list(): ClientSettings[];
}

export function makeClients(configured: readonly ClientSettings[], keep: (all: ClientSettings[]) => void): Clients {
  const clients = new Map<string, RegisteredClient>();
  const list = (): ClientSettings[] => [...clients.values()].map(({ publicKey: _, ...settings }) => settings);
  for (const settings of configured) clients.set(settings.clientId, { ...settings, publicKey: readPublicKey(settings) });
  return {
    register(settings) {
      clients.set(settings.clientId, { ...settings, publicKey: readPublicKey(settings) });
      keep(list());
    },
    find: (clientId) => clients.get(clientId),
    remove(clientId) {
      const known = clients.delete(clientId);
      if (known) keep(list());
      return known;
    },
    list,
  };
}

function readPublicKey({ certificatePem, publicKeyPem }: ClientSettings): KeyObject | undefined {
  if (certificatePem) return new X509Certificate(certificatePem).publicKey;
  return publicKeyPem ? createPublicKey(publicKeyPem) : undefined;
}
