import { createPrivateKey } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import type { TestOrg } from './start-test-org.ts';

/** A JWT bearer assertion of the test client, with what the test wants to be wrong about it. */
export async function signAssertion(org: TestOrg, changed: JWTPayload = {}, privateKeyPem = org.client.privateKeyPem): Promise<string> {
  const claims = { iss: 'test-client', sub: org.username, aud: org.url, exp: Math.floor(Date.now() / 1000) + 180, ...changed };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(createPrivateKey(privateKeyPem));
}

export async function askToken(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number; body: Record<string, string> }> {
  const answer = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form), headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
