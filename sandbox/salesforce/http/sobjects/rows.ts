import type { WireReply } from '../../../common/wire.ts';
import type { SaveResult, WireRecord } from '../../org.ts';
import { dataPath, param, type Call, type Route } from '../call.ts';
import { throwSaveErrors } from '../errors.ts';
import { checkUnmodified, etagOf, hasPrecondition, isUnmodified } from '../records/preconditions.ts';
import { describeObject, readRecord, splitFields } from '../records/read-record.ts';
import { saveRows } from '../records/save-rows.ts';
import { fieldsShape, json, noContent, readJson } from '../reply.ts';

export const rowRoutes: Route[] = [
  { method: 'POST', pattern: 'sobjects/:object', answer: createRow },
  { method: 'GET', pattern: 'sobjects/:object/:id', answer: readRow },
  { method: 'PATCH', pattern: 'sobjects/:object/:id', answer: updateRow },
  { method: 'DELETE', pattern: 'sobjects/:object/:id', answer: deleteRow },
];

async function createRow(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const result = await saveOne(call, 'insert', { ...readJson(call.request, fieldsShape), attributes: { type: object.name } });
  return json(201, { id: result.id, success: true, errors: result.errors }, locationOf(call, object.name, result));
}

async function readRow(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const record = await readRecord(call, object, param(call, 'id'), splitFields(call.request.query.get('fields')));
  if (isUnmodified(call, record)) return { status: 304 };
  const etag: Record<string, string> = object.name === 'Account' && record['SystemModstamp'] !== undefined ? { etag: etagOf(record) } : {};
  return json(200, record, etag);
}

async function updateRow(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const id = param(call, 'id');
  const fields = readJson(call.request, fieldsShape);
  const modified = ['Id', 'SystemModstamp', 'LastModifiedDate'].filter((name) => object.fields.some((one) => one.name === name));
  const known = await readRecord(call, object, id, modified);
  if (hasPrecondition(call)) checkUnmodified(call, known);
  await saveOne(call, 'update', { ...fields, Id: id, attributes: { type: object.name } });
  return noContent();
}

async function deleteRow(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const id = param(call, 'id');
  await readRecord(call, object, id, ['Id']);
  await saveOne(call, 'delete', { Id: id, attributes: { type: object.name } });
  return noContent();
}

export async function saveOne(call: Call, operation: 'insert' | 'update' | 'delete', record: WireRecord): Promise<SaveResult> {
  const [result] = await saveRows(call.context, operation, [record], call.actor, { allOrNone: true });
  if (!result?.success) throwSaveErrors(result?.errors ?? []);
  return result;
}

export function locationOf(call: Call, object: string, result: SaveResult): Record<string, string> {
  return { location: dataPath(call, `sobjects/${object}/${result.id ?? ''}`) };
}
