import type { ObjectDescribe, WireRecord } from '../../org.ts';
import { type Call } from '../call.ts';
import { noResource, RestError } from '../errors.ts';
import { isApiName, isId, quoteSoql } from './soql.ts';
import { shapeRecord } from './shape-records.ts';

export function describeObject(call: Call, object: string): ObjectDescribe {
  const found = call.context.org.describe(object, call.actor);
  if (!found) throw noResource();
  return found;
}

/** The rows whose `field` is `value`; without `fields` every readable field. */
export async function findRecords(call: Call, object: ObjectDescribe, field: string, value: string, fields?: readonly string[]): Promise<WireRecord[]> {
  const known = object.fields.find((one) => one.name.toLowerCase() === field.toLowerCase());
  if (!known) throw missingRecord(field);
  for (const name of fields ?? []) if (!name.split('.').every(isApiName)) throw new RestError(400, 'INVALID_FIELD', `No such column '${name}' on entity '${object.name}'`);
  const columns = fields ? withId(fields) : object.fields.map((one) => one.name);
  const literal = known.type === 'double' || known.type === 'int' ? quoteSoql(Number(value)) : quoteSoql(value);
  const { records } = await call.context.org.query(`SELECT ${columns.join(', ')} FROM ${object.name} WHERE ${known.name} = ${literal}`, call.actor);
  return records.map((record) => shapeRecord(call, record));
}

function withId(fields: readonly string[]): string[] {
  return fields.some((name) => name.toLowerCase() === 'id') ? [...fields] : [...fields, 'Id'];
}

export async function readRecord(call: Call, object: ObjectDescribe, id: string, fields?: readonly string[]): Promise<WireRecord> {
  if (!isId(id)) throw missingRecord(id);
  if (!id.startsWith(object.keyPrefix)) throw missingRecord(id);
  const [record] = await findRecords(call, object, 'Id', id, fields);
  if (record) return record;
  throw (await isDeleted(call, object, id)) ? new RestError(404, 'ENTITY_IS_DELETED', 'entity is deleted') : missingRecord(id);
}

export function missingRecord(id: string): RestError {
  return new RestError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
}

async function isDeleted(call: Call, object: ObjectDescribe, id: string): Promise<boolean> {
  const { records } = await call.context.org.query(`SELECT Id FROM ${object.name} WHERE Id = ${quoteSoql(id)}`, call.actor, { includeDeleted: true });
  return records.length > 0;
}

export function splitFields(text: string | null): string[] | undefined {
  return text ? text.split(',').map((name) => name.trim()).filter((name) => name !== '') : undefined;
}
