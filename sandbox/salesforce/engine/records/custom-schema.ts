import { basename, dirname } from 'node:path';
import { childrenOf, flagOf, readMetadata, textOf } from './metadata.ts';
import type { SourceFile, XmlNode } from './metadata.ts';
import { makeField, makeObject } from './schema.ts';
import type { FieldDef, FieldType, ObjectDef, Schema, SharingModel } from './schema.ts';
import { addSystemFields, currencyField } from './standard-schema.ts';
import type { OrgSwitches } from './switches.ts';

const types: Record<string, FieldType> = {
  Text: 'string', TextArea: 'textarea', LongTextArea: 'textarea', Html: 'textarea', Checkbox: 'boolean', Currency: 'currency', Number: 'double', Percent: 'percent',
  Date: 'date', DateTime: 'datetime', Time: 'time', Lookup: 'reference', MasterDetail: 'reference', MetadataRelationship: 'reference', Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist', Email: 'email', Phone: 'phone', Url: 'url', AutoNumber: 'string', EncryptedText: 'encryptedstring',
};

/** Adds the objects, fields and validation rules of the package's metadata to the schema. */
export function addCustomSchema(schema: Schema, files: SourceFile[], { multiCurrency }: OrgSwitches): void {
  const globalSets = new Map(files.filter((file) => file.name.endsWith('.globalValueSet-meta.xml')).map((file) => [file.name.slice(0, -'.globalValueSet-meta.xml'.length), picklistOf(readMetadata(file.path), 'customValue')]));
  for (const file of files.filter((each) => each.name.endsWith('.object-meta.xml'))) {
    const name = file.name.slice(0, -'.object-meta.xml'.length);
    if (!schema.find(name)) addCustomObject(schema, name, readMetadata(file.path), multiCurrency);
  }
  for (const file of files.filter((each) => each.name.endsWith('.field-meta.xml'))) addCustomField(schema, file, globalSets);
  for (const file of files.filter((each) => each.name.endsWith('.validationRule-meta.xml'))) addRule(schema, file);
}

function addCustomObject(schema: Schema, name: string, meta: XmlNode, multiCurrency: boolean): void {
  const kind = name.endsWith('__mdt') ? 'metadata' : name.endsWith('__e') ? 'event' : textOf(meta, 'customSettingsType') ? 'setting' : 'custom';
  const prefix = keyPrefixOf(schema, kind === 'metadata' ? 'm' : kind === 'event' ? 'e' : 'a', name);
  const def = schema.add(makeObject(name, {
    custom: true, kind, keyPrefix: prefix, setup: kind === 'metadata', label: textOf(meta, 'label') ?? name, labelPlural: textOf(meta, 'pluralLabel') ?? textOf(meta, 'label') ?? name,
    sharing: (textOf(meta, 'sharingModel') ?? 'ReadWrite') as SharingModel,
  }));
  addSystemFields(schema, def);
  if (multiCurrency && kind === 'custom') schema.addField(def, currencyField());
  if (kind === 'metadata') for (const field of ['DeveloperName', 'MasterLabel', 'Label', 'QualifiedApiName', 'NamespacePrefix', 'Language']) schema.addField(def, makeField(field, 'string', { length: 80, permissionable: false }));
  if (kind === 'setting') schema.addField(def, makeField('SetupOwnerId', 'reference', { length: 18, referenceTo: ['Organization', 'Profile', 'User'], relationshipName: 'SetupOwner', permissionable: false }));
  if (kind === 'event') for (const field of ['ReplayId', 'EventUuid']) schema.addField(def, makeField(field, 'string', { length: 100, permissionable: false }));
  if (kind !== 'custom' && kind !== 'setting') return;
  const nameField = childrenOf(meta, 'nameField')[0];
  const format = nameField && textOf(nameField, 'type') === 'AutoNumber' ? textOf(nameField, 'displayFormat') ?? '{0}' : null;
  schema.addField(def, makeField('Name', 'string', { length: 80, label: (nameField && textOf(nameField, 'label')) ?? 'Name', autoNumber: format, createable: !format, updateable: !format, permissionable: false }));
  if (kind === 'custom' && def.sharing !== 'ControlledByParent') schema.addField(def, makeField('OwnerId', 'reference', { length: 18, referenceTo: ['User'], relationshipName: 'Owner', defaultValue: '$User', permissionable: false }));
}

/** Follows from the name, so that rows keep the prefix of their ids when a deployment adds other objects. */
function keyPrefixOf(schema: Schema, letter: string, name: string): string {
  const taken = new Set([...schema.objects.values()].map((def) => def.keyPrefix));
  let hash = 7;
  for (const each of name) hash = (Math.imul(hash, 31) + each.charCodeAt(0)) >>> 0;
  for (let at = hash; ; at += 1) {
    const prefix = letter + (at % 1296).toString(36).toUpperCase().padStart(2, '0');
    if (!taken.has(prefix)) return prefix;
  }
}

