import { CrossledgerError } from '../kernel/errors.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Parses an address that may be called: https (plain http on loopback only), of a listed `host[:port]`. Rejects with `erp.address`. */
export function checkAddress(address: string, allowedHosts: ReadonlySet<string>): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw refuse(address, 'it is not an absolute address');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))) throw refuse(url.origin, 'only https is allowed');
  if (url.username !== '' || url.password !== '') throw refuse(url.origin, 'it carries a name or password');
  if (!allowedHosts.has(url.host)) throw refuse(url.origin, 'the host is not listed for this connection');
  return url;
}

const refuse = (address: string, problem: string): CrossledgerError => new CrossledgerError('erp.address', { address, problem });

/** The hosts of a connection's own addresses: all that it may ever call. */
export const hostsOf = (...addresses: readonly string[]): ReadonlySet<string> => new Set(addresses.map((address) => new URL(address).host));
