import { isDeepStrictEqual } from 'node:util';
import type { MappingDocument } from './document.ts';

export interface FieldChange {
  kind: 'added' | 'removed' | 'changed';
  /** Empty for the document's own fields. */
  company: string;
  target: string;
  /** Settings that differ, `source`, `maxLength`; both sides as data, null where absent. */
  settings: { name: string; before: unknown; after: unknown }[];
  says: string;
}

export interface MappingDiff {
  isEqual: boolean;
  changes: FieldChange[];
  /** One sentence per change, and one for each change of the document's head. */
  words: string[];
}

type Field = Readonly<Record<string, unknown>> & { target: string };

const settingsOf = (field: object): [string, unknown][] => Object.entries(field).filter(([name, value]) => name !== 'target' && value !== undefined);
const write = (value: unknown): string => (value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value));
const originOf = (field: Field): string => (field['source'] ?? (field['constant'] === undefined ? field['expression'] : `the constant ${write(field['constant'])}`) ?? (field['remove'] === true ? 'nothing (removed)' : 'the same source')) as string;

/** What changes from one version of a mapping to another, field by field; notes included, order of fields not. */
export function diffMappings(before: MappingDocument, after: MappingDocument): MappingDiff {
  const head = headWords(before, after);
  const companies = [...new Set([...Object.keys(before.companies ?? {}), ...Object.keys(after.companies ?? {})])].sort();
  const changes = [
    ...diffFields('', before.fields, after.fields),
    ...companies.flatMap((company) => diffFields(company, before.companies?.[company]?.fields ?? [], after.companies?.[company]?.fields ?? [])),
  ];
  return { isEqual: changes.length === 0 && head.length === 0, changes, words: [...head, ...changes.map((change) => change.says)] };
}

function headWords(before: MappingDocument, after: MappingDocument): string[] {
  return (['object', 'erp', 'set', 'version', 'note'] as const).filter((key) => before[key] !== after[key]).map((key) => `${key} is ${write(after[key] ?? null)}, was ${write(before[key] ?? null)}.`);
}

function diffFields(company: string, before: readonly Field[], after: readonly Field[]): FieldChange[] {
  const targets = [...new Set([...before, ...after].map((field) => field.target))];
  return targets.flatMap((target): FieldChange[] => {
    const [old, fresh] = [before.find((field) => field.target === target), after.find((field) => field.target === target)];
    const settings = settingChanges(old, fresh);
    if (settings.length === 0 && old !== undefined && fresh !== undefined) return [];
    const kind = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'changed';
    return [{ kind, company, target, settings, says: sentence(kind, company, target, settings, fresh ?? old) }];
  });
}

function settingChanges(old: Field | undefined, fresh: Field | undefined): FieldChange['settings'] {
  const [was, is] = [new Map(settingsOf(old ?? {})), new Map(settingsOf(fresh ?? {}))];
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => !isDeepStrictEqual(was.get(name), is.get(name))).map((name) => ({ name, before: was.get(name) ?? null, after: is.get(name) ?? null }));
}

function sentence(kind: FieldChange['kind'], company: string, target: string, settings: FieldChange['settings'], field: Field | undefined): string {
  const where = company === '' ? target : `${target} in company ${company}`;
  if (kind === 'added') return `${where} is new, from ${field === undefined ? 'nothing' : originOf(field)}.`;
  if (kind === 'removed') return `${where} is not mapped any more.`;
  return `${where}: ${settings.map((setting) => `${setting.name} is ${setting.after === null ? 'not set any more' : write(setting.after)}, was ${setting.before === null ? 'not set' : write(setting.before)}`).join('; ')}.`;
}
