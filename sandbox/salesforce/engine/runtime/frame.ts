import type { Cls } from '../interpreter/class-model.ts';
import type { MaybePromise, Obj, TypeRef, Value } from '../values/value.ts';
import type { Transaction } from './transaction.ts';

/** One running method: whose code it is and on behalf of whom. */
export interface Frame {
  readonly tx: Transaction;
  readonly cls: Cls | null;
  readonly self: Obj | null;
  readonly sharing: boolean;
  readonly name: string;
  readonly parent: Frame | null;
  line: number;
}

export interface Variable {
  type: TypeRef | null;
  value: Value;
}

/** Something that can be read and assigned. */
export interface Place {
  type: TypeRef | null;
  get(): MaybePromise<Value>;
  set(value: Value): MaybePromise<void>;
}

export class Scope {
  readonly frame: Frame;
  readonly parent: Scope | null;
  #variables: Map<string, Variable> | null = null;
  constructor(frame: Frame, parent: Scope | null) {
    this.frame = frame;
    this.parent = parent;
  }
  child(): Scope {
    return new Scope(this.frame, this);
  }
  declare(name: string, value: Value, type: TypeRef | null): void {
    this.#variables ??= new Map();
    this.#variables.set(name.toLowerCase(), { type, value });
  }
  find(lowerName: string): Variable | null {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- walks outwards from here
    for (let scope: Scope | null = this; scope; scope = scope.parent) {
      const found = scope.#variables?.get(lowerName);
      if (found) return found;
    }
    return null;
  }
}

export function makeFrame(tx: Transaction, part: Partial<Frame> = {}): Frame {
  return { cls: null, self: null, sharing: false, name: '', parent: null, line: 0, ...part, tx };
}

/** The call stack as Apex prints it. */
export function stackOf(frame: Frame | null): string {
  const lines: string[] = [];
  for (let each = frame; each && lines.length < 25; each = each.parent) if (each.cls) lines.push(`Class.${each.cls.full}.${each.name}: line ${each.line}, column 1`);
    else if (each.name) lines.push(`Trigger.${each.name}: line ${each.line}, column 1`);
  return lines.join('\n');
}
