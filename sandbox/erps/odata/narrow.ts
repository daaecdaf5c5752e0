import type { Filter } from './filter-tree.ts';
import type { Stored, Table } from './table.ts';

/** The records that can pass the filter at all, by the smallest index that an `eq` in its and-chain offers. */
export function narrowByIndex(table: Table, filter: Filter | undefined, hasWildcards: boolean): Iterable<Stored> {
  let best: Stored[] | undefined;
  for (const choice of filter ? equalities(filter, hasWildcards) : []) {
    if (!table.hasIndex(choice.property)) continue;
    const found = choice.values.flatMap((value) => table.find(choice.property, value));
    if (!best || found.length < best.length) best = found;
  }
  return best ? new Set(best) : table.all();
}

interface Equality {
  readonly property: string;
  readonly values: readonly unknown[];
}

function equalities(filter: Filter, hasWildcards: boolean): Equality[] {
  if (filter.kind === 'and') return [...equalities(filter.left, hasWildcards), ...equalities(filter.right, hasWildcards)];
  if (filter.kind === 'or') {
    const [left, right] = [equalities(filter.left, hasWildcards), equalities(filter.right, hasWildcards)];
    const [one] = left;
    const other = right.find((choice) => choice.property === one?.property);
    return left.length === 1 && right.length === 1 && one && other ? [{ property: one.property, values: [...one.values, ...other.values] }] : [];
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.left.kind !== 'property' || filter.right.kind !== 'literal') return [];
  const { literal } = filter.right;
  if (literal.kind === 'null' || literal.kind === 'instant') return [];
  if (hasWildcards && literal.kind === 'string' && literal.value.includes('*')) return [];
  return [{ property: filter.left.name, values: [literal.value] }];
}
