import { isNumberType } from '../records/schema.ts';
import type { FieldDef } from '../records/schema.ts';
import type { Transaction } from '../runtime/transaction.ts';
import { AList } from '../values/collections.ts';
import { raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { makeType } from '../values/value.ts';
import type { TypeRef, Value } from '../values/value.ts';

const apexTypes: Partial<Record<FieldDef['type'], string>> = { id: 'Id', reference: 'Id', boolean: 'Boolean', int: 'Integer', date: 'Date', datetime: 'Datetime', time: 'Time' };

export const apexTypeOf = (field: FieldDef): TypeRef => makeType(apexTypes[field.type] ?? (isNumberType(field.type) ? 'Decimal' : 'String'));

export function fieldTypeOf(tx: Transaction, record: SObj, name: string): TypeRef | null {
  const field = tx.world.schema.field(record.type, tx.world.names.inwardFromApex(name));
  return field ? apexTypeOf(field) : null;
}

/** Reads a field of a record as Apex does; a field that the query left out is refused. */
export function readField(tx: Transaction, record: SObj, rawName: string): Value {
  const name = tx.world.names.inwardFromApex(rawName);
  if (record.has(name)) return record.get(name);
  if (record.type === 'AggregateResult') return raise('SObjectException', `Invalid field ${name} for AggregateResult`);
  const def = tx.world.schema.object(record.type);
  const field = def.fields.get(name.toLowerCase());
  if (field) {
    if (record.queried) raise('SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${def.name}.${field.name}`);
    return field.type === 'boolean' && record.id === null ? false : null;
  }
  if (def.parents.has(name.toLowerCase())) return null;
  const child = def.children.get(name.toLowerCase());
  if (child) {
    if (record.queried) raise('SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${def.name}.${child.name}`);
    return new AList(makeType(child.object));
  }
  return raise('SObjectException', `Invalid field ${rawName} for ${def.name}`);
}

export function writeField(tx: Transaction, record: SObj, rawName: string, value: Value): void {
  if (record.readOnly) raise('FinalException', 'Record is read-only');
  const name = tx.world.names.inwardFromApex(rawName);
  const def = tx.world.schema.object(record.type);
  const field = def.fields.get(name.toLowerCase());
  if (!field && !def.parents.has(name.toLowerCase())) raise('SObjectException', `Invalid field ${rawName} for ${def.name}`);
  record.set(field?.name ?? name, value);
}
