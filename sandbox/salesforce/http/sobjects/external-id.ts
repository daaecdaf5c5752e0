import type { WireReply } from '../../../common/wire.ts';
import type { FieldDescribe, ObjectDescribe, WireRecord } from '../../org.ts';
import { param, type Call, type Route } from '../call.ts';
import { RestError, throwSaveErrors } from '../errors.ts';
import { describeObject, findRecords, missingRecord, readRecord, splitFields } from '../records/read-record.ts';
import { saveRows } from '../records/save-rows.ts';
import { fieldsShape, json, noContent, readJson } from '../reply.ts';
import { locationOf, saveOne } from './rows.ts';

export const externalIdRoutes: Route[] = [
  { method: 'GET', pattern: 'sobjects/:object/:field/:value', answer: readByKey },
  { method: 'PATCH', pattern: 'sobjects/:object/:field/:value', answer: upsertByKey },
  { method: 'DELETE', pattern: 'sobjects/:object/:field/:value', answer: deleteByKey },
];

async function readByKey(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const field = keyField(object, param(call, 'field'));
  const fields = splitFields(call.request.query.get('fields'));
  if (field.name === 'Id') return json(200, await readRecord(call, object, param(call, 'value'), fields));
  const records = await findRecords(call, object, field.name, param(call, 'value'), fields);
  if (records.length > 1) return severalMatches(records);
  if (!records[0]) throw new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
  return json(200, records[0]);
}

/** 201 with `created: true` for a new row, 200 with `created: false` for a known one (salesforce.md §3.3). */
async function upsertByKey(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const field = keyField(object, param(call, 'field'));
  const value = param(call, 'value');
  const body = readJson(call.request, fieldsShape);
  if (field.name in body && field.name !== 'Id') throw new RestError(400, 'INVALID_FIELD', `The ${field.name} field should not be specified in the sobject data.`, [field.name]);
  const matches = await findRecords(call, object, field.name, value, ['Id']);
  if (matches.length > 1) return severalMatches(matches);
  if (matches.length === 0 && call.request.query.get('updateOnly') === 'true') throw missingRecord(value);
  const record: WireRecord = { ...body, [field.name]: toKey(field, value), attributes: { type: object.name } };
  const [result] = await saveRows(call.context, 'upsert', [record], call.actor, { allOrNone: true, externalIdField: field.name });
  if (!result?.success) throwSaveErrors(result?.errors ?? []);
  const created = result.created ?? matches.length === 0;
  return json(created ? 201 : 200, { id: result.id, success: true, errors: [], created }, created ? locationOf(call, object.name, result) : {});
}

async function deleteByKey(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const field = keyField(object, param(call, 'field'));
  const matches = await findRecords(call, object, field.name, param(call, 'value'), ['Id']);
  if (matches.length > 1) return severalMatches(matches);
  if (!matches[0]) throw new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
  await saveOne(call, 'delete', { Id: matches[0]['Id'], attributes: { type: object.name } });
  return noContent();
}

function keyField(object: ObjectDescribe, name: string): FieldDescribe {
  const field = object.fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!field || (field.name !== 'Id' && !field.externalId)) throw missingRecord(name);
  return field;
}

function toKey(field: FieldDescribe, value: string): string | number {
  return field.type === 'double' || field.type === 'int' ? Number(value) : value;
}

/** Several rows of one key: 300 with their addresses. */
function severalMatches(records: readonly WireRecord[]): WireReply {
  return json(300, records.map((record) => record.attributes.url));
}
