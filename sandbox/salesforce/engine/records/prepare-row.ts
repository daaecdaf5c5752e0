import type { Transaction } from '../runtime/transaction.ts';
import { equals } from '../values/compare.ts';
import { Dec } from '../values/dec.ts';
import { SObj } from '../values/sobj.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { recordOf, toStored } from './convert.ts';
import { rowError } from './row-error.ts';
import type { RowError } from './row-error.ts';
import type { FieldDef, ObjectDef } from './schema.ts';
import type { StoredRow } from './store.ts';
import { zonedDay } from '../soql/time-zone.ts';

export type RowKind = 'insert' | 'update' | 'delete' | 'undelete';

export interface SaveMode {
  /** The caller is a client of the API, who may name no read-only field at all. */
  external: boolean;
  /** Object, field and record access of the user is enforced. */
  userMode: boolean;
}

/** One record on its way through a save. */
export interface PendingRow {
  index: number;
  kind: RowKind;
  input: SObj;
  /** The whole record as triggers see it. */
  record: SObj;
  old: StoredRow | null;
  errors: RowError[];
}

export function prepareRow(tx: Transaction, def: ObjectDef, index: number, kind: RowKind, input: SObj, mode: SaveMode): PendingRow {
  const old = kind === 'insert' ? null : findOld(tx, def, kind, input);
  const record = old ? recordOf(def, old) : blankRecord(tx, def);
  const row: PendingRow = { index, kind, input, record, old, errors: [] };
  if (kind === 'insert' && input.id !== null) row.errors.push(rowError('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']));
  if (kind !== 'insert' && !old) row.errors.push(missingRow(tx, kind, input));
  if (!row.errors.length && mode.userMode) checkRights(tx, def, row);
  if (!row.errors.length && (kind === 'insert' || kind === 'update')) applyInput(tx, def, row, mode);
  return row;
}

function findOld(tx: Transaction, def: ObjectDef, kind: RowKind, input: SObj): StoredRow | null {
  const old = input.id === null ? null : tx.store.get(def.name, input.id);
  return old && (old.get('isdeleted') === true) === (kind === 'undelete') ? old : null;
}

function missingRow(tx: Transaction, kind: RowKind, input: SObj): RowError {
  if (input.id === null) return rowError('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
  const known = tx.store.get(input.type, input.id);
  if (known) return rowError(kind === 'undelete' ? 'UNDELETE_FAILED' : 'ENTITY_IS_DELETED', 'entity is deleted');
  return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}

function blankRecord(tx: Transaction, def: ObjectDef): SObj {
  const record = new SObj(def.name);
  for (const field of def.fields.values()) record.set(field.name, defaultOf(tx, field));
  return record;
}

/** The default of a field; only literals, TODAY() and NOW() are known as formulas. */
export function defaultOf(tx: Transaction, field: FieldDef): Value {
  const source = field.defaultValue;
  if (source === null) return null;
  if (source === '$User') return tx.userId;
  if (field.type === 'boolean') return source.toLowerCase() === 'true';
  const quoted = /^(['"])(.*)\1$/s.exec(source.trim());
  if (quoted) return quoted[2] ?? null;
  if (/^now\(\)$/i.test(source)) return new ADatetime(tx.world.now());
  if (/^today\(\)$/i.test(source)) return new ADate(zonedDay(tx.world.now(), timeZoneOf(tx)));
  if (/^[+-]?\d+(\.\d+)?$/.test(source.trim())) return toStored(field, new Dec(source.trim())) ?? source;
  if (/[()+&]/.test(source)) throw new Error(`The default ${source} of ${field.name} is a formula that the sandbox does not know`);
  return source;
}

export function timeZoneOf(tx: Transaction): string {
  const zone = tx.store.get('User', tx.userId)?.get('timezonesidkey');
  return typeof zone === 'string' ? zone : 'UTC';
}

function checkRights(tx: Transaction, def: ObjectDef, row: PendingRow): void {
  const rights = tx.permissions().object(def);
  const needed = { insert: 'create', update: 'edit', delete: 'delete', undelete: 'create' } as const;
  if (!rights[needed[row.kind]]) row.errors.push(rowError('INSUFFICIENT_ACCESS_OR_READONLY', `Access to entity '${tx.world.names.outward(def.name)}' denied`));
  else if (row.old && !tx.world.security.canEditRow(tx.store, tx.permissions(), def, row.old)) row.errors.push(rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'));
}

function applyInput(tx: Transaction, def: ObjectDef, row: PendingRow, mode: SaveMode): void {
  const refused: string[] = [];
  for (const [key, value] of row.input.values) {
    if (key === 'id') continue;
    const name = row.input.names.get(key) ?? key;
    if (value instanceof SObj) {
      resolveParent(tx, def, row, name, value);
      continue;
    }
    const field = def.fields.get(key);
    if (!field) {
      if (!def.children.has(key) && !def.parents.has(key)) row.errors.push(rowError('INVALID_FIELD', `No such column '${tx.world.names.outward(name)}' on sobject of type ${tx.world.names.outward(def.name)}`));
      continue;
    }
    applyField(tx, def, row, field, value, mode, refused);
  }
  if (!refused.length) return;
  const shown = refused.map((name) => tx.world.names.outward(name));
  if (mode.external) row.errors.push(rowError('INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${shown.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`, shown));
  else row.errors.push(rowError('INSUFFICIENT_ACCESS_OR_READONLY', `Operation failed due to fields being inaccessible on Sobject ${tx.world.names.outward(def.name)}, check errors on Exception or Result!`, shown));
}

function applyField(tx: Transaction, def: ObjectDef, row: PendingRow, field: FieldDef, value: Value, mode: SaveMode, refused: string[]): void {
  const stored = toStored(field, value);
  if (stored === undefined) {
    row.errors.push(rowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.name}: value not of required type`, [tx.world.names.outward(field.name)]));
    return;
  }
  const writable = row.kind === 'insert' ? field.createable : field.updateable;
  const changed = !row.old || !equals(row.old.get(field.name.toLowerCase()) ?? null, stored);
  if (!writable) {
    if (mode.external || (changed && stored !== null && !field.calculated && row.kind === 'update' && field.createable)) refused.push(field.name);
    return;
  }
  if (mode.userMode && (mode.external || changed) && !tx.permissions().canEdit(def, field)) {
    refused.push(field.name);
    return;
  }
  row.record.set(field.name, stored);
}

/** `Account: { ERP_Key__c: 'x' }` names a parent by its external id (salesforce.md §3.3). */
function resolveParent(tx: Transaction, def: ObjectDef, row: PendingRow, name: string, parent: SObj): void {
  const field = def.parents.get(name.toLowerCase());
  if (!field || parent.queried || parent.id !== null) return;
  const [key, value] = [...parent.values].find(([, each]) => each !== null) ?? [];
  const target = field.referenceTo[0];
  if (key === undefined || target === undefined || value === undefined) return;
  const ids = (tx.store.idsByIndex(target, key, [value]) ?? []).filter((id) => tx.store.get(target, id)?.get('isdeleted') !== true);
  if (ids.length === 1) row.record.set(field.name, ids[0] ?? null);
  else row.errors.push(rowError('INVALID_FIELD', `Foreign key external ID: ${text(value)} not found for field ${parent.names.get(key) ?? key} in entity ${target}`));
}
