import { ODataProblem } from './problem.ts';

/** A lexical unit of a filter, key or query option. */
export type Token =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'instant'; readonly value: string }
  | { readonly kind: 'guid'; readonly value: string }
  | { readonly kind: 'enum'; readonly type: string; readonly value: string }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: '(' | ')' | ',' | '/' | ':' };

const patterns: readonly [RegExp, (match: RegExpExecArray) => Token][] = [
  [/^([A-Za-z_][\w.]*)'((?:[^']|'')*)'/, (m) => ({ kind: 'enum', type: m[1] ?? '', value: unquote(m[2]) })],
  [/^'((?:[^']|'')*)'/, (m) => ({ kind: 'string', value: unquote(m[1]) })],
  [/^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/, (m) => ({ kind: 'guid', value: m[0].toLowerCase() })],
  [/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+ -]\d\d:\d\d))?/, (m) => ({ kind: 'instant', value: m[0].replace(' ', '+') })],
  [/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?:[mMdDfFlL](?![\w]))?/, (m) => ({ kind: 'number', value: Number.parseFloat(m[0]) })],
  [/^[A-Za-z_@$][\w.]*/, (m) => ({ kind: 'word', value: m[0] })],
  [/^[(),/:]/, (m) => ({ kind: 'sign', value: m[0] as '(' })],
];

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let rest = source.trimStart();
  while (rest !== '') {
    const found = firstMatch(rest);
    if (!found) throw new ODataProblem(400, 'syntax', `Syntax error at position ${source.length - rest.length} in '${source}'.`);
    tokens.push(found.token);
    rest = rest.slice(found.length).trimStart();
  }
  return tokens;
}

function firstMatch(rest: string): { token: Token; length: number } | undefined {
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(rest);
    if (match) return { token: make(match), length: match[0].length };
  }
  return undefined;
}

function unquote(quoted: string | undefined): string {
  return (quoted ?? '').replaceAll("''", "'");
}
