import { z } from 'zod';
import type { WireReply, WireRequest } from '../../../common/wire.ts';
import { header } from '../../../common/wire.ts';
import type { Deployment } from '../../metadata/deploy-types.ts';
import { dataPath, param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { json, readJson } from '../reply.ts';
import { deployOptionsShape } from './deploy-options.ts';
import { administratorOf, refusal, serviceOf } from './service-of.ts';
import { showDeployment } from './show-deployment.ts';

/** Deployments over REST; the CLI comes this way when SF_ORG_METADATA_REST_DEPLOY is true (salesforce.md §7). */
export const deployRoutes: Route[] = [
  { method: 'POST', pattern: 'metadata/deployRequest', answer: startDeployment },
  { method: 'GET', pattern: 'metadata/deployRequest/:id', answer: (call) => show(call, 200, find(call), call.request.query.get('includeDetails') === 'true') },
  { method: 'PATCH', pattern: 'metadata/deployRequest/:id', answer: cancelDeployment },
];

const quickShape = z.looseObject({ validatedDeployRequestId: z.string() });
const contentShape = z.looseObject({ deployOptions: deployOptionsShape });

function startDeployment(call: Call): WireReply {
  const user = administratorOf(call.context, call.session.userId);
  if (!user) throw new RestError(403, refusal.code, refusal.message);
  const { deployments } = serviceOf(call.context);
  const createdBy = { id: user.id, name: user.name };
  if (header(call.request, 'content-type')?.startsWith('application/json')) {
    const quick = deployments.startValidated(readJson(call.request, quickShape).validatedDeployRequestId, createdBy);
    if (!quick) throw new RestError(400, 'INVALID_ID_FIELD', 'There is no passed validation of this id');
    return show(call, 201, quick, false);
  }
  const parts = readParts(call.request);
  const content = contentShape.safeParse(JSON.parse(parts.get('entity_content')?.toString() ?? parts.get('json')?.toString() ?? '{}'));
  const archive = parts.get('file');
  if (!content.success || !archive) throw new RestError(400, 'INVALID_MULTIPART_REQUEST', content.success ? 'The part file is missing' : (content.error.issues[0]?.message ?? 'The deploy options cannot be read'));
  return show(call, 201, deployments.start(archive, content.data.deployOptions, createdBy), false);
}

function find(call: Call): Deployment {
  const found = serviceOf(call.context).deployments.find(param(call, 'id'));
  if (!found) throw new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return found;
}

function cancelDeployment(call: Call): WireReply {
  const found = find(call);
  if (!serviceOf(call.context).deployments.cancel(found.id)) throw new RestError(400, 'INVALID_ID_FIELD', 'This deployment has begun or is over');
  return show(call, 202, found, false);
}

function show(call: Call, status: number, deployment: Deployment, withDetails: boolean): WireReply {
  const { id, options } = deployment;
  return json(status, { id, validatedDeployRequestId: null, url: call.context.instanceUrl + dataPath(call, `metadata/deployRequest/${id}`), deployOptions: options, deployResult: showDeployment(deployment, withDetails) });
}

/** The parts of a multipart body by their names. */
function readParts(request: WireRequest): Map<string, Buffer> {
  const boundary = /boundary="?([^";]+)"?/.exec(header(request, 'content-type') ?? '')?.[1];
  if (boundary === undefined) throw new RestError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be multipart/form-data');
  const parts = new Map<string, Buffer>();
  const mark = Buffer.from(`--${boundary}`);
  let at = request.body.indexOf(mark);
  while (at >= 0) {
    const next = request.body.indexOf(mark, at + mark.length);
    const bodyAt = request.body.indexOf('\r\n\r\n', at);
    if (next < 0 || bodyAt < 0) break;
    const name = /name="([^"]*)"/.exec(request.body.toString('utf8', at, bodyAt))?.[1];
    if (name !== undefined) parts.set(name, request.body.subarray(bodyAt + 4, next - 2));
    at = next;
  }
  return parts;
}
