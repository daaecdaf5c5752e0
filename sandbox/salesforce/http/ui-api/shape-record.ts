import type { ObjectDescribe, WireRecord } from '../../org.ts';
import type { Call } from '../call.ts';
import { displayValue } from './display.ts';

/** Read with every record for its frame, but shown among the fields only when asked for. */
export const frameFields = ['LastModifiedDate', 'LastModifiedById', 'SystemModstamp'];

/** A record as the UI API shows it: the fields that `paths` name with value and display value, parents as records of their own. */
export function toUiRecord(call: Call, object: ObjectDescribe, record: WireRecord, paths: readonly string[]): Record<string, unknown> {
  const locale = call.context.org.users.find((user) => user.id === call.session.userId)?.locale ?? 'en_US';
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes' || (frameFields.includes(name) && !paths.includes(name))) continue;
    fields[name] = toUiField(call, object, name, value, locale, below(paths, name));
  }
  return {
    apiName: object.name,
    childRelationships: {},
    eTag: `${String(record['Id'])}-${String(record['SystemModstamp'])}`,
    fields,
    id: record['Id'],
    lastModifiedById: record['LastModifiedById'] ?? null,
    lastModifiedDate: toUiInstant(record['LastModifiedDate']),
    recordTypeId: '012000000000000AAA',
    recordTypeInfo: null,
    systemModstamp: toUiInstant(record['SystemModstamp']),
    weakEtag: Date.parse(toUiInstant(record['SystemModstamp']) ?? '') || 0,
  };
}

function toUiField(call: Call, object: ObjectDescribe, name: string, value: unknown, locale: string, paths: readonly string[]): Record<string, unknown> {
  const field = object.fields.find((one) => one.name === name);
  if (field) return { displayValue: displayValue(field, value, locale), value: field.type === 'datetime' ? toUiInstant(value) : (value ?? null) };
  if (!isRecord(value)) return { displayValue: null, value: null };
  const parent = call.context.org.describe(value.attributes.type, call.actor);
  const shown = typeof value['Name'] === 'string' ? value['Name'] : null;
  return { displayValue: shown, value: parent ? toUiRecord(call, parent, value, paths) : null };
}

function below(paths: readonly string[], relation: string): string[] {
  return paths.filter((path) => path.startsWith(`${relation}.`)).map((path) => path.slice(relation.length + 1));
}

function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && 'attributes' in value;
}

/** The UI API writes instants with `Z`, unlike the data API. */
function toUiInstant(value: unknown): string | null {
  return typeof value === 'string' ? value.replace('+0000', 'Z') : null;
}
