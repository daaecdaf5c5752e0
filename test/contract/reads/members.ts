import { join, PLAIN, type ObjectAtom, type Value } from './value.ts';

/** Puts a value into a member; of an instance each place of the code keeps what it put there last, and every reply. */
export function writeMember(target: Value, name: string, value: Value, place: unknown): void {
  for (const atom of target) {
    if (atom.kind !== 'object') continue;
    if (!atom.instance) atom.members.set(name, join(atom.members.get(name) ?? PLAIN, value));
    else written(atom, name).set(place, join(value.filter((one) => one.kind === 'reply'), written(atom, name).get(place)?.filter((one) => one.kind === 'reply') ?? PLAIN, value));
  }
}

function written({ instance }: ObjectAtom, name: string): Map<unknown, Value> {
  const places = instance?.written.get(name) ?? new Map<unknown, Value>();
  instance?.written.set(name, places);
  return places;
}
