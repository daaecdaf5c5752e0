import type { FieldOverride, MappingDocument, MappingField } from './document.ts';

const without = (given: MappingField, keys: readonly (keyof MappingField)[]): MappingField => Object.fromEntries(Object.entries(given).filter(([key]) => !keys.includes(key as keyof MappingField))) as MappingField;

function merge(base: MappingField | undefined, { remove: _remove, ...change }: FieldOverride): MappingField {
  const hasOrigin = change.source !== undefined || change.constant !== undefined || change.expression !== undefined;
  const kept = base === undefined ? {} : hasOrigin ? without(base, ['source', 'constant', 'expression', 'optional', 'from']) : base;
  return { ...kept, ...change };
}

/** The overrides of a company, whatever the case of its id. */
export function overridesOf(document: MappingDocument, company: string): readonly FieldOverride[] {
  const wanted = company.trim().toLowerCase();
  return Object.entries(document.companies ?? {}).find(([name]) => name.trim().toLowerCase() === wanted)?.[1].fields ?? [];
}

/** The fields as they hold in one company: its overrides change, add or remove fields by their target. */
export function fieldsFor(document: MappingDocument, company: string): MappingField[] {
  const fields = new Map(document.fields.map((given) => [given.target, given]));
  for (const change of overridesOf(document, company)) {
    if (change.remove === true) fields.delete(change.target);
    else fields.set(change.target, merge(fields.get(change.target), change));
  }
  return [...fields.values()];
}
