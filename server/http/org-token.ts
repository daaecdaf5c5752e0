import { createHash } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import * as z from 'zod';
import { instant, type Clock } from '../kernel/clock.ts';
import { isSalesforceId, toId18 } from '../kernel/ids.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Org } from '../registry/org-bundle.ts';
import type { Registry } from '../registry/registry.ts';
import type { OrgCaller } from './caller.ts';
import { bearerOf, refuse } from './refuse.ts';

const ALGORITHMS = ['RS256', 'RS512'];
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

export interface OrgTokenOptions {
  registry: Pick<Registry, 'org' | 'useToken'>;
  audience: string;
  clock: Clock;
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
  const nowSeconds = options.clock.now() / 1000;
  const org = await options.registry.org(issuerOf(token));
  if (org === null) throw refuse('unknown org');
  const claims = await verifySignature(token, org);
  checkTimes(claims, nowSeconds);
  if (claims.aud !== options.audience) throw refuse('other audience');
  if (!org.enabled) throw refuse('org disabled');
  if (claims.sbx !== org.sandbox) throw refuse('sandbox flag differs from the registration');
  checkHeaders(claims, request);
  checkHashes(claims, request);
  await checkSingleUse(claims, request, options);
  return callerFrom(claims, nowSeconds);
}

const isRead = (method: string): boolean => method === 'GET';

/** Read before the signature is checked, only to know whose keys may have signed. */
function issuerOf(token: string): string {
  const header = parse('header', () => decodeProtectedHeader(token));
  if (!ALGORITHMS.includes(String(header.alg))) throw refuse('algorithm not allowed');
  const { iss } = parse('payload', () => decodeJwt(token));
  if (iss === undefined || !isSalesforceId(iss)) throw refuse('issuer is not an org id');
  return toId18(iss);
}

async function verifySignature(token: string, org: Org): Promise<Claims> {
  const { kid } = decodeProtectedHeader(token);
  const active = org.keys.filter((key) => key.active);
  const candidates = kid === undefined ? active : active.filter((key) => key.kid === kid);
  if (candidates.length === 0) throw refuse(kid === undefined ? 'org has no active key' : 'unknown or removed key');
  for (const key of candidates) {
    const payload = await compactVerify(token, key.publicKey, { algorithms: ALGORITHMS }).then((result) => result.payload, () => null);
    if (payload !== null) return parse('claims', () => claimsSchema.parse(JSON.parse(new TextDecoder().decode(payload))));
  }
  throw refuse('wrong signature');
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
  if (isRead(request.method)) return;
  if (claims.jti === undefined) throw refuse('jti is missing');
  const expiresAt = instant((claims.exp + 2 * SKEW_SECONDS) * 1000);
  if (!(await options.registry.useToken(claims.iss, claims.jti, expiresAt))) throw refuse('token was used before (jti)');
}

const callerFrom = (claims: Claims, nowSeconds: number): OrgCaller => ({
  kind: 'org',
  orgId: claims.iss,
  userId: claims.sub,
  username: claims.usr ?? null,
  permissions: claims.prm,
  sandbox: claims.sbx,
  locale: claims.loc ?? null,
  timeZone: claims.tz ?? null,
  skewSeconds: Math.round(nowSeconds - claims.iat),
});
