import type { Cls, FieldDecl } from '../interpreter/class-model.ts';
import type { Frame } from '../runtime/frame.ts';
import type { ADate, ADatetime, ATime, ABlob } from './temporal.ts';
import type { AList, AMap, ASet } from './collections.ts';
import type { Dec } from './dec.ts';
import type { SObj } from './sobj.ts';

/** An Apex value. String and Id, Boolean, null, Integer and Long are JavaScript primitives; the rest are classes. */
export type Value =
  | null | boolean | number | string
  | Dec | ADate | ADatetime | ATime | ABlob | TypeVal | EnumVal | Obj | SObj | AList | ASet | AMap | Native;

export type MaybePromise<T> = T | Promise<T>;

export interface TypeRef {
  name: string;
  args: TypeRef[];
}

export const makeType = (name: string, ...args: TypeRef[]): TypeRef => ({ name, args });

export function typeText(type: TypeRef | null): string {
  if (!type) return 'Object';
  return type.args.length ? `${type.name}<${type.args.map(typeText).join(',')}>` : type.name;
}

export class TypeVal {
  readonly type: TypeRef;
  constructor(type: TypeRef) {
    this.type = type;
  }
}

/** A constant of a package enum or of a platform enum; `owner` is the enum's full name. */
export class EnumVal {
  readonly owner: string;
  readonly name: string;
  readonly ordinal: number;
  constructor(owner: string, name: string, ordinal: number) {
    this.owner = owner;
    this.name = name;
    this.ordinal = ordinal;
  }
}

export interface Slot {
  readonly decl: FieldDecl;
  value: Value;
  /** An accessor of this slot is running, so that its own name means the storage behind it. */
  busy: boolean;
}

export class Obj {
  readonly cls: Cls;
  readonly slots = new Map<string, Slot>();
  constructor(cls: Cls) {
    this.cls = cls;
  }
}

/** A platform object that only the library knows: HttpRequest, contexts, results, describes. */
export abstract class Native {
  abstract readonly kind: string;
  call(name: string, _args: Value[], _frame: Frame): MaybePromise<Value> {
    throw new NotInLibrary(`${this.kind}.${name}()`);
  }
  get(name: string, _frame: Frame): Value {
    throw new NotInLibrary(`${this.kind}.${name}`);
  }
  assign(name: string, _value: Value): void {
    throw new NotInLibrary(`${this.kind}.${name} =`);
  }
  text(): string {
    return this.kind;
  }
}

/** The runner stops by name at what it lacks; Apex cannot catch this. */
export class NotInLibrary extends Error {
  constructor(what: string) {
    super(`${what} is not in the library of this Apex runner`);
  }
}
