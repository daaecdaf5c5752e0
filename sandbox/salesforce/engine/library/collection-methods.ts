import { Native, NotInLibrary, Obj } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { AList, AMap, ASet } from '../values/collections.ts';
import { compare, equals } from '../values/compare.ts';
import { raise, raiseNull } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { text } from '../values/text.ts';
import { findMethod, runMethod } from '../interpreter/calls.ts';
import { coerce } from '../interpreter/types.ts';
import type { Scope } from '../runtime/frame.ts';
import { int, list } from './arguments.ts';
import type { Methods } from './arguments.ts';
import { tokenOf } from './describe.ts';

function at(self: AList, index: number): number {
  return index < 0 || index >= self.items.length ? raise('ListException', `List index out of bounds: ${index}`) : index;
}

export const listMethods: Methods<AList> = {
  add: (self, args) => {
    const value = coerce(args.at(-1) ?? null, self.type);
    if (args.length === 2) self.items.splice(int(args, 0), 0, value);
    else self.items.push(value);
    return null;
  },
  addall: (self, args) => {
    self.items.push(...list(args, 0).map((item) => coerce(item, self.type)));
    return null;
  },
  get: (self, args) => self.items[at(self, int(args, 0))] ?? null,
  set: (self, args) => {
    self.items[at(self, int(args, 0))] = coerce(args[1] ?? null, self.type);
    return null;
  },
  size: (self) => self.items.length,
  isempty: (self) => self.items.length === 0,
  contains: (self, [value = null]) => self.items.some((item) => equals(item, value)),
  indexof: (self, [value = null]) => self.items.findIndex((item) => equals(item, value)),
  remove: (self, args) => self.items.splice(at(self, int(args, 0)), 1)[0] ?? null,
  clear: (self) => {
    self.items.length = 0;
    return null;
  },
  clone: (self) => new AList(self.type, [...self.items]),
  deepclone: (self) => new AList(self.type, self.items.map((item) => (item instanceof SObj ? item.copy() : item))),
  sort: async (self, args, scope) => {
    self.items = await sorted(self.items, args[0] ?? null, scope);
    return null;
  },
  iterator: (self) => new AIterator(self.items),
  equals: (self, [other = null]) => equals(self, other),
  tostring: (self) => text(self),
  getsobjecttype: (self, _, scope) => (self.type ? tokenOf(scope, self.type.name) : null),
};

async function sorted(items: Value[], comparator: Value, scope: Scope): Promise<Value[]> {
  if (!(comparator instanceof Obj) && !items.some((item) => item instanceof Obj)) return [...items].sort(compare);
  const rank = async (a: Value, b: Value): Promise<number> => {
    const self = comparator instanceof Obj ? comparator : a instanceof Obj ? a : raiseNull();
    const args = comparator instanceof Obj ? [a, b] : [b];
    const method = findMethod(scope.frame.tx.program, self.cls, comparator instanceof Obj ? 'compare' : 'compareTo', args);
    if (!method) return raise('ListException', 'One or more of the items in this list is not Comparable.');
    return Number(await runMethod(method, self, args, scope.frame));
  };
  return mergeSort(items, rank);
}

async function mergeSort(items: Value[], rank: (a: Value, b: Value) => Promise<number>): Promise<Value[]> {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const left = await mergeSort(items.slice(0, middle), rank);
  const right = await mergeSort(items.slice(middle), rank);
  const result: Value[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) result.push((await rank(left[i] ?? null, right[j] ?? null)) <= 0 ? left[i++] ?? null : right[j++] ?? null);
  return [...result, ...left.slice(i), ...right.slice(j)];
}

export const setMethods: Methods<ASet> = {
  add: (self, [value = null]) => self.add(coerce(value, self.type)),
  addall: (self, args) => list(args, 0).map((item) => self.add(coerce(item, self.type))).some(Boolean),
  contains: (self, [value = null]) => self.has(coerce(value, self.type)),
  containsall: (self, args) => list(args, 0).every((item) => self.has(item)),
  remove: (self, [value = null]) => self.delete(coerce(value, self.type)),
  removeall: (self, args) => list(args, 0).map((item) => self.delete(item)).some(Boolean),
  retainall: (self, args) => {
    const keep = new ASet(self.type, list(args, 0));
    return self.items.filter((item) => !keep.has(item)).map((item) => self.delete(item)).some(Boolean);
  },
  size: (self) => self.entries.size,
  isempty: (self) => self.entries.size === 0,
  clear: (self) => {
    self.entries.clear();
    return null;
  },
  clone: (self) => new ASet(self.type, self.items),
  iterator: (self) => new AIterator(self.items),
  equals: (self, [other = null]) => equals(self, other),
  tostring: (self) => text(self),
};

export const mapMethods: Methods<AMap> = {
  put: (self, [key = null, value = null]) => self.put(coerce(key, self.keyType), coerce(value, self.type)),
  get: (self, [key = null]) => self.get(coerce(key, self.keyType)),
  containskey: (self, [key = null]) => self.has(coerce(key, self.keyType)),
  keyset: (self) => new ASet(self.keyType, self.pairs().map(([key]) => key)),
  values: (self) => new AList(self.type, self.pairs().map(([, value]) => value)),
  size: (self) => self.entries.size,
  isempty: (self) => self.entries.size === 0,
  remove: (self, [key = null]) => self.delete(coerce(key, self.keyType)),
  putall: (self, [from = null]) => {
    if (from instanceof AList) for (const item of from.items) self.put(item instanceof SObj ? item.id : null, item);
    else if (from instanceof AMap) for (const [key, value] of from.pairs()) self.put(key, value);
    else raiseNull();
    return null;
  },
  clear: (self) => {
    self.entries.clear();
    return null;
  },
  clone: (self) => copyMap(self, (value) => value),
  deepclone: (self) => copyMap(self, (value) => (value instanceof SObj ? value.copy() : value)),
  equals: (self, [other = null]) => equals(self, other),
  tostring: (self) => text(self),
};

function copyMap(self: AMap, copy: (value: Value) => Value): AMap {
  const result = new AMap(self.keyType, self.type);
  for (const [key, value] of self.pairs()) result.put(key, copy(value));
  return result;
}

class AIterator extends Native {
  readonly kind = 'Iterator';
  readonly #items: Value[];
  #at = 0;
  constructor(items: Value[]) {
    super();
    this.#items = [...items];
  }
  override call(name: string): Value {
    if (name === 'hasnext') return this.#at < this.#items.length;
    if (name !== 'next') throw new NotInLibrary(`Iterator.${name}()`);
    const item = this.#items[this.#at];
    this.#at += 1;
    return item === undefined ? raise('NoSuchElementException', 'No more elements') : item;
  }
}

