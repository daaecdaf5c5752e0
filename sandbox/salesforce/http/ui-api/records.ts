import { z } from 'zod';
import type { WireReply } from '../../../common/wire.ts';
import { OrgError, type ObjectDescribe, type WireRecord } from '../../org.ts';
import { param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { splitFields } from '../records/read-record.ts';
import { saveRows } from '../records/save-rows.ts';
import { isApiName, quoteSoql } from '../records/soql.ts';
import { json, noContent, readJson } from '../reply.ts';
import { objectOfId } from './find-object.ts';
import { refuseSave } from './refuse-save.ts';
import { frameFields, toUiRecord } from './shape-record.ts';

export const uiRecordRoutes: Route[] = [
  { method: 'GET', pattern: 'ui-api/records/:id', answer: readUiRecord },
  { method: 'PATCH', pattern: 'ui-api/records/:id', answer: updateUiRecord },
  { method: 'DELETE', pattern: 'ui-api/records/:id', answer: deleteUiRecord },
  { method: 'POST', pattern: 'ui-api/records', answer: createUiRecord },
];

const changeShape = z.looseObject({ fields: z.record(z.string(), z.unknown()) });
const createShape = z.looseObject({ apiName: z.string(), fields: z.record(z.string(), z.unknown()) });

/** `fields` must all be readable; of `optionalFields` those that the user may not see are left out without a word. */
async function readUiRecord(call: Call): Promise<WireReply> {
  const object = objectOfId(call, param(call, 'id'));
  const { query } = call.request;
  const asked = splitFields(query.get('fields')) ?? [];
  const optional = splitFields(query.get('optionalFields')) ?? [];
  if (asked.length + optional.length === 0 && query.get('layoutTypes') === null) throw new RestError(400, 'MISSING_RECORD_FIELDS', 'Specify fields, optionalFields or layoutTypes');
  const required = asked.map((name) => ownPath(object, name));
  for (const path of required) if (!isReadable(call, object, path)) throw new RestError(400, 'INVALID_FIELD', `No such column '${path}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`);
  const readable = optional.map((name) => ownPath(object, name)).filter((path) => isReadable(call, object, path));
  const layout = query.get('layoutTypes') === null ? [] : object.fields.map((field) => field.name);
  return json(200, await loadUiRecord(call, object, param(call, 'id'), [...required, ...readable, ...layout]));
}

async function loadUiRecord(call: Call, object: ObjectDescribe, id: string, paths: readonly string[]): Promise<Record<string, unknown>> {
  const columns = [...new Set([...frameOf(object), ...paths.flatMap((path) => [...parentFrames(path), path])])];
  const { records } = await call.context.org.query(`SELECT ${columns.join(', ')} FROM ${object.name} WHERE Id = ${quoteSoql(id)}`, call.actor);
  const [record] = records;
  if (!record) throw new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return toUiRecord(call, object, record, paths);
}

function frameOf(object: ObjectDescribe): string[] {
  return ['Id', ...frameFields.filter((name) => object.fields.some((field) => field.name === name))];
}

/** `Account.Owner.Name` needs the id and the stamp of `Account` and of `Account.Owner` too. */
function parentFrames(path: string): string[] {
  const steps = path.split('.').slice(0, -1);
  return steps.flatMap((_, at) => ['Id', 'SystemModstamp'].map((name) => [...steps.slice(0, at + 1), name].join('.')));
}

async function updateUiRecord(call: Call): Promise<WireReply> {
  const id = param(call, 'id');
  const object = objectOfId(call, id);
  const { fields } = readJson(call.request, changeShape);
  const own = Object.entries(fields).map(([name, value]) => [ownPath(object, name), value] as const);
  const record: WireRecord = { ...Object.fromEntries(own), Id: id, attributes: { type: object.name } };
  const [result] = await saveRows(call.context, 'update', [record], call.actor, { allOrNone: true });
  if (!result?.success) return refuseSave(object, result?.errors ?? []);
  return json(200, await loadUiRecord(call, object, id, own.map(([name]) => name).filter((name) => isReadable(call, object, name))));
}

async function createUiRecord(call: Call): Promise<WireReply> {
  const { apiName, fields } = readJson(call.request, createShape);
  const object = call.context.org.describe(apiName, call.actor);
  if (!object) throw new OrgError('INVALID_TYPE', `The requested object ${apiName} does not exist`);
  const [result] = await saveRows(call.context, 'insert', [{ ...fields, attributes: { type: object.name } }], call.actor, { allOrNone: true });
  if (!result?.success || result.id === null) return refuseSave(object, result?.errors ?? []);
  return json(201, await loadUiRecord(call, object, result.id, Object.keys(fields)));
}

async function deleteUiRecord(call: Call): Promise<WireReply> {
  const id = param(call, 'id');
  const object = objectOfId(call, id);
  const [result] = await saveRows(call.context, 'delete', [{ Id: id, attributes: { type: object.name } }], call.actor, { allOrNone: true });
  return result?.success ? noContent() : refuseSave(object, result?.errors ?? []);
}

/** `Account.Name` of an Account is the path `Name`; other objects' fields are refused. */
function ownPath(object: ObjectDescribe, name: string): string {
  const [type = '', ...path] = name.split('.');
  if (path.length === 0) return type;
  if (type.toLowerCase() !== object.name.toLowerCase()) throw new RestError(400, 'INVALID_FIELD', `No such column '${name}' on entity '${object.name}'`);
  return path.join('.');
}

function isReadable(call: Call, object: ObjectDescribe, path: string): boolean {
  const [step = '', ...rest] = path.split('.');
  if (!isApiName(step)) return false;
  if (rest.length === 0) return object.fields.some((field) => field.name.toLowerCase() === step.toLowerCase());
  const relation = object.fields.find((field) => field.relationshipName?.toLowerCase() === step.toLowerCase());
  const parent = relation?.referenceTo[0] === undefined ? null : call.context.org.describe(relation.referenceTo[0], call.actor);
  return parent !== null && isReadable(call, parent, rest.join('.'));
}
