import { call } from './lists.ts';
import { anyMember, isCompound } from './step.ts';
import { callable, join, list, object, PLAIN, type Value } from './value.ts';
import { elements } from './read.ts';

const valuesOf = (value: Value): Value => join(...value.map((atom) => (atom.kind === 'reply' ? anyMember(atom) : atom.kind === 'object' ? join(...atom.members.values(), ...atom.rest.map((one) => valuesOf([one]))) : elements([atom]))));
const entries = (value: Value): Value => [list([], [list([PLAIN, valuesOf(value)])])];
const pair = (entry: Value, place: number): Value => join(...entry.map((atom) => (atom.kind === 'list' ? (atom.items[place] ?? atom.others) : PLAIN)));

function assign(into: Value, ...from: Value[]): Value {
  for (const atom of into) {
    if (atom.kind !== 'object') continue;
    for (const source of from.flat()) {
      if (source.kind === 'object') for (const [name, value] of source.members) atom.members.set(name, join(atom.members.get(name) ?? PLAIN, value));
      else atom.rest = join(atom.rest, [source]);
    }
  }
  return into;
}

const NATIVE: Record<string, (...args: Value[]) => Value> = {
  'JSON.parse': (given = PLAIN) => join(...given.map((atom) => (atom.kind === 'json' ? atom.of : PLAIN))),
  'JSON.stringify': () => PLAIN,
  'Object.assign': assign,
  'Object.entries': (given = PLAIN) => entries(given),
  'Object.values': (given = PLAIN) => [list([], valuesOf(given))],
  'Object.keys': () => [list([])],
  'Object.fromEntries': (given = PLAIN) => [object([], pair(elements(given), 1))],
  'Object.freeze': (given = PLAIN) => given,
  'Promise.all': (given = PLAIN) => given,
  'Promise.resolve': (given = PLAIN) => given,
  'Array.from': (given = PLAIN) => given,
};
const MADE: Record<string, (...args: Value[]) => Value> = {
  Map: (given = PLAIN) => [list([], elements(given))],
  Set: (given = PLAIN) => [list([], elements(given))],
  Promise: (work = PLAIN) => {
    const kept = list([]);
    call(work, [callable(([value = PLAIN]) => ((kept.others = join(kept.others, value)), PLAIN)), callable(() => PLAIN)]);
    return kept.others;
  },
};

/** Of JavaScript itself, by its name; undefined when it is nothing that hands a reply on. */
export const native = (name: string): ((...args: Value[]) => Value) | undefined => (Object.hasOwn(NATIVE, name) ? NATIVE[name] : undefined);
export const made = (name: string): ((...args: Value[]) => Value) | undefined => (Object.hasOwn(MADE, name) ? MADE[name] : undefined);

/** Given to something that is not followed: functions are called with nothing known; answers whether a reply got out of sight. */
export function giveAway(args: Value[]): boolean {
  const hasReply = (value: Value): boolean => value.some((atom) => (atom.kind === 'reply' ? isCompound(atom) : atom.kind === 'object' && !atom.instance ? [...atom.members.values(), atom.rest].some(hasReply) : atom.kind === 'list' && [...atom.items, atom.others].some(hasReply)));
  for (const atom of args.flat()) if (atom.kind === 'function') atom.call([], PLAIN);
  return args.some(hasReply);
}
