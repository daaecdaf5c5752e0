import { fieldsFor } from './company-fields.ts';
import type { MappingDocument, MappingField } from './document.ts';
import { inspectExpression } from './expressions/inspect.ts';
import { applyMapping, type MappingContext } from './apply-mapping.ts';
import { lookupKey, type LookupNeed, type Lookups } from './lookups.ts';
import type { MappingRecord } from './record.ts';
import { transformNamed } from './transforms/index.ts';

/** Notes which questions are asked of it. */
class Noting extends Map<string, string | null> {
  readonly asked = new Set<string>();
  override get(key: string): string | null | undefined {
    const known = super.get(key);
    if (known === undefined) this.asked.add(key);
    return known;
  }
}

/**
 * Look-ups that a record needs and `lookups` does not have yet, each once. A look-up of what another one gives shows only
 * after that one was answered: ask again until none is left.
 */
export async function neededLookups(document: MappingDocument, record: MappingRecord, context: MappingContext): Promise<LookupNeed[]> {
  const noting = new Noting(context.lookups ?? []);
  if (fieldsFor(document, context.company).some((field) => field.transforms?.some((entry) => entry.name === 'lookup') === true)) await applyMapping(document, record, { ...context, lookups: noting });
  return [...noting.asked].map((key) => {
    const [set, by, give, value] = JSON.parse(key) as [string, string, string, string];
    return { set, by, give, value };
  });
}

export const lookupAnswers = (answers: readonly (LookupNeed & { found: string | null })[]): Lookups => new Map(answers.map((answer) => [lookupKey(answer), answer.found]));

/** Paths of the record that a field reads. */
export function pathsOf(field: Partial<MappingField>): string[] {
  const paths = field.source === undefined ? [] : [field.source];
  if (field.expression !== undefined) paths.push(...inspectExpression(field.expression).paths);
  if (typeof field.when === 'string') paths.push(...inspectExpression(field.when).paths);
  else if (field.when !== undefined) paths.push(field.when.source);
  for (const { name, options } of field.transforms ?? []) paths.push(...(transformNamed(name)?.paths(options) ?? []));
  return paths;
}

/** Everything that the documents read from Salesforce, over all companies: what a deal must be read with. Values of Crossledger itself are left out. */
export function sourcesOf(documents: readonly MappingDocument[]): string[] {
  const fields = documents.flatMap((document) => [...document.fields, ...Object.values(document.companies ?? {}).flatMap((company) => company.fields)]);
  return [...new Set(fields.flatMap((field) => pathsOf(field as Partial<MappingField>)))].filter((path) => !path.startsWith('Crossledger.')).sort();
}
