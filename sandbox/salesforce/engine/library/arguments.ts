import type { Scope } from '../runtime/frame.ts';
import { AList, AMap, ASet } from '../values/collections.ts';
import { Dec } from '../values/dec.ts';
import { raise } from '../values/exception.ts';
import { ABlob, ADate, ADatetime } from '../values/temporal.ts';
import { kindOf } from '../values/text.ts';
import type { MaybePromise, Value } from '../values/value.ts';

export type StaticFunction = (args: Value[], scope: Scope) => MaybePromise<Value>;
/** Static methods by lower-case `class.method`. */
export type Statics = Record<string, StaticFunction>;
export type Methods<T> = Record<string, (self: T, args: Value[], scope: Scope) => MaybePromise<Value>>;

const noNull = (): never => raise('NullPointerException', 'Argument cannot be null.');
const wrong = (wanted: string, value: Value): never => {
  throw new Error(`An argument must be ${wanted}, not ${kindOf(value)}`);
};

export function str(args: Value[], i: number): string {
  const value = args[i] ?? null;
  return typeof value === 'string' ? value : value === null ? noNull() : wrong('a String', value);
}

export function int(args: Value[], i: number, otherwise?: number): number {
  const value = args[i] ?? null;
  if (value === null && otherwise !== undefined) return otherwise;
  return typeof value === 'number' ? value : value instanceof Dec ? value.toNumber() : value === null ? noNull() : wrong('a number', value);
}

export function dec(args: Value[], i: number): Dec {
  const value = args[i] ?? null;
  return value instanceof Dec ? value : typeof value === 'number' ? new Dec(value) : value === null ? noNull() : wrong('a Decimal', value);
}

export function blob(args: Value[], i: number): ABlob {
  const value = args[i] ?? null;
  return value instanceof ABlob ? value : value === null ? noNull() : wrong('a Blob', value);
}

export function date(args: Value[], i: number): ADate | ADatetime {
  const value = args[i] ?? null;
  return value instanceof ADate || value instanceof ADatetime ? value : value === null ? noNull() : wrong('a Date', value);
}

export function list(args: Value[], i: number): Value[] {
  const value = args[i] ?? null;
  return value instanceof AList || value instanceof ASet ? value.items : value === null ? noNull() : wrong('a List', value);
}

export function map(args: Value[], i: number): AMap {
  const value = args[i] ?? null;
  return value instanceof AMap ? value : value === null ? noNull() : wrong('a Map', value);
}

export const stringList = (items: string[]): AList => new AList({ name: 'String', args: [] }, items);
