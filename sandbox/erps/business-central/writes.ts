import { randomUUID } from 'node:crypto';
import { header, type WireReply } from '../../common/wire.ts';
import { checkBody, parseBody } from '../odata/check-body.ts';
import type { EntitySet, EntityType } from '../odata/model.ts';
import { ODataProblem } from '../odata/problem.ts';
import { readOptions } from '../odata/query.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import type { Call } from './call.ts';
import { blankOf, etagOf } from './dialect.ts';
import { jsonHeaders, notAllowed, unknownBodyProperty } from './problems.ts';
import { shapeOne, type Parent } from './reads.ts';
import { deepInserts, rules } from './rules/index.ts';
import { checkFields, encodeEnums, now, type Rule } from './rules/rule.ts';
import { companyField, setOf, tableOf } from './world.ts';

export function createOne(call: Call, set: EntitySet, parent?: Parent): WireReply {
  const body = parseBody(call.request.text);
  const stored = call.transact((writer) => insert(call, set, { ...body, ...(parent && { [parent.field]: parent.id }) }, writer));
  const id = String(stored.row['id']);
  const location = `${call.root}/companies(${call.company})/${set.name}(${id})`;
  if (/return[-=]no-content|return=minimal/.test(header(call.request, 'prefer') ?? '')) return { status: 204, headers: { 'odata-version': '4.0', location } };
  const seen = tableOf(call.world, set.name).get(stored.key) ?? stored;
  return { status: 201, headers: { ...jsonHeaders, location: encodeURI(location), etag: etagOf(seen) }, body: shapeOne(call, set, seen, readOptions(call.request.query)) };
}

function insert(call: Call, set: EntitySet, body: Row, writer: Writer): Stored {
  const rule = ruleOf(set);
  const inner = Object.entries(body).filter(([name]) => deepInserts[`${set.name}/${name}`] !== undefined);
  const own = Object.fromEntries(Object.entries(body).filter(([name]) => deepInserts[`${set.name}/${name}`] === undefined));
  const row = readBody(set.type, own);
  const complete = rule.create(call, row, writer);
  const made = writer.insert(tableOf(call.world, set.name), { ...complete, id: randomUUID(), [companyField]: call.company, lastModifiedDateTime: now() });
  rule.changed?.(call, made.row, writer);
  for (const [name, children] of inner) insertChildren(call, `${set.name}/${name}`, children, made, writer);
  return made;
}

function insertChildren(call: Call, path: string, children: unknown, parent: Stored, writer: Writer): void {
  const target = deepInserts[path];
  if (!target || !Array.isArray(children)) throw new ODataProblem(400, 'json', `The property '${path.split('/')[1] ?? ''}' must be an array.`);
  for (const child of children as unknown[]) {
    if (typeof child !== 'object' || child === null) throw new ODataProblem(400, 'json', 'A line must be a JSON object.');
    insert(call, setOf(call.world, target.set), { ...child, [target.field]: parent.row['id'] }, writer);
  }
}

export function updateOne(call: Call, set: EntitySet, stored: Stored): WireReply {
  const rule = ruleOf(set);
  const changes = readBody(set.type, parseBody(call.request.text));
  checkEtag(call, stored);
  call.transact((writer) => {
    const complete = rule.update ? rule.update(call, stored, changes, writer) : changes;
    const next = writer.update(tableOf(call.world, set.name), stored, { ...complete, lastModifiedDateTime: now() });
    rule.changed?.(call, next.row, writer);
  });
  const seen = tableOf(call.world, set.name).get(stored.key) ?? stored;
  return { status: 200, headers: { ...jsonHeaders, etag: etagOf(seen) }, body: shapeOne(call, set, seen, readOptions(call.request.query)) };
}

export function removeOne(call: Call, set: EntitySet, stored: Stored): WireReply {
  const rule = ruleOf(set);
  checkEtag(call, stored);
  call.transact((writer) => {
    rule.remove?.(call, stored, writer);
    writer.remove(tableOf(call.world, set.name), stored);
    if (set.name !== 'customers') rule.changed?.(call, stored.row, writer);
  });
  return { status: 204, headers: { 'odata-version': '4.0' } };
}

function ruleOf(set: EntitySet): Rule {
  const rule = rules[set.name];
  if (!rule) throw notAllowed();
  return rule;
}

function readBody(type: EntityType, body: Row): Row {
  const filled = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === null ? blankFor(type, name) : value]));
  const checked = checkBody(encodeEnums(type, filled), type, unknownBodyProperty);
  checkFields(type, checked);
  return checked;
}

function blankFor(type: EntityType, name: string): unknown {
  const property = type.properties.get(name);
  return property ? blankOf(property) : null;
}

/** Without If-Match 400, with a stale one 409, `*` always fits (business-central.md §1, 1). */
function checkEtag(call: Call, stored: Stored): void {
  const wanted = header(call.request, 'if-match');
  if (wanted === undefined) throw new ODataProblem(400, 'BadRequest_InvalidToken', 'Could not validate the client concurrency token required by the service. Please provide a valid token in the client request.');
  if (wanted !== '*' && wanted !== etagOf(stored)) throw new ODataProblem(409, 'Request_EntityChanged', 'Another user has already changed the record.');
}
