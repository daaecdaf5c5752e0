import { header, type WireReply, type WireRequest } from '../../common/wire.ts';
import { compileFilter } from '../odata/filter-run.ts';
import { parseFilter } from '../odata/filter-tree.ts';
import type { EntitySet, EntityType } from '../odata/model.ts';
import { ODataProblem } from '../odata/problem.ts';
import { readOptions, type Expand, type QueryOptions } from '../odata/query.ts';
import { matchRows, readPage } from '../odata/read.ts';
import type { Row, Stored } from '../odata/table.ts';
import { etagOf, fnoDialect, present } from './dialect.ts';
import { joins } from './navigations.ts';
import { noResource, unknownProperty } from './problems.ts';
import { findRecord, tableOf, type World } from './world.ts';

const maxPageSize = 10_000;

export function jsonHeaders(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8', 'odata-version': '4.0', ...extra };
}

export function rootOf(request: WireRequest): string {
  return `http://${header(request, 'host') ?? 'localhost'}`;
}

/** Without `cross-company=true` a caller sees the default company only (fno.md §3). */
export function seesCompany(world: World, request: WireRequest, type: EntityType): ((row: Row) => boolean) | undefined {
  if (!type.properties.has('dataAreaId') || isCrossCompany(request)) return undefined;
  return (row) => row['dataAreaId'] === world.defaultCompany;
}

export function isCrossCompany(request: WireRequest): boolean {
  return request.query.get('cross-company')?.toLowerCase() === 'true';
}

export function readSet(world: World, request: WireRequest, set: EntitySet): WireReply {
  const options = readOptions(request.query);
  const wanted = Number(/odata\.maxpagesize=(\d+)/.exec(header(request, 'prefer') ?? '')?.[1] ?? maxPageSize);
  const only = seesCompany(world, request, set.type);
  const page = readPage({ type: set.type, table: tableOf(world, set.name), options, dialect: fnoDialect, pageSize: Math.max(1, Math.min(maxPageSize, wanted)), ...(only && { only }) });
  const write = makeWriterOf(world, set.type, options);
  const body: Record<string, unknown> = { '@odata.context': contextOf(request, set, options) };
  if (options.count) body['@odata.count'] = page.total;
  body['value'] = page.rows.map((stored) => write(stored));
  if (page.nextToken !== undefined) body['@odata.nextLink'] = nextLink(request, page.nextToken);
  return { status: 200, headers: jsonHeaders(), body };
}

export function countSet(world: World, request: WireRequest, set: EntitySet): WireReply {
  const only = seesCompany(world, request, set.type);
  const matches = matchRows({ type: set.type, table: tableOf(world, set.name), options: readOptions(request.query), dialect: fnoDialect, pageSize: maxPageSize, ...(only && { only }) });
  return { status: 200, headers: { 'content-type': 'text/plain', 'odata-version': '4.0' }, body: String(matches.length) };
}

export function readOne(world: World, request: WireRequest, set: EntitySet, keys: Row): WireReply {
  const options = readOptions(request.query);
  const stored = findRecord(world, set.name, keys);
  const only = seesCompany(world, request, set.type);
  if (!stored || (only && !only(stored.row))) throw noResource(`${rootOf(request)}${decodeURIComponent(request.path)}`);
  const unknown = options.select?.find((name) => !set.type.properties.has(name) && !set.type.navigations.has(name));
  if (unknown !== undefined) throw unknownProperty(unknown, set.type);
  const body = { '@odata.context': `${contextOf(request, set, options)}/$entity`, ...makeWriterOf(world, set.type, options)(stored) };
  return { status: 200, headers: jsonHeaders({ etag: etagOf(stored) }), body };
}

export function contextOf(request: WireRequest, set: EntitySet, options: Pick<QueryOptions, 'select'>): string {
  const select = options.select ? `(${options.select.join(',')})` : '';
  return `${rootOf(request)}/data/$metadata#${set.name}${select}`;
}

function nextLink(request: WireRequest, token: string): string {
  const query = new URLSearchParams(request.query);
  for (const name of ['$skip', '$top', '$skiptoken']) query.delete(name);
  query.set('$skiptoken', token);
  return `${rootOf(request)}${request.path}?${query.toString()}`;
}

function makeWriterOf(world: World, type: EntityType, options: QueryOptions): (stored: Stored) => Record<string, unknown> {
  const expansions = options.expand.map((expand) => makeExpansion(world, type, expand));
  return (stored) => {
    const out = present(stored, type, options.select);
    for (const expansion of expansions) out[expansion.name] = expansion.of(stored);
    return out;
  };
}

function makeExpansion(world: World, type: EntityType, expand: Expand): { name: string; of: (stored: Stored) => unknown } {
  const navigation = type.navigations.get(expand.navigation);
  const join = joins[`${type.name}/${expand.navigation}`];
  if (!navigation || !join) throw unknownProperty(expand.navigation, type);
  const { options } = expand;
  if (options.expand.length > 0) throw new ODataProblem(400, 'unsupported', 'Only the first level of $expand is supported.');
  const target = world.model.types.get(navigation.target);
  if (!target) throw unknownProperty(expand.navigation, type);
  const unknown = options.select?.find((name) => !target.properties.has(name));
  if (unknown !== undefined) throw unknownProperty(unknown, target);
  const test = options.filter === undefined ? undefined : compileFilter(parseFilter(options.filter), target, fnoDialect);
  const table = tableOf(world, join.set);
  const of = (stored: Stored): unknown => {
    const [first, ...others] = join.pairs;
    const found = (first ? table.find(first[1], stored.row[first[0]]) : []).filter(
      (one) => others.every(([own, other]) => one.row[other] === stored.row[own]) && (!test || test(one.row)),
    );
    const shown = found.map((one) => present(one, target, options.select));
    return navigation.isCollection ? shown.slice(options.skip, options.top === undefined ? undefined : options.skip + options.top) : (shown[0] ?? null);
  };
  return { name: expand.navigation, of };
}
