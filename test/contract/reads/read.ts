import { callMethod } from './lists.ts';
import { anyMember, elementsOf, isList, member } from './step.ts';
import { callable, join, PLAIN, textsOf, type Atom, type ReplyAtom, type Value } from './value.ts';
import type { At, World } from './world.ts';

/** Absent: the atom cannot say whether there is such a member. */
function readAtom(world: World, atom: Atom, name: string): Value | null | undefined {
  switch (atom.kind) {
    case 'reply':
      return isList(atom) && name in Array.prototype && name !== 'length' ? callMethod(elementsOf(atom), [], name, atom) : member(atom, name);
    case 'list':
      return atom.items[Number(name)] ?? callMethod(join(...atom.items, atom.others), atom.items, name, atom);
    case 'object': {
      const own = atom.instance ? world.memberOf(atom, name) : atom.members.get(name);
      if (own) return own;
      const spread = atom.rest.map((one) => readAtom(world, one, name));
      const known = spread.filter((one) => one !== null && one !== undefined);
      if (known.length > 0) return known.flat();
      return spread.includes(null) && !atom.instance ? null : undefined;
    }
    case 'class':
      return name === 'open' ? callable((args) => world.openModal(atom, args[0] ?? PLAIN)) : undefined;
    default:
      return undefined;
  }
}

const replies = (value: Value): ReplyAtom[] => value.flatMap((atom) => (atom.kind === 'reply' ? [atom] : atom.kind === 'object' && !atom.instance ? replies(atom.rest) : []));

/** What `value.name` can be. A name that nothing of it has is noted, when it comes from a reply. */
export function read(world: World, value: Value, name: string, at: At): Value {
  const found = value.map((atom) => readAtom(world, atom, name));
  const known = found.filter((one) => one !== null && one !== undefined);
  if (known.length === 0 && found.includes(null)) world.note(at, `no reply has ${[...new Set(replies(value).map((one) => `${one.name}.${name}`))].join(' or ')}`);
  for (const one of replies(value)) if (member(one, name) !== null) world.reads.add(`${one.name}.${name}`);
  return join(...known);
}

/** What `value[key]` can be: by its name where the code says it, else anything under it. */
export function readBy(world: World, value: Value, key: Value, at: At): Value {
  const names = textsOf(key);
  if (names.length > 0) return join(...names.map((name) => read(world, value, name, at)));
  return join(...value.map((atom) => {
    if (atom.kind === 'reply') return anyMember(atom);
    if (atom.kind === 'list') return join(...atom.items, atom.others);
    return atom.kind === 'object' && !atom.instance ? join(...atom.members.values(), ...atom.rest.map((one) => (one.kind === 'reply' ? anyMember(one) : [one]))) : PLAIN;
  }));
}

/** What a list holds, be it of the code or of a reply. */
export const elements = (value: Value): Value => join(...value.map((atom) => (atom.kind === 'list' ? join(...atom.items, atom.others) : atom.kind === 'reply' ? elementsOf(atom) : PLAIN)));
