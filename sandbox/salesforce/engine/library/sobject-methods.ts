import { readField, writeField, fieldTypeOf } from '../interpreter/sobject-fields.ts';
import { coerce } from '../interpreter/types.ts';
import { rowError } from '../records/row-error.ts';
import { AList, AMap } from '../values/collections.ts';
import { SObj } from '../values/sobj.ts';
import { text } from '../values/text.ts';
import { equals } from '../values/compare.ts';
import { raise } from '../values/exception.ts';
import { makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import type { Scope } from '../runtime/frame.ts';
import type { Methods } from './arguments.ts';
import { fieldNameOf, tokenOf } from './describe.ts';
import { ExceptionObj } from '../values/exception.ts';

/** `getSObject(rel)` also takes the lookup's token. */
function related(self: SObj, args: Value[], scope: Scope): Value {
  const name = fieldNameOf(args, 0);
  const field = scope.frame.tx.world.schema.field(self.type, name);
  return readField(scope.frame.tx, self, field?.relationshipName ?? name);
}

function addError(self: SObj, args: Value[], scope: Scope): Value {
  if (!scope.frame.tx.firing.length) return raise('SObjectException', 'SObject.addError is for records of a running trigger');
  const isField = args.length > 1 && typeof args[1] !== 'boolean';
  const what = args[isField ? 1 : 0] ?? null;
  const message = what instanceof ExceptionObj ? what.message ?? '' : text(what);
  self.errors = [...(self.errors ?? []), rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, isField ? [fieldNameOf(args, 0)] : [])];
  return null;
}

export const sobjectMethods: Methods<SObj> = {
  get: (self, args, scope) => readField(scope.frame.tx, self, fieldNameOf(args, 0)),
  put: (self, args, scope) => {
    const name = fieldNameOf(args, 0);
    const old = self.has(name) ? self.get(name) : null;
    writeField(scope.frame.tx, self, name, coerce(args[1] ?? null, fieldTypeOf(scope.frame.tx, self, name)));
    return old;
  },
  getsobject: related,
  putsobject: (self, args) => {
    self.set(fieldNameOf(args, 0), args[1] ?? null);
    return null;
  },
  getsobjects: (self, args) => {
    const children = self.get(fieldNameOf(args, 0));
    return children instanceof AList && children.items.length ? children : null;
  },
  getsobjecttype: (self, _, scope) => tokenOf(scope, self.type),
  getpopulatedfieldsasmap: (self) => {
    const map = new AMap(makeType('String'), makeType('Object'));
    for (const [key, value] of self.values) map.put(self.names.get(key) ?? key, value);
    return map;
  },
  isset: (self, args) => self.has(fieldNameOf(args, 0)),
  clone: (self, [keepId = false]) => {
    const copy = new SObj(self.type);
    for (const [key, value] of self.values) if (keepId === true || key !== 'id') copy.set(self.names.get(key) ?? key, value);
    return copy;
  },
  adderror: addError,
  haserrors: (self) => (self.errors?.length ?? 0) > 0,
  equals: (self, [other = null]) => equals(self, other),
  tostring: (self) => text(self),
};
