import { callable, join, list, PLAIN, type Atom, type Value } from './value.ts';

export const call = (fn: Value, args: Value[], self: Value = PLAIN): Value => join(...fn.map((atom) => (atom.kind === 'function' ? atom.call(args, self) : PLAIN)));

const SAME = new Set(['filter', 'slice', 'reverse', 'toSorted', 'sort', 'concat', 'flat', 'splice', 'toReversed', 'values', 'keys']);
const ONE = new Set(['find', 'findLast', 'at', 'pop', 'shift']);
const ASK = new Set(['some', 'every', 'forEach', 'findIndex']);
const ADD = new Set(['push', 'unshift', 'add']);

/** The row itself of a list, or of each list in it. */
const flat = (value: Value): Value => join(...value.map((atom) => (atom.kind === 'list' ? join(...atom.items, atom.others) : [atom])));
const second = (entry: Value): Value => join(...entry.map((atom) => (atom.kind === 'list' ? join(atom.items[1] ?? PLAIN, atom.others) : PLAIN)));
const first = (entry: Value): Value => join(...entry.map((atom) => (atom.kind === 'list' ? (atom.items[0] ?? atom.others) : PLAIN)));

/** A method of an array, a Set or a Map (a list of entries) as a function; `row` is any of its rows, `items` those whose places are known. */
export function callMethod(row: Value, items: Value[], name: string, self: Atom): Value | undefined {
  const run = (args: Value[], value: Value = row): Value => call(args[0] ?? PLAIN, [value, PLAIN, [self]]);
  if (name === 'map') return callable((args) => [items.length > 0 ? list(items.map((one) => run(args, one))) : list([], run(args))]);
  if (name === 'flatMap') return callable((args) => [list([], flat(run(args)))]);
  if (SAME.has(name)) return callable((args) => (run(args), [list([], name === 'flat' ? flat(row) : name === 'keys' ? join(first(row), row) : name === 'concat' ? join(row, flat(args.flat())) : row)]));
  if (ONE.has(name)) return callable((args) => (run(args), row));
  if (ASK.has(name)) return callable((args) => (run(args), PLAIN));
  if (name === 'get') return callable(() => second(row));
  if (name === 'reduce') return callable(([fn = PLAIN, start = PLAIN]) => [1, 2].reduce<Value>((sum) => join(sum, call(fn, [sum, row])), start));
  if (ADD.has(name) || name === 'set') return callable((args) => (add(self, name === 'set' ? [list(args)] : join(...args)), [self]));
  return PLAIN;
}

function add(self: Atom, value: Value): void {
  if (self.kind === 'list') (self as { others: Value }).others = join(self.others, value);
}
