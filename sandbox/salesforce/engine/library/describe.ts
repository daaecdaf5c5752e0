import { apexTypeOf } from '../interpreter/sobject-fields.ts';
import type { FieldDef, ObjectDef } from '../records/schema.ts';
import type { Frame, Scope } from '../runtime/frame.ts';
import { AList, AMap } from '../values/collections.ts';
import { raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { EnumVal, Native, makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { str } from './arguments.ts';

/** `Account.SObjectType`. */
export class ObjectToken extends Native {
  readonly kind = 'SObjectType';
  readonly def: ObjectDef;
  constructor(def: ObjectDef) {
    super();
    this.def = def;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'getdescribe': return new ObjectDescription(this.def);
      case 'newsobject': return newRecord(this.def, args[0] ?? null);
      case 'tostring': case 'getname': return frame.tx.world.names.outward(this.def.name);
      case 'equals': return args[0] === this;
      default: return new ObjectDescription(this.def).call(name, args, frame);
    }
  }
  override get(name: string, frame: Frame): Value {
    return name.toLowerCase() === 'fields' ? new ObjectDescription(this.def).get(name, frame) : fieldToken(frame, this.def, name);
  }
  override text(): string {
    return this.def.name;
  }
}

function newRecord(def: ObjectDef, id: Value): SObj {
  const record = new SObj(def.name);
  if (id !== null) record.set('Id', id);
  return record;
}

/** `Account.Name` as a token. */
export class FieldToken extends Native {
  readonly kind = 'SObjectField';
  readonly def: ObjectDef;
  readonly field: FieldDef;
  constructor(def: ObjectDef, field: FieldDef) {
    super();
    this.def = def;
    this.field = field;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    if (name === 'getdescribe') return new FieldDescription(this.def, this.field);
    if (name === 'tostring') return frame.tx.world.names.outward(this.field.name);
    return new FieldDescription(this.def, this.field).call(name, args, frame);
  }
  override text(): string {
    return this.field.name;
  }
}

const tokens = new WeakMap<object, Native>();

/** One token per object or field, so that tokens can be compared and be map keys. */
function remembered<T extends Native>(key: object, make: () => T): T {
  const known = tokens.get(key);
  if (known) return known as T;
  const made = make();
  tokens.set(key, made);
  return made;
}

export function tokenOf(scope: Pick<Scope, 'frame'>, object: string): Value {
  const def = scope.frame.tx.world.schema.find(scope.frame.tx.world.names.inwardFromApex(object));
  return def ? remembered(def, () => new ObjectToken(def)) : null;
}

export function fieldToken(frame: Frame, def: ObjectDef, name: string): Value {
  const field = def.fields.get(frame.tx.world.names.inwardFromApex(name).toLowerCase());
  if (!field) throw new Error(`${def.name} has no field ${name}`);
  return remembered(field, () => new FieldToken(def, field));
}

class ObjectDescription extends Native {
  readonly kind = 'DescribeSObjectResult';
  readonly #def: ObjectDef;
  constructor(def: ObjectDef) {
    super();
    this.#def = def;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    const def = this.#def;
    const { names } = frame.tx.world;
    const rights = frame.tx.permissions().object(def);
    switch (name) {
      case 'getname': return names.outward(def.name);
      case 'getlocalname': return def.name;
      case 'getlabel': return def.label;
      case 'getlabelplural': return def.labelPlural;
      case 'getkeyprefix': return def.keyPrefix;
      case 'iscustom': return def.custom;
      case 'isaccessible': case 'isqueryable': return rights.read;
      case 'iscreateable': return rights.create;
      case 'isupdateable': return rights.edit;
      case 'isdeletable': return rights.delete;
      case 'getsobjecttype': return tokenOf({ frame }, def.name);
      case 'getrecordtypeinfosbydevelopername': return new AMap(makeType('String'), makeType('RecordTypeInfo'));
      default: return super.call(name, args, frame) as Value;
    }
  }
  override get(name: string, frame: Frame): Value {
    const lower = name.toLowerCase();
    if (lower === 'fields') return new FieldMap(this.#def);
    if (lower === 'name' || lower === 'label' || lower === 'labelplural' || lower === 'keyprefix' || lower === 'sobjecttype') return this.call(`get${lower}`, [], frame);
    return this.call(`is${lower}`, [], frame);
  }
}

class FieldMap extends Native {
  readonly kind = 'FieldMap';
  readonly #def: ObjectDef;
  constructor(def: ObjectDef) {
    super();
    this.#def = def;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    if (name !== 'getmap') return super.call(name, args, frame) as Value;
    const map = new CaselessMap(makeType('String'), makeType('SObjectField'));
    for (const field of this.#def.fields.values()) map.put(frame.tx.world.names.outward(field.name).toLowerCase(), fieldToken(frame, this.#def, field.name));
    return map;
  }
  override get(name: string, frame: Frame): Value {
    return (fieldToken(frame, this.#def, name) as FieldToken).call('getdescribe', [], frame);
  }
}

/** The maps of the describe calls find names without regard to case. */
export class CaselessMap extends AMap {
  override get(key: Value): Value {
    return super.get(typeof key === 'string' ? key.toLowerCase() : key);
  }
  override has(key: Value): boolean {
    return super.has(typeof key === 'string' ? key.toLowerCase() : key);
  }
}

class FieldDescription extends Native {
  readonly kind = 'DescribeFieldResult';
  readonly #def: ObjectDef;
  readonly #field: FieldDef;
  constructor(def: ObjectDef, field: FieldDef) {
    super();
    this.#def = def;
    this.#field = field;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    const field = this.#field;
    const { names } = frame.tx.world;
    const permissions = frame.tx.permissions();
    const rights = permissions.object(this.#def);
    switch (name) {
      case 'getname': return names.outward(field.name);
      case 'getlocalname': return field.name;
      case 'getlabel': return field.label;
      case 'getlength': return field.length;
      case 'getscale': return field.scale;
      case 'getprecision': return field.precision;
      case 'iscustom': return field.custom;
      case 'iscalculated': return field.calculated;
      case 'isexternalid': return field.externalId;
      case 'isunique': return field.unique;
      case 'isnillable': return !field.required;
      case 'isaccessible': return rights.read && permissions.canRead(this.#def, field);
      case 'iscreateable': return rights.create && field.createable && permissions.canEdit(this.#def, field);
      case 'isupdateable': return rights.edit && field.updateable && permissions.canEdit(this.#def, field);
      case 'getrelationshipname': return field.relationshipName;
      case 'getreferenceto': return new AList(makeType('SObjectType'), field.referenceTo.map((target) => tokenOf({ frame }, target)));
      case 'gettype': return new EnumVal('Schema.DisplayType', field.type.toUpperCase(), 0);
      case 'getsoaptype': return new EnumVal('Schema.SoapType', apexTypeOf(field).name.toUpperCase(), 0);
      case 'getdefaultvalue': return field.defaultValue;
      case 'getpicklistvalues': return new AList(makeType('PicklistEntry'), field.picklist.map((each) => new PicklistEntry(each.value, each.label, each.isDefault)));
      case 'getsobjectfield': return fieldToken(frame, this.#def, field.name);
      default: return super.call(name, args, frame) as Value;
    }
  }
}

class PicklistEntry extends Native {
  readonly kind = 'PicklistEntry';
  readonly #value: string;
  readonly #label: string;
  readonly #isDefault: boolean;
  constructor(value: string, label: string, isDefault: boolean) {
    super();
    this.#value = value;
    this.#label = label;
    this.#isDefault = isDefault;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'getvalue': return this.#value;
      case 'getlabel': return this.#label;
      case 'isactive': return true;
      case 'isdefaultvalue': return this.#isDefault;
      default: return super.call(name, args, frame) as Value;
    }
  }
}

/** Name of a field that is given as a token or as text. */
export const fieldNameOf = (args: Value[], i: number): string => {
  const value = args[i] ?? null;
  return value instanceof FieldToken ? value.field.name : value === null ? raise('NullPointerException', 'Argument cannot be null.') : str(args, i);
};
