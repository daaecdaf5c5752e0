import { z } from 'zod';
import type { WireReply } from '../../../common/wire.ts';
import type { SaveResult, WireRecord } from '../../org.ts';
import { param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { objectNameOfId } from '../records/object-of-id.ts';
import { describeObject, splitFields } from '../records/read-record.ts';
import { saveRows } from '../records/save-rows.ts';
import { shapeRecord } from '../records/shape-records.ts';
import { isId, quoteSoql } from '../records/soql.ts';
import { json, readJson, recordShape } from '../reply.ts';

export const collectionRoutes: Route[] = [
  { method: 'POST', pattern: 'composite/sobjects', answer: (call) => saveAll(call, 'insert') },
  { method: 'PATCH', pattern: 'composite/sobjects', answer: (call) => saveAll(call, 'update') },
  { method: 'DELETE', pattern: 'composite/sobjects', answer: deleteAll },
  { method: 'PATCH', pattern: 'composite/sobjects/:object/:field', answer: upsertAll },
  { method: 'GET', pattern: 'composite/sobjects/:object', answer: (call) => readAll(call, call.request.query.get('ids')?.split(',') ?? [], splitFields(call.request.query.get('fields')) ?? []) },
  { method: 'POST', pattern: 'composite/sobjects/:object', answer: readAllByBody },
];

const mostRows = 200;
const mostTypeChunks = 10;

const rowsShape = z.looseObject({ allOrNone: z.boolean().default(false), records: z.array(recordShape) });
const idsShape = z.looseObject({ ids: z.array(z.string()), fields: z.array(z.string()) });

async function saveAll(call: Call, operation: 'insert' | 'update'): Promise<WireReply> {
  const { allOrNone, records } = readJson(call.request, rowsShape);
  checkRows(records);
  return answerRows(await saveRows(call.context, operation, records.map(withUpperId), call.actor, { allOrNone }), false);
}

async function upsertAll(call: Call): Promise<WireReply> {
  const { allOrNone, records } = readJson(call.request, rowsShape);
  const object = describeObject(call, param(call, 'object'));
  const field = object.fields.find((one) => one.name.toLowerCase() === param(call, 'field').toLowerCase());
  if (!field || (field.name !== 'Id' && !field.externalId)) throw new RestError(400, 'INVALID_FIELD', `Field name provided, ${param(call, 'field')} is not an External ID or indexed field for ${object.name}`);
  checkRows(records);
  const stranger = records.find((record) => record.attributes.type.toLowerCase() !== object.name.toLowerCase());
  if (stranger) throw new RestError(400, 'INVALID_INPUT', `The type ${stranger.attributes.type} of a record is not the type ${object.name} of the url.`);
  return answerRows(await saveRows(call.context, 'upsert', records.map(withUpperId), call.actor, { allOrNone, externalIdField: field.name }), true);
}

async function deleteAll(call: Call): Promise<WireReply> {
  const ids = call.request.query.get('ids')?.split(',').filter((id) => id !== '') ?? [];
  if (ids.length === 0) throw new RestError(400, 'REQUIRED_FIELD_MISSING', 'The ids parameter is required');
  const allOrNone = call.request.query.get('allOrNone') === 'true';
  const records = ids.map((id) => ({ attributes: { type: typeOfId(call, id) }, Id: id }));
  checkRows(records);
  return answerRows(await saveRows(call.context, 'delete', records, call.actor, { allOrNone }), false);
}

function readAllByBody(call: Call): Promise<WireReply> {
  const { ids, fields } = readJson(call.request, idsShape);
  return readAll(call, ids, fields);
}

/** Rows in the order of the ids; what is missing or hidden is null (salesforce.md §3.3). */
async function readAll(call: Call, ids: readonly string[], fields: readonly string[]): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  if (ids.length > 2000) throw new RestError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than 2000 records into this call`);
  const broken = ids.find((id) => !isId(id));
  if (broken !== undefined) throw new RestError(400, 'MALFORMED_ID', `malformed id ${broken}`, ['Id']);
  const columns = [...new Set(['Id', ...fields.filter((name) => name.toLowerCase() !== 'id')])];
  const list = ids.map(quoteSoql).join(', ');
  const { records } = ids.length > 0 ? await call.context.org.query(`SELECT ${columns.join(', ')} FROM ${object.name} WHERE Id IN (${list})`, call.actor) : { records: [] };
  const byId = new Map(records.map((record) => [String(record['Id']).slice(0, 15), shapeRecord(call, record)]));
  return json(200, ids.map((id) => byId.get(id.slice(0, 15)) ?? null));
}

function checkRows(records: readonly WireRecord[]): void {
  if (records.length > mostRows) throw new RestError(400, 'EXCEEDED_ID_LIMIT', `record limit reached. cannot submit more than ${mostRows} records into this call`);
  const chunks = records.filter((record, at) => record.attributes.type !== records[at - 1]?.attributes.type).length;
  if (chunks > mostTypeChunks) throw new RestError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `Too many chunks of different types: ${chunks}`);
}

/** jsforce sends the id in lower case (salesforce.md §3.2). */
function withUpperId(record: WireRecord): WireRecord {
  if (!('id' in record)) return record;
  const { id, ...others } = record;
  return { Id: id, ...others, attributes: record.attributes };
}

function typeOfId(call: Call, id: string): string {
  const found = objectNameOfId(call.context.org, id, call.actor);
  if (found === undefined) throw new RestError(400, 'MALFORMED_ID', `malformed id ${id}`, ['Id']);
  return found;
}

function answerRows(results: readonly SaveResult[], withCreated: boolean): WireReply {
  return json(200, results.map((result) => toRow(result, withCreated)));
}

function toRow({ id, success, errors, created }: SaveResult, withCreated: boolean): Record<string, unknown> {
  return { ...(id !== null && { id }), success, errors, ...(withCreated && success && { created: created ?? false }) };
}
