import type { Request, RequestHandler, Response } from 'express';
import type { Endpoint } from '../contract/endpoint.ts';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Registry } from '../registry/registry.ts';
import { parseJsonBody } from './body.ts';
import type { Caller } from './caller.ts';
import { traceOf } from './trace.ts';
import { verifyOperatorToken } from './operator-token.ts';
import { verifyOrgToken } from './org-token.ts';
import { verifyPairingToken } from './pairing-token.ts';
import type { RateLimit } from './rate-limit.ts';
import { forbid } from './refuse.ts';
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
    else reply(res, route, answer);
  };
}

/** Over all callers, since who asks is not known yet. */
const PAIRINGS_PER_SECOND = 1;

async function identify(endpoint: Endpoint, req: Request, { raw, body }: { raw: Buffer; body: unknown }, requestId: string, options: PipelineOptions): Promise<Caller | null> {
  const { access } = endpoint;
  if (access.kind === 'open') return null;
  if (access.kind === 'pairing') options.rateLimit.take('pairing', PAIRINGS_PER_SECOND);
  if (access.kind === 'org' || access.kind === 'pairing') {
    const request = { method: req.method, originalUrl: req.originalUrl, header: (name: string) => req.get(name), body: raw };
    const caller = await (access.kind === 'org' ? verifyOrgToken(request, options) : verifyPairingToken(request, body, options));
    if (access.permission !== undefined && !caller.permissions.includes(access.permission)) throw forbid(access.permission);
    options.rateLimit.take(`user ${caller.orgId}/${caller.userId}`, options.rates.perUserPerSecond);
    options.rateLimit.take(`org ${caller.orgId}`, options.rates.perOrgPerSecond);
    return caller;
  }
  const orgId = req.params['orgId'];
  const caller = await verifyOperatorToken({ endpoint, role: access.role, orgId: typeof orgId === 'string' ? orgId : undefined, authorization: req.get('authorization'), requestId }, options.registry);
  options.rateLimit.take(`operator ${caller.id}`, options.rates.perUserPerSecond);
  return caller;
}

/** Only what the contract names leaves the house; a reply that does not fit it is a fault. */
function reply(res: Response, route: Route, value: unknown): void {
  const { endpoint } = route;
  const checked = endpoint.reply.safeParse(value);
  if (!checked.success) throw new CrossledgerError('internal.fault', {}, { cause: new Error(`Reply of ${endpoint.id} does not fit the contract: ${checked.error.issues.map((issue) => issue.path.join('.')).join(', ')}`) });
  res.status(route.statusOf?.(checked.data) ?? endpoint.status ?? 200);
  if (endpoint.produces === undefined) res.type('application/json').send(JSON.stringify(checked.data));
  else res.type(endpoint.produces).send(String(checked.data));
}
