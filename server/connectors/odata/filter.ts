import type { Literal } from './literal.ts';

/** A `$filter` expression, or NOTHING: a condition that no row can meet and that is never sent. */
export type Filter = { readonly text: string; readonly compound: boolean } | typeof NOTHING;

/** Stands for a condition that cannot be asked safely; the answer is «no row». */
export const NOTHING = Symbol('nothing');

type Operator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

export function compare(property: string, operator: Operator, value: Literal): Filter {
  if (!/^\w+$/.test(property)) throw new RangeError('not a property');
  return { text: `${property} ${operator} ${value}`, compound: false };
}

export const eq = (property: string, value: Literal): Filter => compare(property, 'eq', value);

/** Text that ends with the value; whether case counts is the far end's matter. */
export function endsWith(property: string, value: Literal): Filter {
  if (!/^\w+$/.test(property)) throw new RangeError('not a property');
  return { text: `endswith(${property},${value})`, compound: false };
}

/** Every condition must hold; an absent one says nothing. */
export function and(...filters: readonly (Filter | undefined)[]): Filter {
  const parts: string[] = [];
  for (const filter of filters) {
    if (filter === NOTHING) return NOTHING;
    if (filter === undefined) continue;
    parts.push(filter.compound ? `(${filter.text})` : filter.text);
  }
  return { text: parts.join(' and '), compound: false };
}

/** At least one must hold; none at all is NOTHING. */
export function or(...filters: readonly Filter[]): Filter {
  const parts = filters.filter((filter) => filter !== NOTHING).map((filter) => filter.text);
  return parts.length === 0 ? NOTHING : { text: parts.join(' or '), compound: parts.length > 1 };
}

/** Lists in pieces of a size: long lists of values are asked as chains of `or`. */
export function chunk<T>(values: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < values.length; at += size) chunks.push(values.slice(at, at + size));
  return chunks;
}
