import { ODataProblem } from './problem.ts';
import { tokenize } from './tokens.ts';

/** One part of a path: a name, with a key when parentheses follow it. */
export interface Segment {
  readonly name: string;
  /** The text between the parentheses. */
  readonly key?: string;
}

export function splitPath(path: string): Segment[] {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    throw new ODataProblem(400, 'syntax', 'The request URI is malformed.');
  }
  return splitSlashes(plain).map((part) => {
    const match = /^([^(]+)\(([^]*)\)$/.exec(part);
    return match ? { name: match[1] ?? '', key: match[2] ?? '' } : { name: part };
  });
}

/** Slashes within quotes belong to a key value. */
function splitSlashes(path: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const sign of path) {
    if (sign === "'") quoted = !quoted;
    if (sign === '/' && !quoted) {
      if (part !== '') parts.push(part);
      part = '';
    } else part += sign;
  }
  if (part !== '') parts.push(part);
  return parts;
}

export type KeyValues = ReadonlyMap<string, string | number>;

/** Reads `a='1',b=2`, or a bare value for a set with one key part. */
export function readKey(source: string, names: readonly string[]): KeyValues {
  const parts = splitKey(source);
  const [only] = parts;
  if (parts.length === 1 && names.length === 1 && only && !/^\w+=/.test(only)) return new Map([[names[0] ?? '', literal(only)]]);
  const values = new Map<string, string | number>();
  for (const part of parts) {
    const mark = part.indexOf('=');
    values.set(part.slice(0, mark).trim(), literal(part.slice(mark + 1)));
  }
  const isComplete = names.every((name) => values.has(name)) && values.size === names.length;
  if (!isComplete) throw new ODataProblem(400, 'key', `The key (${source}) must name exactly: ${names.join(', ')}.`);
  return values;
}

function splitKey(source: string): string[] {
  return source.match(/(?:[^,']|'(?:[^']|'')*')+/g) ?? [];
}

function literal(source: string): string | number {
  const [token, more] = tokenize(source);
  if (!token || more || token.kind === 'word' || token.kind === 'sign') throw new ODataProblem(400, 'key', `Bad key value ${source}.`);
  return token.value;
}
