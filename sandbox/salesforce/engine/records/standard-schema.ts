import { Schema, makeField, makeObject } from './schema.ts';
import type { FieldDef, FieldType, ObjectDef } from './schema.ts';
import { currencyType, stages, standardObjects } from './standard-objects.ts';
import type { StandardObject } from './standard-objects.ts';
import { personFields } from './person-accounts.ts';
import { corporateCurrency, currencies } from './switches.ts';
import type { OrgSwitches } from './switches.ts';

/** Makes the schema of the standard objects. */
export function makeStandardSchema(switches: OrgSwitches): Schema {
  const schema = new Schema();
  const known = switches.multiCurrency ? [...standardObjects, currencyType] : standardObjects;
  const sources = switches.personAccounts ? known.map((source) => ({ ...source, fields: [...source.fields, ...(personFields[source.name] ?? [])] })) : known;
  for (const source of sources) addStandardObject(schema, source, switches);
  for (const source of sources) linkChildren(schema, source);
  const stage = schema.field('Opportunity', 'StageName');
  if (stage) stage.picklist = stages.map((each) => ({ value: each.label, label: each.label, isDefault: false }));
  return schema;
}

function addStandardObject(schema: Schema, source: StandardObject, { multiCurrency }: OrgSwitches): void {
  const def = schema.add(makeObject(source.name, {
    keyPrefix: source.prefix, setup: source.setup ?? false, labelPlural: source.plural ?? `${source.name}s`, label: source.name === 'Product2' ? 'Product' : source.name === 'OpportunityLineItem' ? 'Opportunity Product' : source.name.replace(/([a-z])([A-Z])/g, '$1 $2'),
  }));
  addSystemFields(schema, def);
  for (const line of source.fields) schema.addField(def, parseField(line).field);
  if (multiCurrency && !def.setup) schema.addField(def, currencyField(currencyRights[source.name]));
}

/** A line has the currency of what it belongs to, and a price keeps the one that it was made in (salesforce.md §6.2). */
const currencyRights: Readonly<Record<string, Partial<FieldDef>>> = {
  PricebookEntry: { updateable: false },
  OpportunityLineItem: { createable: false, updateable: false, calculated: true },
  OrderItem: { createable: false, updateable: false, calculated: true },
};

/** Which currency a record is in; only an org with several has it. */
export const currencyField = (part: Partial<FieldDef> = {}): FieldDef =>
  makeField('CurrencyIsoCode', 'picklist', { length: 3, label: 'Currency ISO Code', permissionable: false, defaultValue: corporateCurrency, restricted: true, picklist: currencies.map(({ code }) => ({ value: code, label: code, isDefault: code === corporateCurrency })), ...part });

/** The fields that every record has. */
export function addSystemFields(schema: Schema, def: ObjectDef): void {
  const readOnly = { createable: false, updateable: false, permissionable: false };
  schema.addField(def, makeField('Id', 'id', { ...readOnly, length: 18, label: 'Record ID' }));
  schema.addField(def, makeField('IsDeleted', 'boolean', { ...readOnly, label: 'Deleted' }));
  schema.addField(def, makeField('CreatedDate', 'datetime', readOnly));
  schema.addField(def, makeField('CreatedById', 'reference', { ...readOnly, referenceTo: ['User'], relationshipName: 'CreatedBy', length: 18 }));
  schema.addField(def, makeField('LastModifiedDate', 'datetime', readOnly));
  schema.addField(def, makeField('LastModifiedById', 'reference', { ...readOnly, referenceTo: ['User'], relationshipName: 'LastModifiedBy', length: 18 }));
  schema.addField(def, makeField('SystemModstamp', 'datetime', readOnly));
}

const simpleTypes: Record<string, FieldType> = { pick: 'picklist', rpick: 'picklist', autonumber: 'string' };

function parseField(line: string): { field: FieldDef; children: string | null } {
  const [name = '', head = '', ...flags] = line.split(' ');
  const [, word = '', size, list] = /^(\w+)(?:\(([\d,]+)\))?(?::(.*))?$/.exec(head) ?? [];
  const type = simpleTypes[word] ?? (word as FieldType);
  const numbers = (size ?? '').split(',').map(Number);
  const field = makeField(name, type, { length: type === 'reference' || type === 'id' ? 18 : size ? numbers[0] ?? 0 : 255 });
  if (type === 'double' || type === 'currency' || type === 'percent') Object.assign(field, { length: 0, precision: size ? numbers[0] : 18, scale: size ? numbers[1] : 2 });
  if (type === 'boolean') Object.assign(field, { length: 0, defaultValue: 'false' });
  if (type === 'reference') field.referenceTo = (list ?? '').split('|');
  if (type === 'picklist') Object.assign(field, { picklist: (list ?? '').split('|').filter(Boolean).map((each) => ({ value: each.replace(/_/g, ' '), label: each.replace(/_/g, ' '), isDefault: false })), restricted: word === 'rpick' });
  if (word === 'autonumber') Object.assign(field, { autoNumber: list ?? '{0}', createable: false, updateable: false, permissionable: false });
  return { field, children: applyFlags(field, flags) };
}

function applyFlags(field: FieldDef, flags: string[]): string | null {
  let children: string | null = null;
  for (const flag of flags) {
    const [key = '', ...rest] = flag.split(':');
    const value = rest.join(':');
    if (key === 'req') Object.assign(field, { required: true, permissionable: false });
    else if (key === 'ro') Object.assign(field, { createable: false, updateable: false });
    else if (key === 'createonly') field.updateable = false;
    else if (key === 'calc') Object.assign(field, { createable: false, updateable: false, calculated: true, permissionable: false });
    else if (key === 'unique') field.unique = true;
    else if (key === 'ext') field.externalId = true;
    else if (key === 'default') field.defaultValue = value.replace(/_/g, ' ');
    else if (key === 'rel') field.relationshipName = value;
    else if (key === 'children') children = value;
    else if (key === 'always') field.permissionable = false;
    else if (key === 'cascade') field.onParentDelete = 'cascade';
    else throw new Error(`Unknown flag ${flag} of the standard field ${field.name}`);
  }
  return children;
}

function linkChildren(schema: Schema, source: StandardObject): void {
  for (const line of source.fields) {
    const { field, children } = parseField(line);
    for (const target of field.referenceTo) schema.addChild(target, { name: children ?? '', object: source.name, field: field.name });
  }
}
