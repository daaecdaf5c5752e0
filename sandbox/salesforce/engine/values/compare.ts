import { AList, AMap, ASet, keyOf } from './collections.ts';
import { Dec, toDec } from './dec.ts';
import { SObj } from './sobj.ts';
import { ADate, ADatetime, ATime } from './temporal.ts';
import { EnumVal } from './value.ts';
import type { Value } from './value.ts';

const ID15 = /^[a-zA-Z0-9]{15}$/;
const ID18 = /^[a-zA-Z0-9]{18}$/;

/** `==`: text without regard to case, 15 and 18 character ids alike, collections by content. */
export function equals(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return equalText(a, b);
  if (isNumber(a) && isNumber(b)) return a === b || toDec(a).d.eq(toDec(b).d);
  if (a instanceof AList && b instanceof AList) return a.items.length === b.items.length && a.items.every((item, i) => equals(item, b.items[i] ?? null));
  if (a instanceof ASet && b instanceof ASet) return a.entries.size === b.entries.size && a.items.every((item) => b.has(item));
  if (a instanceof AMap && b instanceof AMap) return a.entries.size === b.entries.size && a.pairs().every(([k, v]) => b.has(k) && equals(v, b.get(k)));
  if (a instanceof SObj && b instanceof SObj) return a === b || equalRecords(a, b);
  if (a instanceof ADatetime && b instanceof ADate) return a.ms === b.ms;
  return keyOf(a) === keyOf(b);
}

function equalText(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length === b.length) return a.toLowerCase() === b.toLowerCase();
  return (ID15.test(a) && ID18.test(b) && b.startsWith(a)) || (ID18.test(a) && ID15.test(b) && a.startsWith(b));
}

function equalRecords(a: SObj, b: SObj): boolean {
  if (a.type !== b.type) return false;
  const keys = new Set([...a.values.keys(), ...b.values.keys()]);
  return [...keys].every((key) => equals(a.get(key), b.get(key)));
}

export const isNumber = (value: Value): value is number | Dec => typeof value === 'number' || value instanceof Dec;

/** Order of two values as SOQL and List.sort see it, null first. */
export function compare(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (isNumber(a) && isNumber(b)) return typeof a === 'number' && typeof b === 'number' ? a - b : toDec(a).d.cmp(toDec(b).d);
  const x = rankOf(a);
  const y = rankOf(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Order of ids, which tells upper from lower case, so that a page can go on after an id. */
export const compareIds = (a: Value, b: Value): number => (typeof a === 'string' && typeof b === 'string' ? (a < b ? -1 : a > b ? 1 : 0) : compare(a, b));

function rankOf(value: Value): string | number {
  if (value instanceof ADate || value instanceof ADatetime || value instanceof ATime) return value.ms;
  if (value instanceof EnumVal) return value.ordinal;
  if (typeof value === 'string') return value.toLowerCase();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return isNumber(value) ? toDec(value).toNumber() : 0;
}
