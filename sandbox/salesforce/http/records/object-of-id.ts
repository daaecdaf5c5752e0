import type { Actor, Org } from '../../org.ts';
import { isId } from './soql.ts';

const prefixes = new WeakMap<Org, Map<string, string>>();

/** Name of the object whose key prefix an id carries; undefined when the id is broken or nobody has the prefix. */
export function objectNameOfId(org: Org, id: string, actor: Actor): string | undefined {
  if (!isId(id)) return undefined;
  const known = prefixes.get(org) ?? readPrefixes(org, actor);
  prefixes.set(org, known);
  return known.get(id.slice(0, 3));
}

function readPrefixes(org: Org, { userId }: Actor): Map<string, string> {
  const system = { userId, system: true };
  return new Map(org.objectNames(system).map((name) => [org.describe(name, system)?.keyPrefix ?? '', name]));
}