function addCustomField(schema: Schema, file: SourceFile, globalSets: Map<string, FieldDef['picklist']>): void {
  const object = schema.find(file.grandparent);
  if (!object) throw new Error(`${file.path}: the org has no object ${file.grandparent}`);
  const meta = readMetadata(file.path);
  const name = textOf(meta, 'fullName') ?? basename(file.path, '.field-meta.xml');
  const metaType = textOf(meta, 'type');
  if (!metaType) {
    const standard = object.fields.get(name.toLowerCase());
    if (!standard) throw new Error(`${file.path}: no type, and ${object.name} has no standard field ${name}`);
    return;
  }
  const field = makeCustomField(name, metaType, meta, file.path);
  const setName = childrenOf(meta, 'valueSet')[0];
  if (setName) readValueSet(field, setName, globalSets);
  schema.addField(object, field);
  const childName = textOf(meta, 'relationshipName');
  for (const target of field.referenceTo) schema.addChild(target, { name: childName ? `${childName}__r` : '', object: object.name, field: name });
}

function makeCustomField(name: string, metaType: string, meta: XmlNode, path: string): FieldDef {
  const type = types[metaType];
  if (!type) throw new Error(`${path}: field type ${metaType} is not supported`);
  const formula = textOf(meta, 'formula');
  if (formula !== null) throw new Error(`${path}: formula fields are not supported by the sandbox`);
  const precision = Number(textOf(meta, 'precision') ?? 18);
  const scale = Number(textOf(meta, 'scale') ?? 0);
  const numeric = ['double', 'currency', 'percent'].includes(type);
  const masterDetail = metaType === 'MasterDetail';
  const readOnly = formula !== null || metaType === 'AutoNumber';
  const required = flagOf(meta, 'required') || masterDetail;
  const deletion = textOf(meta, 'deleteConstraint');
  return makeField(name, type, {
    custom: true, label: textOf(meta, 'label') ?? name, required, formula, calculated: formula !== null, autoNumber: metaType === 'AutoNumber' ? textOf(meta, 'displayFormat') ?? '{0}' : null,
    length: numeric || type === 'boolean' ? 0 : type === 'reference' ? 18 : Number(textOf(meta, 'length') ?? (type === 'email' ? 80 : type === 'phone' ? 40 : 255)),
    precision: numeric ? precision : 0, scale: numeric ? scale : 0, createable: !readOnly, updateable: !readOnly && !masterDetail,
    defaultValue: textOf(meta, 'defaultValue') ?? (type === 'boolean' ? 'false' : null), externalId: flagOf(meta, 'externalId'), unique: flagOf(meta, 'unique'), caseSensitive: flagOf(meta, 'caseSensitive'),
    referenceTo: (textOf(meta, 'referenceTo') ?? '').split(' ').filter(Boolean), relationshipName: type === 'reference' ? name.replace(/__c$/, '__r') : null,
    onParentDelete: masterDetail || deletion === 'Cascade' ? 'cascade' : deletion === 'Restrict' ? 'restrict' : 'setNull', permissionable: !required,
  });
}

function readValueSet(field: FieldDef, valueSet: XmlNode, globalSets: Map<string, FieldDef['picklist']>): void {
  const global = textOf(valueSet, 'valueSetName');
  const definition = childrenOf(valueSet, 'valueSetDefinition')[0];
  field.restricted = flagOf(valueSet, 'restricted') || global !== null;
  field.picklist = global !== null ? globalSets.get(global) ?? [] : definition ? picklistOf(definition, 'value') : [];
  const standard = field.picklist.find((value) => value.isDefault);
  if (standard && field.defaultValue === null) field.defaultValue = `'${standard.value}'`;
}

function picklistOf(node: XmlNode, tag: string): FieldDef['picklist'] {
  return childrenOf(node, tag).map((value) => ({ value: textOf(value, 'fullName') ?? '', label: textOf(value, 'label') ?? textOf(value, 'fullName') ?? '', isDefault: flagOf(value, 'default') }));
}

function addRule(schema: Schema, file: SourceFile): void {
  const meta = readMetadata(file.path);
  if (!flagOf(meta, 'active')) return;
  const object: ObjectDef = schema.object(basename(dirname(dirname(file.path))));
  object.validationRules.push({ object: object.name, name: textOf(meta, 'fullName') ?? file.name, message: textOf(meta, 'errorMessage') ?? '', field: textOf(meta, 'errorDisplayField'), formula: textOf(meta, 'errorConditionFormula') });
}
