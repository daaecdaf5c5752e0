import { ExceptionObj } from './exception.ts';
import { AList, AMap, ASet } from './collections.ts';
import { Dec } from './dec.ts';
import { SObj } from './sobj.ts';
import { ABlob, ADate, ADatetime, ATime } from './temporal.ts';
import { EnumVal, Native, Obj, TypeVal, typeText } from './value.ts';
import type { Value } from './value.ts';

/** What String.valueOf and `'' + x` make of a value. */
export function text(value: Value): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Dec || value instanceof ADate || value instanceof ADatetime || value instanceof ATime || value instanceof ABlob) return value.toString();
  if (value instanceof AList) return `(${value.items.map(text).join(', ')})`;
  if (value instanceof ASet) return `{${value.items.map(text).join(', ')}}`;
  if (value instanceof AMap) return `{${value.pairs().map(([key, item]) => `${text(key)}=${text(item)}`).join(', ')}}`;
  if (value instanceof SObj) return `${value.type}:{${[...value.values].map(([key, item]) => `${value.names.get(key) ?? key}=${text(item)}`).join(', ')}}`;
  if (value instanceof ExceptionObj) return `${value.typeName}: ${value.message ?? ''}`;
  if (value instanceof Obj) return `${value.cls.name}:[${[...value.slots.values()].map((slot) => `${slot.decl.name}=${text(slot.value)}`).join(', ')}]`;
  if (value instanceof EnumVal) return value.name;
  if (value instanceof TypeVal) return typeText(value.type);
  return value.text();
}

/** The name of a value's run-time type. */
export function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 2_147_483_647 ? 'Integer' : 'Long';
  if (value instanceof Dec) return 'Decimal';
  if (value instanceof ADate) return 'Date';
  if (value instanceof ADatetime) return 'Datetime';
  if (value instanceof ATime) return 'Time';
  if (value instanceof ABlob) return 'Blob';
  if (value instanceof AList) return 'List';
  if (value instanceof ASet) return 'Set';
  if (value instanceof AMap) return 'Map';
  if (value instanceof SObj) return value.type;
  if (value instanceof Obj) return value.cls.full;
  if (value instanceof EnumVal) return value.owner;
  if (value instanceof TypeVal) return 'Type';
  return value instanceof Native ? value.kind : 'Object';
}
