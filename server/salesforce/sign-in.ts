import { Connection } from 'jsforce';
import { SignJWT, importPKCS8 } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { CrossledgerError, messageOf } from '../kernel/errors.ts';
import { isSalesforceId, toId18 } from '../kernel/ids.ts';
import type { Clock } from '../kernel/clock.ts';

export interface OrgAccess {
  orgId: string;
  instanceUrl: string;
  loginUrl: string;
  clientId: string;
  username: string;
  namespace: string;
  currency: string;
  /** As registered; absent: whoever asks judges by himself. */
  sandbox?: boolean;
  /** PEM, revealed only at the moment of signing. */
  privateKeyPem: () => string;
}

export const API_VERSION = '66.0';
const ASSERTION_SECONDS = 180;

/** JWT bearer flow (salesforce.md §3.1): a new assertion each time, there is no refresh token. Returns the access token. */
export async function signIn(access: OrgAccess, clock: Clock): Promise<string> {
  const now = Math.floor(clock.now() / 1000);
  const pem = createPrivateKey(access.privateKeyPem()).export({ type: 'pkcs8', format: 'pem' }) as string;
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(access.clientId)
    .setSubject(access.username)
    .setAudience(access.loginUrl)
    .setExpirationTime(now + ASSERTION_SECONDS)
    .sign(await importPKCS8(pem, 'RS256'));
  let answered: string;
  const connection = new Connection({ loginUrl: access.loginUrl, version: API_VERSION });
  try {
    answered = (await connection.authorize({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })).organizationId;
  } catch (error) {
    throw signInError(error);
  }
  if (hostOf(connection.instanceUrl) !== hostOf(access.instanceUrl)) {
    throw new CrossledgerError('salesforce.sign-in', { problem: `the org answers from ${hostOf(connection.instanceUrl)}, registered is ${hostOf(access.instanceUrl)}` });
  }
  // A refreshed or copied sandbox keeps address and users and is another org.
  if (!isSalesforceId(answered) || toId18(answered) !== toId18(access.orgId)) {
    throw new CrossledgerError('salesforce.sign-in', { problem: `the org that answers is ${answered}, registered is ${access.orgId}`, answered });
  }
  return connection.accessToken ?? '';
}

const hostOf = (url: string): string => new URL(url).host;

/** OAuth errors carry a name like `invalid_grant`; everything else is the network. */
function signInError(error: unknown): CrossledgerError {
  const name = error instanceof Error ? error.name : '';
  return /^(invalid_|unsupported_|unauthorized_|inactive_)/.test(name)
    ? new CrossledgerError('salesforce.sign-in', { problem: `${name}: ${messageOf(error)}` }, { cause: error })
    : new CrossledgerError('salesforce.unavailable', { problem: messageOf(error).slice(0, 200) }, { cause: error });
}
