import { createHash, verify, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose';
import * as z from 'zod';
import { instant, type Clock } from '../kernel/clock.ts';
import { isSalesforceId, toId18 } from '../kernel/ids.ts';
import { CrossledgerError, messageOf } from '../kernel/errors.ts';
import type { Org, OrgKey } from '../registry/org-bundle.ts';
import type { Registry } from '../registry/registry.ts';
import type { OrgCaller } from './caller.ts';
import { bearerOf, refuse } from './refuse.ts';

/** The only algorithms, and what they are to OpenSSL; `none` and the HMAC ones are not here. */
const ALGORITHMS: Readonly<Record<string, string>> = { RS256: 'RSA-SHA256', RS512: 'RSA-SHA512' };
const SKEW_SECONDS = 60;
const MAX_LIFETIME_SECONDS = 600;

/** What the check looks at: the bytes and the line as they came, nothing parsed. */
export interface SignedRequest {
  method: string;
  /** Path and query as received. */
  originalUrl: string;
  header(name: string): string | undefined;
  body: Buffer;
}

export interface VerifyOptions {
  audience: string;
  clock: Clock;
}

export interface OrgTokenOptions extends VerifyOptions {
  registry: Pick<Registry, 'org' | 'useToken' | 'noteOrgCall'>;
}

const id = z.string().refine(isSalesforceId).transform(toId18);
const claimsSchema = z.object({
  iss: id,
  sub: id,
  aud: z.string(),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  jti: z.string().min(1).max(100).optional(),
  usr: z.string().max(200).optional(),
  tz: z.string().max(100).optional(),
  loc: z.string().max(40).optional(),
  prm: z.array(z.string().max(100)).max(200).default([]),
  sbx: z.boolean(),
  bh: z.string().optional(),
  rh: z.string(),
});
type Claims = z.output<typeof claimsSchema>;

/** Checks the signed token of a Salesforce org in the order of salesforce.md §2.5; throws `auth.refused` with the reason as its cause. */
export async function verifyOrgToken(request: SignedRequest, options: OrgTokenOptions): Promise<OrgCaller> {
  const token = bearerOf(request.header('authorization'));
  const header = headerOf(token);
  const org = await options.registry.org(issuerOf(token));
  if (org === null) throw refuse('unknown org');
  try {
    const caller = await verifyCall(request, { token, header, org }, options);
    options.registry.noteOrgCall(org.id, null);
    return caller;
  } catch (error) {
    options.registry.noteOrgCall(org.id, error instanceof CrossledgerError && error.cause instanceof Error ? error.cause.message : messageOf(error));
    throw error;
  }
}

async function verifyCall(request: SignedRequest, { token, header, org }: { token: string; header: Header; org: Org }, options: OrgTokenOptions): Promise<OrgCaller> {
  const claims = verifyClaims(request, { token, header, keys: org.keys }, options, (said) => {
    if (!org.enabled) throw refuse('org disabled');
    if (said.sbx !== org.sandbox) throw refuse('sandbox flag differs from the registration');
  });
  await checkSingleUse(claims, request, options);
  return callerFrom(claims, options);
}

/** A request of an org that is not known: signed with the certificate that it offers, else held to the same as all others. */
export function verifyOffer(request: SignedRequest, certificate: KeyObject, options: VerifyOptions): OrgCaller {
  const token = bearerOf(request.header('authorization'));
  const keys = [{ kid: '', publicKey: certificate, active: true }];
  return callerFrom(verifyClaims(request, { token, header: headerOf(token), keys }, options), options);
}

type Signer = { token: string; header: Header; keys: readonly Pick<OrgKey, 'kid' | 'publicKey' | 'active'>[] };

/** What a token must be whoever signed it; `checkOrg` asks what is known of the org beside. */
function verifyClaims(request: SignedRequest, { token, header, keys }: Signer, { audience, clock }: VerifyOptions, checkOrg?: (claims: Claims) => void): Claims {
  verifySignature(token, header, keys);
  const claims = parse('claims', () => claimsSchema.parse(decodeJwt(token)));
  checkTimes(claims, clock.now() / 1000);
  if (claims.aud !== audience) throw refuse('other audience');
  checkOrg?.(claims);
  checkHeaders(claims, request);
  checkHashes(claims, request);
  if (!isRead(request.method) && claims.jti === undefined) throw refuse('jti is missing');
  return claims;
}

const isRead = (method: string): boolean => method === 'GET';

interface Header {
  digest: string;
  kid: string | undefined;
}

function headerOf(token: string): Header {
  const header = parse<ProtectedHeaderParameters>('header', () => decodeProtectedHeader(token));
  const digest = Object.hasOwn(ALGORITHMS, String(header.alg)) ? ALGORITHMS[String(header.alg)] : undefined;
  if (digest === undefined) throw refuse('algorithm not allowed');
  if (header.crit !== undefined || 'b64' in header) throw refuse('header names an extension');
  return { digest, kid: header.kid };
}

/** Read before the signature is checked, only to know whose keys may have signed. */
function issuerOf(token: string): string {
  const { iss } = parse('payload', () => decodeJwt(token));
  if (typeof iss !== 'string' || !isSalesforceId(iss)) throw refuse('issuer is not an org id');
  return toId18(iss);
}

/** `kid` narrows the choice when it is there; Auth.JWS cannot set it, so it is never required (salesforce.md §2.5). */
function verifySignature(token: string, header: Header, keys: Signer['keys']): void {
  const active = keys.filter((key) => key.active);
  const candidates = header.kid === undefined ? active : active.filter((key) => key.kid === header.kid);
  if (candidates.length === 0) throw refuse(header.kid === undefined ? 'org has no active key' : 'unknown or removed key');
  if (!candidates.some((key) => isSignedBy(token, header.digest, key.publicKey))) throw refuse('wrong signature');
}

/** In this thread: 2048-bit RSA takes some 40 µs to verify, less than the way to a thread pool and back. */
function isSignedBy(token: string, digest: string, key: KeyObject): boolean {
  const end = token.lastIndexOf('.');
  return verify(digest, Buffer.from(token.slice(0, end)), key, Buffer.from(token.slice(end + 1), 'base64url'));
}

/** The org's own claims were signed or at least shown by the caller: their names may be logged, their values not. */
function parse<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const names = error instanceof z.ZodError ? error.issues.map((issue) => issue.path.join('.')).join(', ') : messageOf(error).slice(0, 80);
    throw refuse(`${what} not readable: ${names}`);
  }
}

