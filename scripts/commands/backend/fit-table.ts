import { stripVTControlCharacters } from 'node:util';

type Row = Readonly<Record<string, unknown>>;

/** Blanks left and right of a cell. */
const PADDING = 2;
const NARROWEST = 6;

/**
 * Width of each column so that the table fits into `total` characters: narrow columns keep what they need, the wide ones share the rest,
 * so that no single column pays for all. Null when everything fits as it is.
 */
export function fitColumns<K extends string>(rows: readonly Row[], keys: readonly K[], total: number): { key: K; width: number }[] | null {
  const needs = keys.map((key) => PADDING + Math.max(key.length + 1, ...rows.map((row) => widthOf(row[key]))));
  const space = total - (keys.length + 1);
  if (needs.reduce((sum, need) => sum + need, 0) <= space) return null;
  const widths = share(needs, space);
  return keys.map((key, at) => ({ key, width: Math.max(widths[at] ?? 0, NARROWEST) }));
}

const widthOf = (value: unknown): number => Math.max(...stripVTControlCharacters(typeof value === 'string' ? value : JSON.stringify(value ?? '')).split('\n').map((line) => line.length));

/** Those below the fair share keep their need; the others divide what is left, again and again until it is fair. */
function share(needs: readonly number[], space: number): number[] {
  const widths = needs.map(() => 0);
  let open = needs.map((_, at) => at);
  let left = space;
  for (;;) {
    const fair = Math.floor(left / Math.max(open.length, 1));
    const small = open.filter((at) => (needs[at] ?? 0) <= fair);
    if (small.length === 0) {
      for (const at of open) widths[at] = fair;
      return widths;
    }
    for (const at of small) widths[at] = needs[at] ?? 0;
    left -= small.reduce((sum, at) => sum + (needs[at] ?? 0), 0);
    open = open.filter((at) => !small.includes(at));
  }
}
