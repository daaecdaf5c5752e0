import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { OAuthError } from '../errors.ts';
import type { Clients, RegisteredClient } from './clients.ts';

const loginHosts = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/**
 * Checks a JWT bearer assertion and says which client speaks for which username.
 * An `exp` in milliseconds passes, because @salesforce/core signs it so (salesforce.md §3.2).
 */
export async function checkAssertion(assertion: string, clients: Clients, instanceUrl: string): Promise<{ client: RegisteredClient; username: string }> {
  const claimed = decodeClaims(assertion);
  const client = clients.find(claimed.iss ?? '');
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!client.publicKey) throw new OAuthError('invalid_client', 'no certificate is registered for this client');
  const claims = await verify(assertion, client.publicKey);
  if (typeof claims.exp !== 'number') throw new OAuthError('invalid_grant', 'expiration is required');
  if (!hasAudience(claims, instanceUrl)) throw new OAuthError('invalid_grant', 'audience is invalid');
  if (!claims.sub || !client.usernames.includes(claims.sub)) throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
  return { client, username: claims.sub };
}

function decodeClaims(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new OAuthError('invalid_grant', 'invalid assertion');
  }
}

async function verify(assertion: string, key: NonNullable<RegisteredClient['publicKey']>): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, key, { algorithms: ['RS256'], clockTolerance: 60 });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new OAuthError('invalid_grant', 'expired assertion');
    if (cause instanceof errors.JOSEError) throw new OAuthError('invalid_grant', 'invalid assertion');
    throw cause;
  }
}

/** The org's own address and the two login hosts, each with and without a closing slash (salesforce.md §7). */
function hasAudience({ aud }: JWTPayload, instanceUrl: string): boolean {
  const own = [instanceUrl, instanceUrl.replace('127.0.0.1', 'localhost')];
  const accepted = new Set([...own, ...loginHosts, ...own.map((url) => `${url}/services/oauth2/token`)]);
  return [aud].flat().some((one) => one !== undefined && accepted.has(one.replace(/\/$/, '')));
}
