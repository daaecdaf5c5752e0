import { ODataProblem } from './problem.ts';
import { tokenize, type Token } from './tokens.ts';

export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type MathOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod';
export type Literal = Exclude<Token, { kind: 'word' | 'sign' }> | { readonly kind: 'boolean'; readonly value: boolean } | { readonly kind: 'null' };

export type Operand =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'math'; readonly operator: MathOperator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Operand[] };

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly inner: Filter }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'truth'; readonly operand: Operand };

const compareOperators = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const mathOperators = new Set(['add', 'sub', 'mul', 'div', 'divby', 'mod']);
const refused = new Set(['in', 'has', 'any', 'all']);
const maxDepth = 200;

interface Cursor {
  readonly source: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** Parses the filter grammar both ERPs share; `in`, `has` and lambdas are refused as both refuse them. */
export function parseFilter(source: string): Filter {
  const cursor: Cursor = { source, tokens: tokenize(source), at: 0, depth: 0 };
  const filter = parseOr(cursor);
  if (cursor.at < cursor.tokens.length) fail(cursor);
  return filter;
}

function parseOr(cursor: Cursor): Filter {
  let left = parseAnd(cursor);
  while (takeWord(cursor, 'or')) left = { kind: 'or', left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Filter {
  let left = parseNot(cursor);
  while (takeWord(cursor, 'and')) left = { kind: 'and', left, right: parseNot(cursor) };
  return left;
}

function parseNot(cursor: Cursor): Filter {
  if (++cursor.depth > maxDepth) throw new ODataProblem(400, 'syntax', 'The recursion limit of the filter has been exceeded.');
  const filter = takeWord(cursor, 'not') ? ({ kind: 'not', inner: parseNot(cursor) } as const) : parseCompare(cursor);
  cursor.depth -= 1;
  return filter;
}

function parseCompare(cursor: Cursor): Filter {
  const grouped = tryGroup(cursor);
  if (grouped) return grouped;
  const left = parseMath(cursor);
  const word = wordAt(cursor);
  if (word !== undefined && refused.has(word)) throw new ODataProblem(400, 'unsupported', `The operator '${word}' is not supported.`);
  if (word === undefined || !compareOperators.has(word)) return { kind: 'truth', operand: left };
  cursor.at += 1;
  return { kind: 'compare', operator: word as CompareOperator, left, right: parseMath(cursor) };
}

/** A parenthesis opens a boolean group, unless what follows it goes on as arithmetic. */
function tryGroup(cursor: Cursor): Filter | undefined {
  const start = cursor.at;
  if (!takeSign(cursor, '(')) return undefined;
  const inner = parseOr(cursor);
  if (!takeSign(cursor, ')')) fail(cursor);
  const word = wordAt(cursor);
  if (inner.kind === 'truth' && word !== undefined && (compareOperators.has(word) || mathOperators.has(word))) {
    cursor.at = start;
    return undefined;
  }
  return inner;
}

function parseMath(cursor: Cursor): Operand {
  let left = parseOperand(cursor);
  for (let word = wordAt(cursor); word !== undefined && mathOperators.has(word); word = wordAt(cursor)) {
    cursor.at += 1;
    left = { kind: 'math', operator: word as MathOperator, left, right: parseOperand(cursor) };
  }
  return left;
}

function parseOperand(cursor: Cursor): Operand {
  const token = cursor.tokens[cursor.at];
  if (!token) return fail(cursor);
  cursor.at += 1;
  if (token.kind === 'sign') {
    if (token.value !== '(') return fail(cursor);
    const inner = parseMath(cursor);
    return takeSign(cursor, ')') ? inner : fail(cursor);
  }
  if (token.kind !== 'word') return { kind: 'literal', literal: token };
  if (token.value === 'true' || token.value === 'false') return { kind: 'literal', literal: { kind: 'boolean', value: token.value === 'true' } };
  if (token.value === 'null') return { kind: 'literal', literal: { kind: 'null' } };
  if (takeSign(cursor, '/')) return parsePath(cursor, token.value);
  return takeSign(cursor, '(') ? parseCall(cursor, token.value) : { kind: 'property', name: token.value };
}

function parsePath(cursor: Cursor, head: string): Operand {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'word') return fail(cursor);
  if (refused.has(token.value)) throw new ODataProblem(400, 'unsupported', `The operator '${token.value}' is not supported.`);
  cursor.at += 1;
  return { kind: 'property', name: `${head}/${token.value}` };
}

function parseCall(cursor: Cursor, name: string): Operand {
  const parts: Operand[] = [];
  while (!takeSign(cursor, ')')) {
    if (parts.length > 0 && !takeSign(cursor, ',')) return fail(cursor);
    parts.push(parseMath(cursor));
  }
  return { kind: 'call', name, parts };
}

function wordAt(cursor: Cursor): string | undefined {
  const token = cursor.tokens[cursor.at];
  return token?.kind === 'word' ? token.value : undefined;
}

function takeWord(cursor: Cursor, word: string): boolean {
  if (wordAt(cursor) !== word) return false;
  cursor.at += 1;
  return true;
}

function takeSign(cursor: Cursor, sign: string): boolean {
  const token = cursor.tokens[cursor.at];
  if (token?.kind !== 'sign' || token.value !== sign) return false;
  cursor.at += 1;
  return true;
}

function fail(cursor: Cursor): never {
  throw new ODataProblem(400, 'syntax', `Syntax error in the filter '${cursor.source}'.`);
}
