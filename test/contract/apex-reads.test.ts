import * as P from '@apexdevtools/apex-parser';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type * as z from 'zod';
import { certificate } from '../../server/contract/audit.ts';
import { problem } from '../../server/contract/problem.ts';

const root = fileURLToPath(new URL('../../force-app/main', import.meta.url));
/** What a class takes apart: a reply of the backend, or (null) what a component hands in. A class that parses JSON and is not named here fails the check. */
const TAKES_APART: Record<string, z.ZodObject | null> = { CrossledgerConnectionController: null, CrossledgerExceptionController: null, CrossledgerOrderController: certificate, Problem: problem };
/** Take a member of parsed JSON by its name, their last argument. */
const TAKERS = new Set(['get', 'text']);

interface Node { start: { line: number }; children: object[] | null }
interface Read { name: string; line: number }

class Refusing extends P.ApexErrorListener {
  override apexSyntaxError(line: number, _column: number, message: string): void {
    throw new Error(`line ${line}: ${message}`);
  }
}

/** Names that a class reads of maps, and whether it parses JSON. */
function readsOf(source: string): { parses: boolean; reads: Read[] } {
  const { parser } = P.ApexParserFactory.createLexerAndParser(source, new Refusing());
  const found = { parses: false, reads: [] as Read[] };
  const walk = (node: Node): void => {
    if (node instanceof P.DotMethodCallContext || node instanceof P.MethodCallContext) {
      const name = (node instanceof P.DotMethodCallContext ? node.anyId() : node.id())?.getText() ?? '';
      const last = node.expressionList()?.expression_list().at(-1)?.getText() ?? '';
      if (/^(deserialize|createParser)/.test(name)) found.parses = true;
      if (TAKERS.has(name) && /^'[^']*'$/.test(last)) found.reads.push({ name: last.slice(1, -1), line: node.start.line });
    }
    for (const child of node.children ?? []) if ('children' in child || 'start' in child) walk(child as Node);
  };
  walk(parser.compilationUnit());
  return found;
}

function check(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, source]) => {
    const { parses, reads } = readsOf(source);
    const name = path.basename(file, '.cls');
    if (!parses) return [];
    if (!(name in TAKES_APART)) return [`${file}:1 parses JSON, and nothing says whose`];
    const shape = TAKES_APART[name]?.shape;
    return shape ? reads.filter((one) => !(one.name in shape)).map((one) => `${file}:${one.line} no reply has ${one.name}`) : [];
  });
}

const files = new Map(globSync('**/classes/*.cls', { cwd: root }).map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
const reads = (name: string): string[] => readsOf([...files].find(([file]) => path.basename(file) === `${name}.cls`)?.[1] ?? '').reads.map((one) => one.name);

it('Apex reads of the backend\'s replies what the contract has', () => {
  expect(check(files)).toEqual([]);
  expect(reads('CrossledgerOrderController')).toEqual(['opportunityId']);
  expect([...new Set(reads('Problem'))].sort()).toEqual(['code', 'fixer', 'next', 'requestId', 'title']);
});

it('fails with file and line for a wrong name, and for a class of which nothing says whose reply it takes apart', () => {
  const source = files.get('core/classes/Problem.cls') ?? '';
  const line = source.split('\n').findIndex((one) => one.includes('text(said, \'fixer\')')) + 1;
  expect(check(new Map([['core/classes/Problem.cls', source.replace('text(said, \'fixer\')', 'text(said, \'owner\')')]]))).toEqual([`core/classes/Problem.cls:${line} no reply has owner`]);
  expect(check(new Map([['core/classes/Other.cls', source]]))).toEqual(['core/classes/Other.cls:1 parses JSON, and nothing says whose']);
});
