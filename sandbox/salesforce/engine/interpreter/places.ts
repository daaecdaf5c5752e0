import { Scope } from '../runtime/frame.ts';
import type { Frame, Place } from '../runtime/frame.ts';
import { AList } from '../values/collections.ts';
import { raise, raiseNull } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { kindOf } from '../values/text.ts';
import { Native, Obj, TypeVal } from '../values/value.ts';
import type { Slot, Value } from '../values/value.ts';
import { frameFor, prepareClass } from './calls.ts';
import type { Cls } from './class-model.ts';
import { coerce } from './types.ts';
import { fieldTypeOf, readField, writeField } from './sobject-fields.ts';

/** A variable, field or property that a bare name means; null when it names a type. */
export async function placeOf(name: string, scope: Scope): Promise<Place | null> {
  const lower = name.toLowerCase();
  const local = scope.find(lower);
  if (local) return { type: local.type, get: () => local.value, set: (value) => { local.value = value; } };
  const { self, cls } = scope.frame;
  const slot = self?.slots.get(lower);
  if (slot) return slotPlace(slot, self, self?.cls ?? cls, scope.frame);
  for (let outer = cls; outer; outer = outer.outer) {
    const found = await staticPlace(outer, name, scope.frame);
    if (found) return found;
  }
  return null;
}

export async function staticPlace(cls: Cls, name: string, frame: Frame): Promise<Place | null> {
  const { program } = frame.tx;
  for (let each: Cls | null = cls; each; each = program.superOf(each)) {
    const slot = (await prepareClass(each, frame)).get(name.toLowerCase());
    if (slot) return slotPlace(slot, null, each, frame);
  }
  return null;
}

/** A slot with its accessors; inside an accessor its own name means the storage. */
export function slotPlace(slot: Slot, self: Obj | null, cls: Cls | null, caller: Frame): Place {
  const { decl } = slot;
  const plain = slot.busy;
  return {
    type: decl.type,
    get: async () => {
      if (!decl.getter || plain || !cls) return slot.value;
      const done = await withAccessor(slot, () => decl.getter?.(new Scope(frameFor(cls, self, decl.name, caller), null)));
      return done?.kind === 'return' ? coerce(done.value, decl.type) : null;
    },
    set: async (value) => {
      if (!decl.setter || plain || !cls) {
        slot.value = value;
        return;
      }
      const scope = new Scope(frameFor(cls, self, decl.name, caller), null);
      scope.declare('value', value, decl.type);
      await withAccessor(slot, () => decl.setter?.(scope));
    },
  };
}

async function withAccessor<T>(slot: Slot, work: () => T | Promise<T>): Promise<T> {
  slot.busy = true;
  try {
    return await work();
  } finally {
    slot.busy = false;
  }
}

/** The member of an object that can be read and assigned. */
export async function memberPlace(target: Value, name: string, scope: Scope): Promise<Place> {
  if (target === null) return raiseNull();
  if (target instanceof AList && target.query) return memberPlace(coerce(target, { name: 'SObject', args: [] }), name, scope);
  if (target instanceof SObj) return { type: fieldTypeOf(scope.frame.tx, target, name), get: () => readField(scope.frame.tx, target, name), set: (value) => writeField(scope.frame.tx, target, name, value) };
  if (target instanceof Obj) {
    const slot = target.slots.get(name.toLowerCase());
    if (slot) return slotPlace(slot, target, target.cls, scope.frame);
  }
  if (target instanceof Native) return { type: null, get: () => target.get(name, scope.frame), set: (value) => target.assign(name, value) };
  if (target instanceof TypeVal) {
    const cls = scope.frame.tx.program.find(target.type.name, scope.frame.cls);
    const place = cls && await staticPlace(cls, name, scope.frame);
    if (place) return place;
  }
  throw new Error(`${kindOf(target)} has no field ${name} to assign`);
}

export function elementPlace(list: Value, index: Value): Place {
  if (list === null) return raiseNull();
  if (!(list instanceof AList) || typeof index !== 'number') throw new Error(`${kindOf(list)} has no elements by number`);
  if (index < 0 || index >= list.items.length) raise('ListException', `List index out of bounds: ${index}`);
  return { type: list.type, get: () => list.items[index] ?? null, set: (value) => { list.items[index] = value; } };
}
