import type { Transaction } from '../runtime/transaction.ts';
import { Dec } from '../values/dec.ts';
import type { Value } from '../values/value.ts';
import { toStored } from './convert.ts';
import { holdsFormula } from './formula-rules.ts';
import type { PendingRow } from './prepare-row.ts';
import { rowError } from './row-error.ts';
import type { RowError } from './row-error.ts';
import type { FieldDef, ObjectDef } from './schema.ts';

/** The checks of the platform between before and after triggers. */
export function validateRow(tx: Transaction, def: ObjectDef, row: PendingRow): void {
  normalise(def, row);
  const missing = [...def.fields.values()].filter((field) => field.required && !field.calculated && row.record.get(field.name) === null).map((field) => tx.world.names.outward(field.name));
  if (missing.length) row.errors.push(rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing));
  for (const field of def.fields.values()) {
    const value = row.record.get(field.name);
    if (value === null || (row.old && row.old.get(field.name.toLowerCase()) === value)) continue;
    const problem = checkValue(tx, def, field, value, row);
    if (problem) row.errors.push(problem);
  }
  if (row.errors.length) return;
  for (const rule of tx.world.rules) {
    if (rule.object.toLowerCase() === def.name.toLowerCase() && rule.when(row.record)) row.errors.push(rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.field ? [rule.field] : []));
  }
  for (const rule of def.validationRules) {
    if (rule.formula !== null && holdsFormula(tx, def, rule.formula, row)) row.errors.push(rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.message, rule.field ? [tx.world.names.outward(rule.field)] : []));
  }
}

/** What triggers wrote is brought to its stored form too. */
function normalise(def: ObjectDef, row: PendingRow): void {
  for (const field of def.fields.values()) {
    const value = row.record.get(field.name);
    const stored = toStored(field, value);
    if (stored === undefined) row.errors.push(rowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.name}: value not of required type`, [field.name]));
    else if (stored !== value) row.record.set(field.name, stored);
  }
}

function checkValue(tx: Transaction, def: ObjectDef, field: FieldDef, value: Value, row: PendingRow): RowError | null {
  const shown = tx.world.names.outward(field.name);
  if (typeof value === 'string') {
    if (field.type === 'reference') return checkReference(tx, field, shown, value);
    if (field.length && value.length > field.length && field.type !== 'id') return rowError('STRING_TOO_LONG', `${field.label}: data value too large: ${value.slice(0, 255)} (max length=${field.length})`, [shown]);
    if (field.restricted && !value.split(field.type === 'multipicklist' ? ';' : '\n').every((each) => field.picklist.some((known) => known.value === each))) return rowError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${field.label}: bad value for restricted picklist field: ${value}`, [shown]);
    if (field.type === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return rowError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [shown]);
  }
  if (value instanceof Dec && field.precision && value.d.abs().gte(`1e${field.precision - field.scale}`)) return rowError('NUMBER_OUTSIDE_VALID_RANGE', `${field.label}: value outside of valid range on numeric field: ${value.toString()}`, [shown]);
  return field.unique ? checkUnique(tx, def, field, shown, value, row) : null;
}

function checkReference(tx: Transaction, field: FieldDef, shown: string, id: string): RowError | null {
  if (!/^([a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/.test(id)) return rowError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [shown]);
  const target = field.referenceTo.map((object) => tx.store.get(object, id)).find(Boolean);
  if (target?.get('isdeleted') === true) return rowError('ENTITY_IS_DELETED', 'entity is deleted', [shown]);
  if (target) return null;
  const object = tx.store.objectOf(id);
  if (object && !field.referenceTo.includes(object)) return rowError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [shown]);
  return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [shown]);
}

function checkUnique(tx: Transaction, def: ObjectDef, field: FieldDef, shown: string, value: Value, row: PendingRow): RowError | null {
  for (const id of tx.store.idsByIndex(def.name, field.name, [value]) ?? []) {
    const other = tx.store.get(def.name, id);
    if (!other || id === row.record.id || other.get('isdeleted') === true) continue;
    if (field.caseSensitive && other.get(field.name.toLowerCase()) !== value) continue;
    return rowError('DUPLICATE_VALUE', `duplicate value found: ${shown} duplicates value on record with id: ${id}`, [shown]);
  }
  return null;
}
