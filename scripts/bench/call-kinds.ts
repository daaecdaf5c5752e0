import type { LoggedCall } from './far-end.ts';

/** How often each kind of call was made; kinds in the order of their first call. */
export type CallCounts = Record<string, number>;

/** What calls of different deals have in common: method, what is read or written, and by which properties it is searched. */
export function kindOf({ method, path }: Pick<LoggedCall, 'method' | 'path'>): string {
  const [address = '', query = ''] = path.split('?');
  const search = new URLSearchParams(query);
  const soql = search.get('q');
  // Queries of children stand in brackets.
  if (soql !== null) return `query ${/ FROM (\w+)/.exec(soql.replace(/\([^()]*\)/g, ''))?.[1] ?? ''}`;
  const what = decodeURIComponent(address).replace(/^.*?\/(services\/data\/v[\d.]+|api\/v2\.0|data)\//, '').replace(/\([^()]*\)/g, '(key)').replace(/^.*\/oauth2\/(v2\.0\/)?token$/, 'token');
  const by = [...new Set([...(search.get('$filter') ?? '').matchAll(/(\w+) (?:eq|ne|lt|le|gt|ge) |(?:contains|startswith|endswith)\((\w+)/g)].map((match) => match[1] ?? match[2] ?? ''))].filter((property) => property !== 'dataAreaId');
  return `${method} ${what}${by.length === 0 ? '' : ` by ${by.join(', ')}`}`;
}

export function countKinds(log: readonly LoggedCall[]): CallCounts {
  const counts: CallCounts = {};
  for (const call of log) counts[kindOf(call)] = (counts[kindOf(call)] ?? 0) + 1;
  return counts;
}

export const sumOf = (counts: CallCounts): number => Object.values(counts).reduce((total, count) => total + count, 0);
