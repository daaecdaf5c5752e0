import type { Transaction } from '../runtime/transaction.ts';
import { SObj } from '../values/sobj.ts';
import { text } from '../values/text.ts';
import { ADatetime } from '../values/temporal.ts';
import { rowOf } from './convert.ts';
import type { PendingRow } from './prepare-row.ts';
import { rowError } from './row-error.ts';
import type { ObjectDef } from './schema.ts';

/** Writes one validated record into the store, with its system fields. */
export function writeRow(tx: Transaction, def: ObjectDef, row: PendingRow): void {
  const { record } = row;
  const now = stampOf(tx);
  if (row.kind === 'insert') {
    record.set('Id', tx.store.newId(def.name));
    record.set('CreatedDate', now);
    record.set('CreatedById', tx.userId);
    for (const field of def.fields.values()) if (field.autoNumber) record.set(field.name, autoNumber(tx, def, field.name, field.autoNumber));
    record.set('IsDeleted', false);
    if (def.fields.has('name') && record.get('Name') === null) record.set('Name', record.id);
  }
  record.set('LastModifiedDate', now);
  record.set('LastModifiedById', tx.userId);
  record.set('SystemModstamp', now);
  if (record.id !== null) tx.store.put(def.name, record.id, rowOf(record));
}

/** Stamps are whole seconds on the platform. */
const stampOf = (tx: Transaction): ADatetime => new ADatetime(Math.floor(tx.world.now() / 1000) * 1000);

function autoNumber(tx: Transaction, def: ObjectDef, field: string, format: string): string {
  const next = String(tx.store.nextNumber(`${def.name}.${field}`));
  return format.replace(/\{(0+)\}/, (_, zeros: string) => next.padStart(zeros.length, '0'));
}

/** Deletes into the recycle bin, with what hangs on the record; price book lines skip the bin (salesforce.md §6.2). */
export function deleteRow(tx: Transaction, def: ObjectDef, row: PendingRow): void {
  const id = row.record.id;
  const stored = id === null ? null : tx.store.get(def.name, id);
  if (id === null || !stored) return;
  for (const child of def.childRelationships) {
    const field = tx.world.schema.field(child.object, child.field);
    const childDef = tx.world.schema.object(child.object);
    for (const childId of tx.store.idsByIndex(child.object, child.field, [id]) ?? []) {
      const childRow = tx.store.get(child.object, childId);
      if (!childRow || childRow.get('isdeleted') === true) continue;
      if (field?.onParentDelete === 'restrict') row.errors.push(rowError('DELETE_FAILED', `Your attempt to delete ${text(stored.get('name') ?? id)} could not be completed because it is associated with the following ${childDef.labelPlural}.`));
      else if (field?.onParentDelete === 'cascade') deleteRow(tx, childDef, { ...row, record: named(childDef.name, childId) });
      else if (field) tx.store.put(child.object, childId, new Map(childRow).set(field.name.toLowerCase(), null));
    }
  }
  if (def.name === 'OpportunityLineItem' || def.name === 'OrderItem' || def.kind === 'setting' || def.setup) tx.store.put(def.name, id, null);
  else setDeleted(tx, def, id, true);
}

function named(type: string, id: string): SObj {
  const record = new SObj(type);
  record.set('Id', id);
  return record;
}

export function setDeleted(tx: Transaction, def: ObjectDef, id: string, isDeleted: boolean): void {
  const row = tx.store.get(def.name, id);
  const now = stampOf(tx);
  if (row) tx.store.put(def.name, id, new Map(row).set('isdeleted', isDeleted).set('systemmodstamp', now).set('lastmodifieddate', now));
}
