import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const exchange = z.object({
  method: z.string(),
  path: z.string(),
  request: z.object({ params: z.record(z.string(), z.unknown()).optional(), data: z.unknown().optional() }).default({}),
  status: z.number().int(),
  headers: z.record(z.string(), z.string()).default({}),
  response: z.unknown(),
});

const file = z.object({ exchanges: z.array(exchange) });

/** One recorded request with its answer. */
export type Exchange = z.infer<typeof exchange>;
export type RecordedRow = Readonly<Record<string, unknown>>;

export interface Recordings {
  readonly exchanges: readonly Exchange[];
  /** Rows of the list answers by path, such as `/data/CustomersV3`. */
  readonly sets: ReadonlyMap<string, readonly RecordedRow[]>;
}

/** Reads every JSON file of a folder. */
export function readRecordings(folder: string): Recordings {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  const exchanges = names.flatMap((name) => file.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))).exchanges);
  const sets = new Map<string, RecordedRow[]>();
  for (const one of exchanges) {
    const rows = one.method === 'GET' && one.status === 200 ? rowsOf(one.response) : undefined;
    if (rows) sets.set(setPath(one.path), mergeRows(sets.get(setPath(one.path)) ?? [], rows));
  }
  for (const one of exchanges) addSingle(sets, one);
  return { exchanges, sets };
}

function rowsOf(response: unknown): RecordedRow[] | undefined {
  if (typeof response !== 'object' || response === null || !('value' in response) || !Array.isArray(response.value)) return undefined;
  return response.value as RecordedRow[];
}

/** The same row recorded twice is one row. */
function mergeRows(known: readonly RecordedRow[], more: readonly RecordedRow[]): RecordedRow[] {
  const seen = new Set(known.map((row) => JSON.stringify(row)));
  return [...known, ...more.filter((row) => !seen.has(JSON.stringify(row)))];
}

/** A record that was read by key only makes its set known, and is in it unless the list has it in another state. */
function addSingle(sets: Map<string, RecordedRow[]>, one: Exchange): void {
  const key = /\(([^]*)\)$/.exec(pathOnly(one.path))?.[1];
  if (key === undefined || one.method !== 'GET' || one.status !== 200 || typeof one.response !== 'object' || one.response === null) return;
  const { '@odata.context': _context, ...row } = one.response as Record<string, unknown>;
  const names = [...key.matchAll(/(\w+)=/g)].map((match) => match[1] ?? '');
  const rows = sets.get(setPath(one.path)) ?? [];
  const isKnown = rows.some((other) => names.length > 0 && names.every((name) => other[name] === row[name]));
  sets.set(setPath(one.path), isKnown ? rows : [...rows, row]);
}

export function pathOnly(path: string): string {
  return decodeURIComponent(path.split('?')[0] ?? path);
}

/** `/data/Set` for `/data/Set` and `/data/Set(key)` alike. */
export function setPath(path: string): string {
  return pathOnly(path).replace(/\([^/]*\)$/, '');
}
