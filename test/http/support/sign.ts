import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { newId } from '../../../server/kernel/ids.ts';

export const AUDIENCE = 'https://crossledger.contoso.example';

export interface Keys {
  privateKey: KeyObject;
  publicPem: string;
}

export function makeKeys(bits = 2048): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Target {
  method: string;
  /** Path and query. */
  path: string;
  body?: string;
}

/** The claims that a well-behaved org sends for one request. */
export function claimsFor(org: { id: string; userId: string; sandbox: boolean }, target: Target, permissions: string[] = ['Crossledger_View_Finance', 'Crossledger_Send_Orders', 'Crossledger_Approve_Orders', 'Crossledger_Work_Exceptions', 'Crossledger_Administer']) {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: org.id, sub: org.userId, aud: AUDIENCE, iat: now, nbf: now, exp: now + 120, jti: newId(), usr: 'rep@contoso.example', tz: 'Europe/Berlin', loc: 'de_DE',
    prm: permissions, sbx: org.sandbox, ver: '0.1', bh: sha256(target.body ?? ''), rh: sha256(`${target.method} ${target.path}`),
  };
}

/** Signs whatever it is given; nothing is checked, so that tests can lie. */
export function signToken(claims: Record<string, unknown>, privateKey: KeyObject, header: Record<string, unknown> = {}): string {
  const input = `${encode({ alg: 'RS256', typ: 'JWT', ...header })}.${encode(claims)}`;
  return `${input}.${sign(header['alg'] === 'RS512' ? 'RSA-SHA512' : 'RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
}

export function unsignedToken(claims: Record<string, unknown>): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}

/** The classic confusion: the public key as the secret of an HMAC. */
export function hmacToken(claims: Record<string, unknown>, publicPem: string): string {
  const input = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', publicPem).update(input).digest('base64url')}`;
}
