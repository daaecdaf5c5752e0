import { Dec } from './dec.ts';
import { SObj } from './sobj.ts';
import { ABlob, ADate, ADatetime, ATime } from './temporal.ts';
import { EnumVal, TypeVal, typeText } from './value.ts';
import type { TypeRef, Value } from './value.ts';

/** The identity of a value as a map key or set member; String keys are case-sensitive, as in Apex. */
export function keyOf(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Dec) return value.d.isInteger() ? value.d.toNumber() : `n:${value.d.toString()}`;
  if (value instanceof ADate) return `d:${value.iso}`;
  if (value instanceof ADatetime) return `t:${value.ms}`;
  if (value instanceof ATime) return `h:${value.ms}`;
  if (value instanceof EnumVal) return `e:${value.owner}.${value.name}`;
  if (value instanceof TypeVal) return `y:${typeText(value.type).toLowerCase()}`;
  if (value instanceof ABlob) return `b:${value.bytes.toString('base64')}`;
  if (value instanceof AList) return `l:${JSON.stringify(value.items.map((item) => String(keyOf(item))))}`;
  if (value instanceof SObj && value.id !== null && value.values.size === 1) return `s:${value.id}`;
  return value;
}

export class AList {
  readonly type: TypeRef | null;
  items: Value[];
  /** The result of a query, which may stand for its only record. */
  query = false;
  constructor(type: TypeRef | null, items: Value[] = []) {
    this.type = type;
    this.items = items;
  }
}

export class ASet {
  readonly type: TypeRef | null;
  readonly entries = new Map<unknown, Value>();
  constructor(type: TypeRef | null, values: Iterable<Value> = []) {
    this.type = type;
    for (const value of values) this.entries.set(keyOf(value), value);
  }
  get items(): Value[] {
    return [...this.entries.values()];
  }
  has(value: Value): boolean {
    return this.entries.has(keyOf(value));
  }
  add(value: Value): boolean {
    const key = keyOf(value);
    if (this.entries.has(key)) return false;
    this.entries.set(key, value);
    return true;
  }
  delete(value: Value): boolean {
    return this.entries.delete(keyOf(value));
  }
}

export class AMap {
  readonly keyType: TypeRef | null;
  readonly type: TypeRef | null;
  readonly entries = new Map<unknown, [Value, Value]>();
  constructor(keyType: TypeRef | null, type: TypeRef | null) {
    this.keyType = keyType;
    this.type = type;
  }
  get(key: Value): Value {
    return this.entries.get(keyOf(key))?.[1] ?? null;
  }
  has(key: Value): boolean {
    return this.entries.has(keyOf(key));
  }
  put(key: Value, value: Value): Value {
    const old = this.get(key);
    this.entries.set(keyOf(key), [key, value]);
    return old;
  }
  delete(key: Value): Value {
    const old = this.get(key);
    this.entries.delete(keyOf(key));
    return old;
  }
  pairs(): [Value, Value][] {
    return [...this.entries.values()];
  }
}
