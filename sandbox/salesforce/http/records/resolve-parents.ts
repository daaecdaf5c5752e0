import type { Actor, FieldDescribe, Org, SaveError, WireRecord } from '../../org.ts';
import { quoteSoql } from './soql.ts';

type Resolved = { record: WireRecord } | { errors: SaveError[] };

/** A parent may be named by external id, `"Account": {"ERP_Key__c": "1"}` (salesforce.md §3.3); undefined when no parent is named so. */
export async function resolveParents(org: Org, record: WireRecord, actor: Actor): Promise<Resolved | undefined> {
  const nested = Object.entries(record).filter(([name, value]) => name !== 'attributes' && isFields(value));
  if (nested.length === 0) return undefined;
  const fields = org.describe(record.attributes.type, actor)?.fields ?? [];
  const result: WireRecord = { ...record };
  for (const [name, value] of nested) {
    const field = fields.find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
    if (!field || !isFields(value)) return { errors: [{ statusCode: 'INVALID_FIELD', message: `No such column '${name}' on sobject of type ${record.attributes.type}`, fields: [name] }] };
    const found = await findParent(org, field, value, actor);
    if (typeof found !== 'string') return { errors: [found] };
    delete result[name];
    result[field.name] = found;
  }
  return { record: result };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function findParent(org: Org, field: FieldDescribe, value: Record<string, unknown>, actor: Actor): Promise<string | SaveError> {
  const [key] = Object.entries(value).filter(([name]) => name !== 'attributes');
  const parent = parentType(field, value);
  if (!key || !parent) return { statusCode: 'INVALID_FIELD', message: `${field.relationshipName ?? field.name} names no external id`, fields: [field.name] };
  const [name, id] = key;
  const { records } = await org.query(`SELECT Id FROM ${parent} WHERE ${name} = ${quoteSoql(id)}`, actor);
  const [first] = records;
  if (records.length === 1 && typeof first?.['Id'] === 'string') return first['Id'];
  const message =
    records.length > 1
      ? `Foreign key external ID: ${String(id).toLowerCase()} matches more than one record of ${parent}`
      : `Foreign key external ID: ${String(id).toLowerCase()} not found for field ${name} in entity ${parent}`;
  return { statusCode: 'INVALID_FIELD', message, fields: [] };
}

function parentType(field: FieldDescribe, value: Record<string, unknown>): string | undefined {
  const attributes = value['attributes'];
  const named = isFields(attributes) ? attributes['type'] : undefined;
  return typeof named === 'string' ? named : field.referenceTo[0];
}
