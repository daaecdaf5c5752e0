import { createObject } from '../interpreter/calls.ts';
import { languageOf } from '../records/translations.ts';
import type { Scope } from '../runtime/frame.ts';
import { AList, AMap, ASet, keyOf } from '../values/collections.ts';
import { equals } from '../values/compare.ts';
import { Dec } from '../values/dec.ts';
import { ExceptionObj, raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { ABlob, ADate, ADatetime } from '../values/temporal.ts';
import { kindOf, text } from '../values/text.ts';
import { EnumVal, Native, NotInLibrary, Obj, TypeVal, makeType } from '../values/value.ts';
import type { MaybePromise, TypeRef, Value } from '../values/value.ts';
import { asyncStatics } from './async.ts';
import type { Methods, Statics } from './arguments.ts';
import { listMethods, mapMethods, setMethods } from './collection-methods.ts';
import { databaseStatics } from './database.ts';
import { dateMethods, dateStatics, datetimeMethods } from './date-methods.ts';
import { CaselessMap, fieldToken, tokenOf } from './describe.ts';
import { blobMethods, encodingStatics } from './encoding.ts';
import { exceptionMethods } from './exception-methods.ts';
import { jsonStatics } from './json.ts';
import { findMethod, runMethod } from '../interpreter/calls.ts';
import { numberMethods, numberStatics } from './number-methods.ts';
import { callObjectStatic } from './object-statics.ts';
import { sobjectMethods } from './sobject-methods.ts';
import { stringMethods, stringStatics } from './string-methods.ts';
import { systemStatics } from './system.ts';

const statics: Statics = { ...stringStatics, ...numberStatics, ...dateStatics, ...encodingStatics, ...jsonStatics, ...databaseStatics, ...asyncStatics, ...systemStatics };

export function callStatic(scope: Scope, type: TypeRef, name: string, args: Value[]): MaybePromise<Value> {
  const owner = type.name.toLowerCase().replace(/^(system|schema)\.(?=\w)/, '');
  const found = statics[`${owner}.${name.toLowerCase()}`];
  if (found) return found(args, scope);
  if (owner === 'schema' && name.toLowerCase() === 'getglobaldescribe') return globalDescribe(scope);
  const def = scope.frame.tx.world.schema.find(scope.frame.tx.world.names.inwardFromApex(type.name));
  if (def) return callObjectStatic(scope, def, name.toLowerCase(), args);
  throw new NotInLibrary(`${type.name}.${name}()`);
}

function globalDescribe(scope: Scope): Value {
  const map = new CaselessMap(makeType('String'), makeType('SObjectType'));
  const { schema, names } = scope.frame.tx.world;
  for (const def of schema.objects.values()) map.put(names.outward(def.name).toLowerCase(), tokenOf(scope, def.name));
  return map;
}

function use<T extends Value>(methods: Methods<T>, self: T, name: string, args: Value[], scope: Scope): MaybePromise<Value> {
  const method = methods[name.toLowerCase()];
  if (!method) throw new NotInLibrary(`${kindOf(self)}.${name}()`);
  return method(self, args, scope);
}

export function callInstance(scope: Scope, target: Value, name: string, args: Value[]): MaybePromise<Value> {
  if (typeof target === 'string') return use(stringMethods, target, name, args, scope);
  if (typeof target === 'number' || target instanceof Dec) return use(numberMethods, target, name, args, scope);
  if (target instanceof AList) return use(listMethods, target, name, args, scope);
  if (target instanceof ASet) return use(setMethods, target, name, args, scope);
  if (target instanceof AMap) return use(mapMethods, target, name, args, scope);
  if (target instanceof SObj) return use(sobjectMethods, target, name, args, scope);
  if (target instanceof ADate) return use(dateMethods, target, name, args, scope);
  if (target instanceof ADatetime) return use(datetimeMethods, target, name, args, scope);
  if (target instanceof ABlob) return use(blobMethods, target, name, args, scope);
  if (target instanceof Obj) return callObject(scope, target, name, args);
  if (target instanceof EnumVal) return use(enumMethods, target, name, args, scope);
  if (target instanceof TypeVal) return use(typeMethods, target, name, args, scope);
  if (target instanceof Native) return target.call(name.toLowerCase(), args, scope.frame);
  if (typeof target === 'boolean' && name.toLowerCase() === 'tostring') return String(target);
  throw new NotInLibrary(`${kindOf(target)}.${name}()`);
}

function callObject(scope: Scope, target: Obj, name: string, args: Value[]): MaybePromise<Value> {
  const own = findMethod(scope.frame.tx.program, target.cls, name, args);
  if (own) return runMethod(own, target, args, scope.frame);
  if (target instanceof ExceptionObj) return use(exceptionMethods, target, name, args, scope);
  return use(objectMethods, target, name, args, scope);
}

const objectMethods: Methods<Obj> = { tostring: (self) => text(self), equals: (self, [other = null]) => self === other, hashcode: (self) => text(self).length };
const enumMethods: Methods<EnumVal> = { name: (self) => self.name, tostring: (self) => self.name, ordinal: (self) => self.ordinal, equals: (self, [other = null]) => equals(self, other), hashcode: (self) => String(keyOf(self)).length };
const typeMethods: Methods<TypeVal> = {
  getname: (self) => text(self), tostring: (self) => text(self), equals: (self, [other = null]) => equals(self, other), hashcode: (self) => text(self).length,
  newinstance: (self, _, scope) => {
    const cls = scope.frame.tx.program.find(self.type.name, scope.frame.cls);
    return cls ? createObject(cls, [], scope.frame) : raise('TypeException', `Type cannot be made: ${text(self)}`);
  },
};

const platformEnums: Record<string, string> = { accesslevel: 'System.AccessLevel', logginglevel: 'System.LoggingLevel', roundingmode: 'System.RoundingMode', statuscode: 'System.StatusCode', parentjobresult: 'System.ParentJobResult', triggeroperation: 'System.TriggerOperation', displaytype: 'Schema.DisplayType', quiddity: 'System.Quiddity', accesstype: 'System.AccessType' };
const namespaces = ['system', 'schema', 'database', 'eventbus', 'connectapi', 'test', 'auth', 'queueableduplicatesignature', 'dom', 'cache'];

export function getProperty(scope: Scope, target: Value, name: string): MaybePromise<Value> {
  if (target instanceof Native) return target.get(name, scope.frame);
  if (!(target instanceof TypeVal)) throw new NotInLibrary(`${kindOf(target)}.${name}`);
  const { tx } = scope.frame;
  const owner = target.type.name.toLowerCase().replace(/^(system|schema)\.(?=\w)/, '');
  const lower = name.toLowerCase();
  if (owner === 'label' || owner.startsWith('label.')) return tx.program.label(lower, languageOf(tx.store, tx.userId)) ?? raise('TypeException', `There is no custom label ${name}`);
  const platformEnum = platformEnums[owner];
  if (platformEnum) return new EnumVal(platformEnum, name.toUpperCase(), 0);
  if (owner === 'sobjecttype') return tokenOf(scope, name) ?? raise('TypeException', `There is no object ${name}`);
  const def = tx.world.schema.find(tx.world.names.inwardFromApex(target.type.name));
  if (def) return lower === 'sobjecttype' ? tokenOf(scope, def.name) : lower === 'fields' ? new TypeVal(target.type) : fieldToken(scope.frame, def, name);
  if (namespaces.includes(owner) || tx.program.find(`${target.type.name}.${name}`, scope.frame.cls)) return new TypeVal(makeType(owner === 'system' || owner === 'schema' ? name : `${target.type.name}.${name}`));
  if (owner === tx.world.names.namespace.toLowerCase()) return new TypeVal(makeType(name));
  throw new NotInLibrary(`${target.type.name}.${name}`);
}
