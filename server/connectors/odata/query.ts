import { NOTHING, type Filter } from './filter.ts';
import type { Literal } from './literal.ts';

export interface Query {
  filter?: Filter;
  select?: readonly string[];
  expand?: string;
  orderBy?: readonly string[];
  top?: number;
  skip?: number;
  count?: boolean;
}

/** The query string without `?`, each value percent-encoded once. A filter of NOTHING has no query: ask before. */
export function queryString(query: Query, extra: Readonly<Record<string, string>> = {}): string {
  if (query.filter === NOTHING) throw new RangeError('a filter that no row can meet is not sent');
  const options: [string, string | undefined][] = [
    ...Object.entries(extra),
    ['$filter', query.filter?.text],
    ['$select', query.select?.join(',')],
    ['$expand', query.expand],
    ['$orderby', query.orderBy?.join(',')],
    ['$top', query.top?.toString()],
    ['$skip', query.skip?.toString()],
    ['$count', query.count === true ? 'true' : undefined],
  ];
  return options.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeValue(value)}`])).join('&');
}

/** Keeps the characters that OData uses and a query may hold (RFC 3986 §3.4), so that addresses stay readable. */
const encodeValue = (value: string): string => encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%24', '$').replaceAll('%3A', ':').replaceAll('%3D', '=');

/** `Set(A='x',B=1)`, percent-encoded for a path. */
export const keyPath = (set: string, key: Readonly<Record<string, Literal>>): string =>
  `${set}(${Object.entries(key)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%27/g, "'")}`)
    .join(',')})`;
