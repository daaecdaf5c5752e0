import type { ClassLikeDeclaration } from 'typescript';
import type { ZodType } from 'zod';
import type { Scope } from './scope.ts';

/** What a reply of the backend says at one place; `name` is the way there, `listConnections.rows[].name`. */
export interface ReplyAtom { kind: 'reply'; schema: ZodType; name: string }
/** Text that the code itself says, as the name of a part. */
export interface TextAtom { kind: 'text'; text: string }
/** JSON text of what is `of`. */
export interface JsonAtom { kind: 'json'; of: Value }
/** `rest` stands for members whose names are not known, and for what was spread into it. */
export interface ObjectAtom { kind: 'object'; members: Map<string, Value>; rest: Value; instance?: Instance }
/** `items` by their places where these are known, and any others. */
export interface ListAtom { kind: 'list'; items: Value[]; others: Value }
export interface FunctionAtom { kind: 'function'; call: (args: Value[], self: Value) => Value }
export interface ClassAtom { kind: 'class'; node: ClassLikeDeclaration; scope: Scope; base: Value }
export interface Instance {
  of: ClassAtom;
  /** Of `super`: whose class is looked at from further up. */
  real?: ObjectAtom;
  /** What each place of the code has put into a member. */
  written: Map<string, Map<unknown, Value>>;
  /** What a modal was closed with. */
  closed: Value;
}
export type Atom = ReplyAtom | TextAtom | JsonAtom | ObjectAtom | ListAtom | FunctionAtom | ClassAtom;
/** All that an expression can be; empty when nothing of it comes from the backend or leads there. */
export type Value = readonly Atom[];

export const PLAIN: Value = [];

/** Looks this far into objects to tell whether two are the same. */
const DEEPEST = 3;

const sameAll = (one: Value, other: Value, depth: number): boolean => one.length === other.length && one.every((atom, at) => same(atom, other[at], depth));

function same(one: Atom, other: Atom | undefined, depth = 0): boolean {
  if (one === other) return true;
  if (depth > DEEPEST) return false;
  if (one.kind === 'reply' && other?.kind === 'reply') return one.schema === other.schema && one.name === other.name;
  if (one.kind === 'text' && other?.kind === 'text') return one.text === other.text;
  if (one.kind === 'list' && other?.kind === 'list') return one.items.length === other.items.length && one.items.every((item, at) => sameAll(item, other.items[at] ?? PLAIN, depth + 1)) && sameAll(one.others, other.others, depth + 1);
  if (one.kind !== 'object' || other?.kind !== 'object' || one.instance || other.instance || one.members.size !== other.members.size) return false;
  return sameAll(one.rest, other.rest, depth + 1) && [...one.members].every(([name, value]) => other.members.has(name) && sameAll(value, other.members.get(name) ?? PLAIN, depth + 1));
}

export function join(...values: Value[]): Value {
  const all: Atom[] = [];
  for (const atom of values.flat()) if (!all.some((known) => same(known, atom))) all.push(atom);
  return all;
}

export const text = (value: string): Value => [{ kind: 'text', text: value }];
export const object = (members: Iterable<readonly [string, Value]> = [], rest: Value = PLAIN): ObjectAtom => ({ kind: 'object', members: new Map(members), rest });
export const list = (items: Value[], others: Value = PLAIN): ListAtom => ({ kind: 'list', items, others });
export const callable = (call: FunctionAtom['call']): Value => [{ kind: 'function', call }];
export const textsOf = (value: Value): string[] => value.flatMap((atom) => (atom.kind === 'text' ? [atom.text] : []));
