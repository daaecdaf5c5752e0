import { ApexErrorListener, ApexLexer, ApexParserFactory } from '@apexdevtools/apex-parser';
import type { QueryContext } from '@apexdevtools/apex-parser';
import { SoqlError } from './plan.ts';

/** Stands for the backslash of `\\%` and `\\_`, which the grammar does not know, and keeps columns in place. */
const wildcardMark = '\uE000';

class FirstProblem extends ApexErrorListener {
  problem: { line: number; column: number; message: string } | null = null;
  apexSyntaxError(line: number, column: number, message: string): void {
    this.problem ??= { line, column, message };
  }
}

/** Reads query text; refuses what is no SOQL with MALFORMED_QUERY. */
export function parseQuery(soql: string): QueryContext {
  const listener = new FirstProblem();
  const { parser } = ApexParserFactory.createLexerAndParser(soql.replace(/\\(.)/gs, (found, c: string) => (c === '%' || c === '_' ? wildcardMark + c : found)), listener);
  const query = parser.query();
  const rest = parser.getTokenStream().LT(1);
  const last = rest as { type: number; line: number; column: number; text: string } | null;
  if (listener.problem) throw new SoqlError('MALFORMED_QUERY', malformed(soql, listener.problem));
  if (last && last.type !== ApexLexer.EOF) throw new SoqlError('MALFORMED_QUERY', malformed(soql, { line: last.line, column: last.column, message: `unexpected token: '${last.text}'` }));
  return query;
}

function malformed(soql: string, problem: { line: number; column: number; message: string }): string {
  const token = /^(?:mismatched|extraneous) input '([^']*)'/.exec(problem.message) ?? /no viable alternative at input '(?:.*\s)?([^'\s]*)'$/.exec(problem.message);
  const what = token ? (token[1] === '<EOF>' ? "unexpected token: '<EOF>'" : `unexpected token: '${token[1] ?? ''}'`) : problem.message;
  return `\n${quote(soql, problem.line, problem.column)}\nERROR at Row:${problem.line}:Column:${problem.column + 1}\n${what}`;
}

/** The piece of the query around a place, with a caret under it, as the platform prints it. */
export function quote(soql: string, line: number, column: number): string {
  const row = soql.split('\n')[line - 1] ?? soql;
  const from = Math.max(0, column - 24);
  return `${row.slice(from, column + 24)}\n${' '.repeat(column - from)}^`;
}

export function unescapeSoql(literal: string): string {
  return literal.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) => ({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' })[code] ?? (code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : code)).replaceAll(wildcardMark, '\\');
}
