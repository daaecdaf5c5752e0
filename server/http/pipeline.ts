import type { Request, RequestHandler, Response } from 'express';
import type { Endpoint, Permission } from '../contract/endpoint.ts';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { toId18 } from '../kernel/ids.ts';
import type { Language } from '../kernel/sentences.ts';
import type { Registry } from '../registry/registry.ts';
import { parseJsonBody } from './body.ts';
import type { Caller } from './caller.ts';
import { inLanguage, languageOf } from './language.ts';
import { traceOf } from './trace.ts';
import { verifyOperatorToken, type OperatorRequest } from './operator-token.ts';
import { verifyOrgToken, type SignedRequest } from './org-token.ts';
import { verifyPairingToken } from './pairing-token.ts';
import type { RateLimit } from './rate-limit.ts';
import { forbid, isSigned, unknownOrg } from './refuse.ts';
import type { Route } from './route.ts';
import { isStream, sendStream } from './stream.ts';
import { parseInput } from './validate.ts';

export interface PipelineOptions {
  registry: Registry;
  audience: string;
  clock: Clock;
  rateLimit: RateLimit;
  rates: { perOrgPerSecond: number; perUserPerSecond: number };
}

/** The way of every request: body, who it is, whether they may, what they ask, the answer. Each step ends the way when it fails. */
export function serve(route: Route, options: PipelineOptions): RequestHandler {
  return async (req, res) => {
    const trace = traceOf(res);
    trace.endpoint = route.endpoint.id;
    const raw = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const body = parseJsonBody(raw, req.headers['content-type']);
    const caller = await identify(route.endpoint, req, { raw, body }, trace.requestId, options);
    trace.caller = caller;
    const input = parseInput(route.endpoint, { params: { ...req.params }, query: { ...req.query }, body });
    const answer = await route.run({ ...input, caller, requestId: trace.requestId });
    if (isStream(answer)) await sendStream(res, route.endpoint.status ?? 200, route.endpoint.produces ?? 'application/json', answer);
    else reply(res, route, answer, languageOf(req));
  };
}

/** Over all callers, since who asks is not known yet. */
const PAIRINGS_PER_SECOND = 1;

interface Received {
  raw: Buffer;
  /** Parsed, not checked. */
  body: unknown;
}

function identify(endpoint: Endpoint, req: Request, received: Received, requestId: string, options: PipelineOptions): Promise<Caller | null> {
  const { access } = endpoint;
  if (access.kind === 'open') return Promise.resolve(null);
  if (access.kind === 'pairing') return identifyNewOrg(access.permission, req, received, options);
  if (access.kind === 'org') return identifyOrg(access.permission, undefined, req, received.raw, options);
  const named = req.params['orgId'];
  const orgId = typeof named === 'string' ? named : undefined;
  if (access.orgPermission !== undefined && isSigned(req.get('authorization'))) return identifyOrg(access.orgPermission, orgId, req, received.raw, options);
  return identifyOperator({ endpoint, role: access.role, orgId, authorization: req.get('authorization'), requestId }, options);
}

const signedRequest = (req: Request, body: Buffer): SignedRequest => ({ method: req.method, originalUrl: req.originalUrl, header: (name) => req.get(name), body });

async function identifyNewOrg(permission: Permission, req: Request, { raw, body }: Received, options: PipelineOptions): Promise<Caller> {
  options.rateLimit.take('pairing', PAIRINGS_PER_SECOND);
  const caller = verifyPairingToken(signedRequest(req, raw), body, options);
  if (!caller.permissions.includes(permission)) throw forbid(permission);
  return caller;
}

/** With `orgId`, the org that the path names: another one's is answered like one that does not exist, as for an operator. */
async function identifyOrg(permission: Permission | undefined, orgId: string | undefined, req: Request, body: Buffer, options: PipelineOptions): Promise<Caller> {
  const caller = await verifyOrgToken(signedRequest(req, body), options);
  if (orgId !== undefined && toId18(orgId) !== caller.orgId) throw unknownOrg(orgId);
  if (permission !== undefined && !caller.permissions.includes(permission)) throw forbid(permission);
  options.rateLimit.take(`user ${caller.orgId}/${caller.userId}`, options.rates.perUserPerSecond);
  options.rateLimit.take(`org ${caller.orgId}`, options.rates.perOrgPerSecond);
  return caller;
}

async function identifyOperator(request: OperatorRequest, options: PipelineOptions): Promise<Caller> {
  const caller = await verifyOperatorToken(request, options.registry);
  options.rateLimit.take(`operator ${caller.id}`, options.rates.perUserPerSecond);
  return caller;
}

/** Only what the contract names leaves the house; a reply that does not fit it is a fault. */
function reply(res: Response, route: Route, value: unknown, language: Language): void {
  const { endpoint } = route;
  const checked = endpoint.reply.safeParse(value);
  if (!checked.success) throw new CrossledgerError('internal.fault', {}, { cause: new Error(`Reply of ${endpoint.id} does not fit the contract: ${checked.error.issues.map((issue) => issue.path.join('.')).join(', ')}`) });
  res.status(route.statusOf?.(checked.data) ?? endpoint.status ?? 200);
  if (endpoint.produces === undefined) res.type('application/json').send(JSON.stringify(inLanguage(checked.data, language)));
  else res.type(endpoint.produces).send(String(checked.data));
}
