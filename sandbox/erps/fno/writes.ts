import { header, type WireReply, type WireRequest } from '../../common/wire.ts';
import { checkBody, parseBody } from '../odata/check-body.ts';
import type { EntitySet } from '../odata/model.ts';
import { ODataProblem } from '../odata/problem.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import { blankOf, etagOf, present } from './dialect.ts';
import { changedMeanwhile, duplicateKey, notFoundForUpdate, unknownProperty, writeFailed } from './problems.ts';
import { contextOf, isCrossCompany, jsonHeaders, rootOf, seesCompany } from './reads.ts';
import { rules } from './rules/index.ts';
import { checkEditable, checkRequired, type Rule } from './rules/rule.ts';
import { findRecord, tableOf, textOf, type World } from './world.ts';

/** Runs one unit of work; inside a changeset all units share one transaction. */
export type Transact = <T>(work: (writer: Writer) => T) => T;

export function createOne(world: World, request: WireRequest, set: EntitySet, transact: Transact): WireReply {
  const rule = ruleOf(set);
  const sent = withoutNulls(checkBody(parseBody(request.text), set.type, unknownProperty));
  const row = placeInCompany(world, request, set, rule, sent);
  checkEditable(rule.entity, row, set.type, true);
  checkRequired(rule.entity, row, set.type);
  const table = tableOf(world, set.name);
  const stored = transact((writer) => {
    const complete = rule.create(world, row, writer);
    if (table.get(table.keyOf(complete))) throw duplicateKey(rule.entity, `${set.name}. ${set.type.keys.map((key) => String(complete[key] as string)).join(', ')}`);
    const made = writer.insert(table, complete);
    rule.created?.(world, made, writer);
    return made;
  });
  const key = set.type.keys.map((name) => `${name}=${keyText(stored.row[name])}`).join(',');
  const body = { '@odata.context': `${contextOf(request, set, {})}/$entity`, ...present(stored, set.type, undefined) };
  return { status: 201, headers: jsonHeaders({ location: encodeURI(`${rootOf(request)}/data/${set.name}(${key})`), etag: etagOf(stored) }), body };
}

export function updateOne(world: World, request: WireRequest, set: EntitySet, keys: Row, transact: Transact): WireReply {
  const rule = ruleOf(set);
  const sent = checkBody(parseBody(request.text), set.type, unknownProperty);
  const stored = findForUpdate(world, request, set, keys);
  const changes = Object.fromEntries(
    Object.entries(sent)
      .filter(([name, value]) => !(set.type.keys.includes(name) && sameKey(value, stored.row[name])))
      .map(([name, value]) => [name, value ?? blankFor(set, name)]),
  );
  checkEditable(rule.entity, changes, set.type, false);
  transact((writer) => {
    const complete = rule.update ? rule.update(world, stored, changes, writer) : changes;
    writer.update(tableOf(world, set.name), stored, complete);
  });
  return { status: 204, headers: { 'odata-version': '4.0' } };
}

export function removeOne(world: World, request: WireRequest, set: EntitySet, keys: Row, transact: Transact): WireReply {
  const rule = ruleOf(set);
  const stored = findForUpdate(world, request, set, keys);
  transact((writer) => {
    rule.remove?.(world, stored, writer);
    writer.remove(tableOf(world, set.name), stored);
  });
  return { status: 204, headers: { 'odata-version': '4.0' } };
}

function ruleOf(set: EntitySet): Rule {
  const rule = rules[set.name];
  if (rule && !set.type.isReadOnly) return rule;
  throw writeFailed(set.type.name, `Error: Data entity ${set.type.name} is read-only.`);
}

/** A record that is not there, or in a company the caller does not see, is one and the same 400 (fno.md §4). */
function findForUpdate(world: World, request: WireRequest, set: EntitySet, keys: Row): Stored {
  const stored = findRecord(world, set.name, keys);
  const only = seesCompany(world, request, set.type);
  if (!stored || (only && !only(stored.row))) throw notFoundForUpdate();
  const wanted = header(request, 'if-match');
  if (wanted !== undefined && wanted !== '*' && wanted !== etagOf(stored)) throw changedMeanwhile();
  return stored;
}

function placeInCompany(world: World, request: WireRequest, set: EntitySet, rule: Rule, sent: Row): Row {
  if (!set.type.properties.has('dataAreaId')) return sent;
  const company = textOf(sent, 'dataAreaId').toLowerCase() || world.defaultCompany;
  if (!findRecord(world, 'Companies', { DataArea: company })) throw writeFailed(rule.entity, `Error: Company ${company} does not exist.`);
  if (company !== world.defaultCompany && !isCrossCompany(request)) throw writeFailed(rule.entity, `Error: The record belongs to company ${company}, but cross-company is not set.`);
  return { ...sent, dataAreaId: company };
}

function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

function blankFor(set: EntitySet, name: string): unknown {
  const property = set.type.properties.get(name);
  if (!property) throw new ODataProblem(400, 'type', `No property ${name}.`);
  return blankOf(property);
}

function sameKey(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' ? one.toLowerCase() === other.toLowerCase() : one === other;
}

function keyText(value: unknown): string {
  return typeof value === 'string' && !/^\d{4}-\d\d-\d\dT/.test(value) ? `'${value.replaceAll("'", "''")}'` : String(value);
}
