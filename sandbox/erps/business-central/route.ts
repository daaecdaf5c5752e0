import type { WireReply, WireRequest } from '../../common/wire.ts';
import type { EntitySet } from '../odata/model.ts';
import { readKey, splitPath, type Segment } from '../odata/path.ts';
import { ODataProblem } from '../odata/problem.ts';
import type { Stored } from '../odata/table.ts';
import { shipAndInvoice } from './actions.ts';
import { originOf, type Call, type Transact } from './call.ts';
import { joins } from './navigations.ts';
import { noCompany, noRecord, noSegment, notAllowed, toReply } from './problems.ts';
import { countSet, readOne, readSet, type Parent } from './reads.ts';
import { viewOf } from './replica.ts';
import { findById, type Api, type World } from './world.ts';
import { createOne, removeOne, updateOne } from './writes.ts';

/** Splits off what stands before the company: the API and its own address. */
interface Address {
  readonly api: Api;
  readonly root: string;
  readonly rest: readonly Segment[];
}

/** Answers one request other than a batch. A refusal is a reply, never an exception. */
export function routeApi(world: World, request: WireRequest, transact: Transact, companyId?: string): WireReply {
  try {
    return route(world, request, transact, companyId);
  } catch (cause) {
    if (cause instanceof ODataProblem) return toReply(cause);
    throw cause;
  }
}

export function readAddress(world: World, request: WireRequest): Address | undefined {
  const parts = splitPath(request.path);
  const names = parts.map((part) => part.name);
  if (names[0] !== 'v2.0' || names[3] !== 'api') return undefined;
  const base = `${originOf(request)}/${names.slice(0, 4).join('/')}`;
  if (names[4] === 'v2.0') return { api: world.standard, root: `${base}/v2.0`, rest: parts.slice(5) };
  if (names.slice(4, 7).join('/') === 'microsoft/analytics/v1.0') return { api: world.analytics, root: `${base}/microsoft/analytics/v1.0`, rest: parts.slice(7) };
  return undefined;
}

function route(world: World, request: WireRequest, transact: Transact, companyId: string | undefined): WireReply {
  const address = readAddress(world, request);
  if (!address) throw noSegment(request.path);
  const { api, root, rest } = address;
  const [head, ...inner] = rest;
  const call: Call = { world, request, api, root, company: companyId ?? '', view: viewOf(world, request), transact };
  if (!head) throw noSegment('');
  if (head.name === '$metadata') return { status: 200, headers: { 'content-type': 'application/xml', 'odata-version': '4.0' }, body: api.xml };
  if (head.name !== 'companies') return companyId === undefined ? refuseSegment(head.name) : routeSet(call, rest);
  const companies = world.standard.model.sets.get('companies');
  if (!companies) throw noSegment('companies');
  if (head.key === undefined) return request.method === 'GET' ? readSet(call, companies) : refuseMethod();
  const company = guidIn(head);
  const stored = findById(world, 'companies', company, company);
  if (!stored) throw noCompany(company);
  if (inner.length === 0) return request.method === 'GET' ? readOne({ ...call, company }, companies, stored, company) : refuseMethod();
  return routeSet({ ...call, company }, inner);
}

function routeSet(call: Call, segments: readonly Segment[]): WireReply {
  const [first, ...rest] = segments;
  if (!first) throw noSegment('');
  const set = call.api.model.sets.get(first.name);
  if (!set || first.name === 'companies') throw noSegment(first.name);
  if (first.key === undefined) return routeCollection(call, set, rest);
  return routeRecord(call, set, guidIn(first), rest);
}

function routeCollection(call: Call, set: EntitySet, rest: readonly Segment[], parent?: Parent): WireReply {
  const { method } = call.request;
  if (rest.length === 1 && rest[0]?.name === '$count' && method === 'GET') return countSet(call, set, parent);
  if (rest[0]) throw noSegment(rest[0].name);
  if (method === 'GET') return readSet(call, set, parent);
  return method === 'POST' && call.api === call.world.standard ? createOne(call, set, parent) : refuseMethod();
}

function routeRecord(call: Call, set: EntitySet, id: string, rest: readonly Segment[]): WireReply {
  const stored = findById(call.world, set.name, call.company, id);
  const [next, ...more] = rest;
  if (next) {
    if (!stored) throw noRecord(set.type, id);
    return routeBelow(call, set, stored, next, more);
  }
  switch (call.request.method) {
    case 'GET':
      return readOne(call, set, stored, id);
    case 'PATCH':
    case 'DELETE':
      if (!stored) throw noRecord(set.type, id);
      return call.request.method === 'PATCH' ? updateOne(call, set, stored) : removeOne(call, set, stored);
    default:
      return refuseMethod();
  }
}

/** A bound action, or the records a navigation leads to. */
function routeBelow(call: Call, set: EntitySet, stored: Stored, next: Segment, more: readonly Segment[]): WireReply {
  if (next.name === 'Microsoft.NAV.shipAndInvoice' && set.name === 'salesOrders') {
    return call.request.method === 'POST' ? shipAndInvoice(call, stored) : refuseMethod();
  }
  const navigation = set.type.navigations.get(next.name);
  const join = joins[set.type.name]?.[next.name];
  const target = join && call.api.model.sets.get(join.set);
  if (!navigation || !target) throw noSegment(next.name);
  const id = String(stored.row[join.own]);
  if (navigation.isCollection && next.key === undefined) return routeCollection(call, target, more, { field: join.other, id });
  return routeRecord(call, target, navigation.isCollection ? guidIn(next) : id, more);
}

function guidIn(segment: Segment): string {
  const value = readKey(segment.key ?? '', ['id']).get('id');
  if (typeof value !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) throw new ODataProblem(400, 'Application_InvalidGUID', `The value '${segment.key ?? ''}' is not a valid GUID.`);
  return value.toLowerCase();
}

function refuseMethod(): never {
  throw notAllowed();
}

function refuseSegment(name: string): never {
  throw noSegment(name);
}
