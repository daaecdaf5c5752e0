import { header, type WireReply, type WireRequest } from '../../common/wire.ts';
import { OrgError } from '../org.ts';
import type { Session } from './auth/sessions.ts';
import type { Call, OrgContext, Route } from './call.ts';
import { noResource, RestError, toWireErrors } from './errors.ts';
import { json } from './reply.ts';
import { routes } from './routes.ts';

const versionedPath = /^\/services\/data\/v(\d{2,3}\.\d)(?:\/(.*))?$/;

interface CompiledRoute {
  readonly route: Route;
  readonly segments: readonly string[];
}

const compiled: readonly CompiledRoute[] = routes.map((route) => ({ route, segments: splitPath(route.pattern) }));

/** Answers one call below `/services/data/vXX.0`, also the inner ones of composite. */
export async function answerRest(context: OrgContext, session: Session, request: WireRequest): Promise<WireReply> {
  try {
    return await dispatch(context, session, request);
  } catch (cause) {
    if (!(cause instanceof RestError) && !(cause instanceof OrgError)) throw cause;
    const { status, body } = toWireErrors(cause);
    return json(status, body);
  }
}

async function dispatch(context: OrgContext, session: Session, request: WireRequest): Promise<WireReply> {
  const found = versionedPath.exec(request.path);
  if (!found?.[1]) throw noResource();
  const segments = splitPath(found[2] ?? '');
  const method = header(request, 'x-http-method-override')?.toUpperCase() ?? methodInQuery(request);
  const fitting = compiled.filter((one) => fits(one.segments, segments));
  const chosen = fitting.find((one) => one.route.method === method);
  if (!chosen && fitting.length === 0) throw noResource();
  if (!chosen) throw new RestError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed(fitting)}`);
  const call: Call = { context, request, version: found[1], session, actor: { userId: session.userId }, params: readParams(chosen.segments, segments) };
  return chosen.route.answer(call);
}

/** Clients that cannot send PATCH say `?_HttpMethod=PATCH` with a POST. */
function methodInQuery(request: WireRequest): string {
  return (request.method === 'POST' && request.query.get('_HttpMethod')?.toUpperCase()) || request.method;
}

function allowed(fitting: readonly CompiledRoute[]): string {
  return [...new Set(fitting.map((one) => one.route.method))].join(',');
}

function splitPath(path: string): string[] {
  const segments = path.split('/');
  while (segments.at(-1) === '') segments.pop();
  return segments;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return pattern.length === segments.length && pattern.every((part, at) => part.startsWith(':') || part.toLowerCase() === segments[at]?.toLowerCase());
}

function readParams(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  pattern.forEach((part, at) => {
    if (part.startsWith(':')) params[part.slice(1)] = decode(segments[at] ?? '');
  });
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new RestError(400, 'URL_NOT_RESET', `The address holds a broken escape: ${segment}`);
  }
}
