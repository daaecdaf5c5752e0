import type { DealRecord, DescribedField, SourceScope } from './org-port.ts';
import type { PackageNames } from './names.ts';

/** Objects whose fields a mapping may name, and the way to them from an opportunity or a line. */
export const SCOPES = {
  Opportunity: { object: 'Opportunity', path: '' },
  Account: { object: 'Account', path: 'Account.' },
  Owner: { object: 'User', path: 'Owner.' },
  Contact: { object: 'Contact', path: '' },
  OpportunityLineItem: { object: 'OpportunityLineItem', path: '' },
  Product2: { object: 'Product2', path: 'Product2.' },
  PricebookEntry: { object: 'PricebookEntry', path: 'PricebookEntry.' },
} as const satisfies Record<SourceScope, { object: string; path: string }>;

const HEADER: readonly SourceScope[] = ['Opportunity', 'Account', 'Owner'];
const LINE: readonly SourceScope[] = ['OpportunityLineItem', 'Product2', 'PricebookEntry'];

export interface ChosenFields {
  header: string[];
  lines: string[];
  contact: string[];
  /** Sources that the org does not have, or that the integration user may not read. */
  lacking: string[];
}

/** A source as a mapping writes it, `Account.ERP_Tax_Id__c`: fields of the package without their namespace. */
interface Source {
  scope: SourceScope;
  field: string;
}

function readSource(source: string): Source | null {
  const [scope, field, ...rest] = source.split('.');
  return scope !== undefined && field !== undefined && rest.length === 0 && Object.hasOwn(SCOPES, scope) ? { scope: scope as SourceScope, field } : null;
}

/** A field that is not found is looked for in a description that is not older than this: somebody may have added it or granted it. */
const LACKING_MS = 60_000;

type Describe = (object: string, atMostMs?: number) => Promise<readonly DescribedField[]>;

/** Which of the sources the org has, as it writes them: a field that is gone is left out and told, so that its absence shows in the mapping. */
export async function chooseFields(sources: readonly string[], names: PackageNames, describe: Describe): Promise<ChosenFields> {
  const chosen: ChosenFields = { header: [], lines: [], contact: [], lacking: [] };
  const hasContact = (await describe('Opportunity')).some((field) => field.name === 'ContactId');
  for (const text of new Set(sources)) {
    const source = readSource(text);
    if (source === null) continue;
    const field = await orgName(source, names, describe);
    if (field === null) {
      chosen.lacking.push(text);
      continue;
    }
    const path = SCOPES[source.scope].path + field;
    if (HEADER.includes(source.scope)) chosen.header.push(path);
    else if (LINE.includes(source.scope)) chosen.lines.push(path);
    else if (hasContact) chosen.contact.push(path);
  }
  return chosen;
}

/** Only names that the org itself told enter a query. */
async function orgName({ scope, field }: Source, names: PackageNames, describe: Describe): Promise<string | null> {
  const wanted = [field, names.own(field)].map((name) => name.toLowerCase());
  const nameIn = (fields: readonly DescribedField[]): string | undefined => fields.find((described) => wanted.includes(described.name.toLowerCase()))?.name;
  return nameIn(await describe(SCOPES[scope].object)) ?? nameIn(await describe(SCOPES[scope].object, LACKING_MS)) ?? null;
}

/** The plain values of a row and of its parents, under the names that mappings use. */
export function recordOf(row: Readonly<Record<string, unknown>>, scopes: 'header' | 'lines', names: PackageNames): DealRecord {
  const record: DealRecord = {};
  for (const scope of scopes === 'header' ? HEADER : LINE) {
    const { path } = SCOPES[scope];
    const values = path === '' ? row : row[path.slice(0, -1)];
    record[scope] = plainValues(values, names);
  }
  return record;
}

export function plainValues(values: unknown, names: PackageNames): Record<string, unknown> {
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== 'object' || value === null).map(([name, value]) => [names.plain(name), value]));
}
