import { AList } from '../values/collections.ts';
import { Dec } from '../values/dec.ts';
import { SObj } from '../values/sobj.ts';
import { ADate, ADatetime, ATime, isDay, parseInstant, wireInstant } from '../values/temporal.ts';
import type { Value } from '../values/value.ts';
import { repairId } from './ids.ts';
import { isNumberType } from './schema.ts';
import type { FieldDef } from './schema.ts';
import type { StoredRow } from './store.ts';

/** Brings a value to the form in which a field keeps it; undefined when it cannot be one of the field's values. */
export function toStored(field: FieldDef, value: Value): Value | undefined {
  if (value === null || value === '') return field.type === 'boolean' ? false : null;
  if (field.type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (field.type === 'int') return typeof value === 'number' ? Math.trunc(value) : value instanceof Dec ? value.toNumber() : undefined;
  if (isNumberType(field.type)) return typeof value === 'number' || value instanceof Dec ? new Dec(value instanceof Dec ? value.d : value).round(field.scale) : undefined;
  if (field.type === 'date') return value instanceof ADate ? value : value instanceof ADatetime ? ADate.ofMs(value.ms) : undefined;
  if (field.type === 'datetime') return value instanceof ADatetime ? value : value instanceof ADate ? new ADatetime(value.ms) : undefined;
  if (field.type === 'time') return value instanceof ATime ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (field.type === 'id' || field.type === 'reference') return repairId(value) ?? value;
  return value.trim() || null;
}

/** Reads a wire value (JSON of the REST API); undefined when its type does not fit. */
export function fromWire(field: FieldDef, value: unknown): Value | undefined {
  if (value === null || value === undefined || value === '') return field.type === 'boolean' ? false : null;
  if (field.type === 'boolean') return typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined;
  if (isNumberType(field.type)) return numberFromWire(field, value);
  if (field.type === 'date') return typeof value === 'string' && isDay(value.slice(0, 10)) ? new ADate(value.slice(0, 10)) : undefined;
  if (field.type === 'datetime') {
    const ms = typeof value === 'string' ? parseInstant(value) : null;
    return ms === null ? undefined : new ADatetime(ms);
  }
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function numberFromWire(field: FieldDef, value: unknown): Value | undefined {
  if (typeof value !== 'number' && !(typeof value === 'string' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value.trim()))) return undefined;
  const number = new Dec(typeof value === 'number' ? value : value.trim());
  return field.type === 'int' ? number.toNumber() : number;
}

/** JSON of a field value as the REST API writes it. */
export function toWire(value: Value): unknown {
  if (value instanceof Dec) return value.toNumber();
  if (value instanceof ADatetime) return wireInstant(value.ms);
  if (value instanceof ADate) return value.iso;
  if (value instanceof ATime) return value.toString();
  return value;
}

export type JournalValue = string | number | boolean | null;

/** A value for the journal, exact; `fromJournal` reads it by the field's type. */
export const toJournal = (value: Value): JournalValue => (value instanceof Dec ? value.toString() : value instanceof ADatetime ? value.ms : typeof value === 'object' && value !== null ? String(toWire(value)) : value);

export function fromJournal(field: FieldDef, value: JournalValue): Value {
  if (value === null) return null;
  if (isNumberType(field.type)) return field.type === 'int' ? Number(value) : new Dec(String(value));
  if (field.type === 'datetime') return new ADatetime(Number(value));
  if (field.type === 'date') return new ADate(String(value));
  return value;
}

/** The stored form of a record: its own fields only. */
export function rowOf(record: SObj): Map<string, Value> {
  const row = new Map<string, Value>();
  for (const [key, value] of record.values) if (!(value instanceof SObj) && !(value instanceof AList)) row.set(key, value);
  return row;
}

/** A full record for Apex from a stored row. */
export function recordOf(object: { name: string; fields: Map<string, FieldDef> }, row: StoredRow): SObj {
  const record = new SObj(object.name);
  for (const [key, field] of object.fields) record.set(field.name, row.get(key) ?? (field.type === 'boolean' ? false : null));
  return record;
}
