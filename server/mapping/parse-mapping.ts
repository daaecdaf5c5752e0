import { isCollection, LineCounter, parseDocument, type Document } from 'yaml';
import type * as z from 'zod';
import { CrossledgerError } from '../kernel/errors.ts';
import { fieldsFor } from './company-fields.ts';
import { FIELD_SETTINGS, mappingDocument, wholeFieldProblem, type MappingDocument } from './document.ts';
import { meant, nearest } from './nearest.ts';
import { wordsOf } from './schema-words.ts';

const LONGEST_TEXT = 512 * 1024;
const KEYS = ['object', 'erp', 'set', 'version', 'fields', 'companies', ...FIELD_SETTINGS, 'remove'];

export interface ParseProblem {
  /** From 1. */
  line: number;
  /** Target of the field, or the place in the document: `set`. */
  field: string;
  sentence: string;
}

export interface ParsedMapping {
  /** Null when there are problems. */
  document: MappingDocument | null;
  problems: ParseProblem[];
  /** Line of each field of the document by its target; of a company's override by `company/target`. */
  lines: ReadonlyMap<string, number>;
}

type Path = readonly PropertyKey[];
const failed = (problems: ParseProblem[]): ParsedMapping => ({ document: null, problems, lines: new Map() });

/** Reads a mapping document; what is wrong is told all at once, by line and field. Never throws. */
export function parseMapping(text: string): ParsedMapping {
  if (text.length > LONGEST_TEXT) return failed([{ line: 1, field: 'document', sentence: 'The document is longer than 512 KB.' }]);
  const counter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: true, stringKeys: true, logLevel: 'error' });
  if (yaml.errors.length > 0) return failed(yaml.errors.map((error) => ({ line: counter.linePos(error.pos[0]).line, field: 'document', sentence: `The text is not valid YAML: ${error.message}.` })));
  let raw: unknown;
  try {
    raw = yaml.toJS({ maxAliasCount: 100 });
  } catch {
    return failed([{ line: 1, field: 'document', sentence: 'The document repeats itself through too many aliases.' }]);
  }
  const parsed = mappingDocument.safeParse(raw, { reportInput: true });
  const lineAt = (path: Path): number => lineOf(yaml, counter, path);
  if (!parsed.success) return failed(telling(flatten(parsed.error.issues)).map((issue) => toProblem(issue, raw, lineAt)));
  const problems = [...repeated(parsed.data, lineAt), ...unfitting(parsed.data, lineAt)];
  return problems.length > 0 ? failed(problems) : { document: parsed.data, problems: [], lines: linesOf(parsed.data, lineAt) };
}

/** Reads a mapping document that must be right; throws `mapping.invalid` with everything that is wrong. */
export function readMapping(text: string): MappingDocument {
  const { document, problems } = parseMapping(text);
  if (document === null) throw new CrossledgerError('mapping.invalid', { problem: problems.map((problem) => `line ${problem.line}, ${problem.field}: ${problem.sentence}`).join(' ') });
  return document;
}

function lineOf(yaml: Document, counter: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? yaml.contents : yaml.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? (node as { range?: [number, number, number] | null }).range : undefined;
    // A block under a key begins on the next line: the first of its own keys is the line to look at.
    if (range !== undefined && range !== null) return counter.linePos(isCollection(node) && length === 0 ? 0 : range[0]).line || 1;
  }
  return 1;
}

type Issue = z.core.$ZodIssue;

/** Of a choice between shapes only the branch that came furthest is told. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const branches = issue.errors.map((branch) => flatten(branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))));
    return branches.find((branch) => branch.some((inner) => inner.path.length > issue.path.length || inner.code === 'custom' || inner.code === 'unrecognized_keys')) ?? [issue];
  });
}

/** A setting that is misspelled is also missing; the misspelling says it all. */
const telling = (issues: Issue[]): Issue[] => issues.filter((issue) => issue.code !== 'custom' || !issues.some((other) => other.code === 'unrecognized_keys' && other.path.join('/') === issue.path.join('/')));

function toProblem(issue: Issue, raw: unknown, lineAt: (path: Path) => number): ParseProblem {
  const field = fieldName(raw, issue.path);
  const place = issue.path.slice(fieldDepth(issue.path)).map(String).join('.');
  const hints = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => meant(nearest(key, KEYS))).join('') : '';
  const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && at.length > 0 && valueIn(raw, at) === undefined;
  const words = missing ? 'is missing' : wordsOf(issue);
  return { line: lineAt(at), field, sentence: `${place === '' ? capital(words) : `"${place}" ${words}`}.${hints}`.replace(/\?\.|\.\./g, (end) => end.slice(0, 1)) };
}

const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);
const valueIn = (raw: unknown, path: Path): unknown => path.reduce<unknown>((holder, key) => (typeof holder === 'object' && holder !== null ? (holder as Record<PropertyKey, unknown>)[key] : undefined), raw);

function fieldDepth(path: Path): number {
  if (path[0] === 'fields' && typeof path[1] === 'number') return 2;
  return path[0] === 'companies' && path[2] === 'fields' && typeof path[3] === 'number' ? 4 : 0;
}

function fieldName(raw: unknown, path: Path): string {
  const depth = fieldDepth(path);
  if (depth === 0) return String(path[0] ?? 'document');
  const target = valueIn(raw, [...path.slice(0, depth), 'target']);
  const name = typeof target === 'string' ? target : `field ${Number(path[depth - 1]) + 1}`;
  return depth === 4 ? `${String(path[1])}/${name}` : name;
}

function repeated(document: MappingDocument, lineAt: (path: Path) => number): ParseProblem[] {
  const lists: [string, Path, readonly { target: string }[]][] = [['', ['fields'], document.fields]];
  for (const [company, { fields }] of Object.entries(document.companies ?? {})) lists.push([`${company}/`, ['companies', company, 'fields'], fields]);
  return lists.flatMap(([prefix, path, fields]) => fields.flatMap((given, index) => {
    const first = fields.findIndex((other) => other.target.toLowerCase() === given.target.toLowerCase());
    return first === index ? [] : [{ line: lineAt([...path, index]), field: `${prefix}${given.target}`, sentence: `"${given.target}" is filled twice; line ${lineAt([...path, first])} fills it already.` }];
  }));
}

/** An override is whole only together with the field that it changes. */
function unfitting(document: MappingDocument, lineAt: (path: Path) => number): ParseProblem[] {
  return Object.entries(document.companies ?? {}).flatMap(([company, { fields }]) => {
    const merged = new Map(fieldsFor(document, company).map((given) => [given.target, given]));
    return fields.flatMap((change, index) => {
      const says = change.remove === true ? removalProblem(document, change.target) : wholeFieldProblem(merged.get(change.target));
      return says === null ? [] : [{ line: lineAt(['companies', company, 'fields', index]), field: `${company}/${change.target}`, sentence: says }];
    });
  });
}

function removalProblem(document: MappingDocument, target: string): string | null {
  if (document.fields.some((given) => given.target === target)) return null;
  return `There is no field ${target} to remove.${meant(nearest(target, document.fields.map((given) => given.target)))}`;
}

function linesOf(document: MappingDocument, lineAt: (path: Path) => number): Map<string, number> {
  const lines = new Map(document.fields.map((given, index): [string, number] => [given.target, lineAt(['fields', index])]));
  for (const [company, { fields }] of Object.entries(document.companies ?? {})) fields.forEach((given, index) => lines.set(`${company}/${given.target}`, lineAt(['companies', company, 'fields', index])));
  return lines;
}
