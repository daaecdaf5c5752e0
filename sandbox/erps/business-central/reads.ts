import { header, type WireReply } from '../../common/wire.ts';
import { compileFilter } from '../odata/filter-run.ts';
import { parseFilter } from '../odata/filter-tree.ts';
import type { EntitySet, EntityType } from '../odata/model.ts';
import { readOptions, type Expand, type QueryOptions } from '../odata/query.ts';
import { matchRows, readPage, type ReadRequest } from '../odata/read.ts';
import type { Row, Stored } from '../odata/table.ts';
import { contextOf, originOf, type Call } from './call.ts';
import { businessCentralDialect, checkOr, etagOf, present } from './dialect.ts';
import { joins, lineSets } from './navigations.ts';
import { openSalesLines } from './open-lines.ts';
import { dialog, jsonHeaders, noRecord, unknownProperty } from './problems.ts';
import { companyField, tableOf } from './world.ts';

const maxPageSize = 20_000;

/** What narrows a set that is reached through a parent, such as the lines of one order. */
export interface Parent {
  readonly field: string;
  readonly id: string;
}

export function readSet(call: Call, set: EntitySet, parent?: Parent): WireReply {
  const options = readOptions(call.request.query);
  const asked = /odata\.maxpagesize=(\d+)/.exec(header(call.request, 'prefer') ?? '')?.[1];
  const pageSize = Math.max(1, Math.min(maxPageSize, Number(asked ?? maxPageSize)));
  const page = readPage(prepare(call, set, options, pageSize, parent));
  const write = makeShape(call, set.type, options);
  const body: Record<string, unknown> = { '@odata.context': contextOf(call, set) };
  if (options.count) body['@odata.count'] = page.total;
  body['value'] = page.rows.map((stored) => write(stored));
  if (page.nextToken !== undefined) body['@odata.nextLink'] = nextLink(call, page.nextToken);
  return { status: 200, headers: { ...jsonHeaders, ...(asked !== undefined && { 'preference-applied': `odata.maxpagesize=${asked}` }) }, body };
}

export function countSet(call: Call, set: EntitySet, parent?: Parent): WireReply {
  const matches = matchRows(prepare(call, set, readOptions(call.request.query), maxPageSize, parent));
  return { status: 200, headers: { 'content-type': 'text/plain', 'odata-version': '4.0' }, body: String(matches.length) };
}

export function readOne(call: Call, set: EntitySet, stored: Stored | undefined, id: string): WireReply {
  const seen = stored && call.view.seen(set.name, stored);
  if (!seen) throw noRecord(set.type, id);
  const options = readOptions(call.request.query);
  checkSelect(options, set.type);
  return { status: 200, headers: { ...jsonHeaders, etag: etagOf(seen) }, body: shapeOne(call, set, seen, options) };
}

export function shapeOne(call: Call, set: EntitySet, stored: Stored, options: QueryOptions): Record<string, unknown> {
  return { '@odata.context': `${contextOf(call, set)}/$entity`, ...makeShape(call, set.type, options)(stored) };
}

function prepare(call: Call, set: EntitySet, options: QueryOptions, pageSize: number, parent: Parent | undefined): ReadRequest {
  if (options.filter !== undefined) checkOr(parseFilter(options.filter));
  const needsDocument = lineSets[set.name] !== undefined && !parent;
  if (needsDocument && !/\b(?:documentId|id)\s+eq\b/.test(options.filter ?? '')) throw dialog('You must specify an Id or a Document Id to get the lines.');
  const company = call.company;
  const table = tableOf(call.world, set.name);
  const only = (row: Row): boolean => (set.name === 'companies' || row[companyField] === company) && (!parent || row[parent.field] === parent.id);
  const narrowed = parent && table.hasIndex(parent.field) ? table.find(parent.field, parent.id) : undefined;
  const from = (rows: Iterable<Stored>): Iterable<Stored> => (set.name === 'outstandingSalesLines' ? openSalesLines(call) : call.view.among(set.name, narrowed ?? rows));
  return { type: set.type, table, options, dialect: businessCentralDialect, pageSize, only, from };
}

function checkSelect(options: QueryOptions, type: EntityType): void {
  const unknown = options.select?.find((name) => !type.properties.has(name) && !type.navigations.has(name));
  if (unknown !== undefined) throw unknownProperty(unknown, type);
}

function nextLink(call: Call, token: string): string {
  const query = new URLSearchParams(call.request.query);
  for (const name of ['$skip', '$top', '$skiptoken', 'aid']) query.delete(name);
  query.set('aid', 'FIN');
  query.set('$skiptoken', token);
  return `${originOf(call.request)}${call.request.path}?${query.toString()}`;
}

function makeShape(call: Call, type: EntityType, options: QueryOptions): (stored: Stored) => Record<string, unknown> {
  const expansions = options.expand.map((expand) => makeExpansion(call, type, expand));
  return (stored) => {
    const out = present(stored, type, options.select);
    for (const expansion of expansions) out[expansion.name] = expansion.of(stored);
    return out;
  };
}

/** Several levels work here (business-central.md §4). */
function makeExpansion(call: Call, type: EntityType, expand: Expand): { name: string; of: (stored: Stored) => unknown } {
  const navigation = type.navigations.get(expand.navigation);
  const join = joins[type.name]?.[expand.navigation];
  const target = navigation && call.api.model.types.get(navigation.target);
  if (!navigation || !join || !target) throw unknownProperty(expand.navigation, type);
  const { options } = expand;
  checkSelect(options, target);
  const test = options.filter === undefined ? undefined : compileFilter(parseFilter(options.filter), target, businessCentralDialect);
  const shape = makeShape(call, target, options);
  const table = tableOf(call.world, join.set);
  const of = (stored: Stored): unknown => {
    const wanted = stored.row[join.own];
    const found = [...call.view.among(join.set, table.find(join.other, wanted))]
      .filter((one) => one.row[join.other] === wanted && one.row[companyField] === call.company && (!test || test(one.row)))
      .map((one) => shape(one));
    return navigation.isCollection ? found.slice(options.skip, options.top === undefined ? undefined : options.skip + options.top) : (found[0] ?? null);
  };
  return { name: expand.navigation, of };
}
