import { isLoopback } from '../kernel/address.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Connection, StoredSettings } from './connection.ts';

/** F&O sandboxes and developer boxes by their host (fno.md §1). Business Central's environments may have any name, so only the setting tells. */
const TEST_HOSTS = ['.sandbox.operations.dynamics.com', '.cloudax.dynamics.com'];

/** What the settings say, else what the address tells; an address that tells nothing counts as production. */
export function environmentOf({ environment, baseUrl }: Pick<StoredSettings, 'environment' | 'baseUrl'>): 'production' | 'test' {
  if (environment !== undefined) return environment;
  const { hostname } = new URL(baseUrl);
  return isLoopback(hostname) || TEST_HOSTS.some((host) => hostname.endsWith(host)) ? 'test' : 'production';
}

/** The environment lock: throws `connection.locked` when a sandbox org would work on a production ERP. */
export function checkEnvironment(org: { sandbox: boolean }, connection: { name: string; settings: Pick<Connection['settings'], 'environment' | 'baseUrl'> }): void {
  if (org.sandbox && environmentOf(connection.settings) === 'production') throw new CrossledgerError('connection.locked', { connection: connection.name });
}
