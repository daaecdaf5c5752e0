import type { MappingField } from './document.ts';
import type { Finding } from './finding.ts';
import { pathsOf } from './needs.ts';
import { meant, nearest } from './nearest.ts';
import { CROSSLEDGER_VALUES, SOURCE_OBJECTS } from './source-names.ts';

/** A field of an object as the org describes it. */
export interface DescribedField {
  name: string;
  /** As Salesforce writes it: `string`, `currency`, `date`. */
  type: string;
  label?: string;
  length?: number;
}

type Sources = Readonly<Record<string, readonly DescribedField[]>>;

/** The record's paths against the org; objects that were not described are taken as they are. */
export function checkSources(fields: readonly MappingField[], sources: Sources, company: string): Finding[] {
  return fields.flatMap((field) => [...new Set(pathsOf(field))].flatMap((path) => checkPath(field, path, sources, company)));
}

function checkPath(field: MappingField, path: string, sources: Sources, company: string): Finding[] {
  const [scope = '', ...rest] = path.split('.');
  const name = rest.join('.');
  const finding = (level: Finding['level'], code: string, sentence: string, near: string | null): Finding => ({ level, code, field: field.target, company, sentence: `${field.target}: ${sentence}`, nearest: near });
  if (scope === 'Crossledger') return CROSSLEDGER_VALUES.some((known) => known === name) ? [] : [unknown(finding, `Crossledger computes no value "${name}".`, 'Crossledger.', nearest(name, CROSSLEDGER_VALUES))];
  const described = sources[scope];
  if (described === undefined) {
    return SOURCE_OBJECTS.some((known) => known === scope) ? [] : [unknown(finding, `"${scope}" is no object that a mapping can read.`, '', nearest(scope, SOURCE_OBJECTS))];
  }
  const source = described.find((known) => known.name === name);
  if (source === undefined) {
    if (field.optional === true && path === field.source) return [];
    return [unknown(finding, `the org has no field ${path}, or Crossledger may not read it.`, `${scope}.`, nearest(name, described.map((known) => known.name)))];
  }
  return path === field.source ? fits(field, source).map((sentence) => finding('warning', 'source-type', sentence, null)) : [];
}

function unknown(finding: (level: Finding['level'], code: string, sentence: string, near: string | null) => Finding, sentence: string, prefix: string, near: string | null): Finding {
  const full = near === null ? null : `${prefix}${near}`;
  return finding('error', 'source-unknown', `${sentence}${meant(full)}`, full);
}

const NUMBERS = new Set(['currency', 'double', 'percent', 'int', 'long']);
const DATES = new Set(['date', 'datetime']);

/** Kinds that hardly ever fit without a transform or a table. */
function fits(field: MappingField, source: DescribedField): string[] {
  if (field.from !== undefined || (field.transforms ?? []).length > 0 || field.values !== undefined) return [];
  const isNumber = NUMBERS.has(source.type);
  const isDate = DATES.has(source.type);
  const wantsDate = field.type === 'date' || field.type === 'instant';
  const wantsNumber = field.type === 'decimal' || field.type === 'integer';
  if (wantsDate && !isDate) return [`${field.source ?? ''} is a field of type ${source.type}, the mapping sends a date.`];
  if (wantsNumber && (isDate || source.type === 'boolean')) return [`${field.source ?? ''} is a field of type ${source.type}, the mapping sends a number.`];
  if (field.type === 'boolean' && (isNumber || isDate)) return [`${field.source ?? ''} is a field of type ${source.type}, the mapping sends yes or no.`];
  return [];
}