function checkTimes(claims: Claims, now: number): void {
  if (now > claims.exp + SKEW_SECONDS) throw refuse('expired');
  if (claims.nbf !== undefined && claims.nbf > now + SKEW_SECONDS) throw refuse('not valid yet (nbf)');
  if (claims.iat > now + SKEW_SECONDS) throw refuse('issued in the future (iat)');
  if (claims.exp - claims.iat > MAX_LIFETIME_SECONDS) throw refuse('lifetime too long');
}

/** Header formulas of Salesforce give ids of 15 characters (salesforce.md §2.5). */
function checkHeaders(claims: Claims, request: SignedRequest): void {
  for (const [name, claim] of [['x-crossledger-org', claims.iss], ['x-crossledger-user', claims.sub]] as const) {
    const value = request.header(name);
    if (value !== undefined && toId18(value) !== claim) throw refuse(`header ${name} disagrees with the token`);
  }
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('base64url');

function checkHashes(claims: Claims, request: SignedRequest): void {
  if (claims.rh !== sha256(`${request.method} ${request.originalUrl}`)) throw refuse('request line differs (rh)');
  if (!isRead(request.method) && claims.bh !== sha256(request.body)) throw refuse('body differs (bh)');
}

async function checkSingleUse(claims: Claims, request: SignedRequest, options: OrgTokenOptions): Promise<void> {
  if (isRead(request.method) || claims.jti === undefined) return;
  const expiresAt = instant((claims.exp + 2 * SKEW_SECONDS) * 1000);
  if (!(await options.registry.useToken(claims.iss, claims.jti, expiresAt))) throw refuse('token was used before (jti)');
}

const callerFrom = (claims: Claims, { clock }: VerifyOptions): OrgCaller => ({
  kind: 'org',
  orgId: claims.iss,
  userId: claims.sub,
  username: claims.usr ?? null,
  permissions: claims.prm,
  sandbox: claims.sbx,
  locale: claims.loc ?? null,
  timeZone: claims.tz ?? null,
  skewSeconds: Math.round(clock.now() / 1000 - claims.iat),
});
