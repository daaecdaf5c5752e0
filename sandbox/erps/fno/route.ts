import type { WireReply, WireRequest } from '../../common/wire.ts';
import { ODataProblem } from '../odata/problem.ts';
import { readKey, splitPath } from '../odata/path.ts';
import type { Row } from '../odata/table.ts';
import { noResource, toReply } from './problems.ts';
import { countSet, jsonHeaders, readOne, readSet, rootOf } from './reads.ts';
import type { World } from './world.ts';
import { createOne, removeOne, updateOne, type Transact } from './writes.ts';

/** Answers one request under /data, other than $batch. A refusal is a reply, never an exception. */
export function routeData(world: World, request: WireRequest, transact: Transact): WireReply {
  try {
    return route(world, request, transact);
  } catch (cause) {
    if (cause instanceof ODataProblem) return toReply(cause);
    throw cause;
  }
}

function route(world: World, request: WireRequest, transact: Transact): WireReply {
  const [root, first, second, ...rest] = splitPath(request.path);
  const missing = noResource(`${rootOf(request)}${request.path}`);
  if (root?.name !== 'data' || rest.length > 0) throw missing;
  if (!first) return serviceDocument(world, request);
  if (first.name === '$metadata') return { status: 200, headers: { 'content-type': 'application/xml', 'odata-version': '4.0' }, body: world.metadata };
  const set = world.model.sets.get(first.name);
  if (!set) throw missing;
  if (first.key === undefined) {
    if (second) {
      if (second.name !== '$count' || request.method !== 'GET') throw missing;
      return countSet(world, request, set);
    }
    if (request.method === 'GET') return readSet(world, request, set);
    return request.method === 'POST' ? createOne(world, request, set, transact) : { status: 405 };
  }
  if (second) throw missing;
  const keys: Row = Object.fromEntries(readKey(first.key, set.type.keys));
  switch (request.method) {
    case 'GET':
      return readOne(world, request, set, keys);
    case 'PATCH':
    case 'PUT':
      return updateOne(world, request, set, keys, transact);
    case 'DELETE':
      return removeOne(world, request, set, keys, transact);
    default:
      return { status: 405 };
  }
}

function serviceDocument(world: World, request: WireRequest): WireReply {
  const value = [...world.model.sets.keys()].map((name) => ({ name, kind: 'EntitySet', url: name }));
  return { status: 200, headers: jsonHeaders(), body: { '@odata.context': `${rootOf(request)}/data/$metadata`, value } };
}
