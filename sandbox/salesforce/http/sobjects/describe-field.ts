import type { FieldDescribe, ObjectDescribe } from '../../org.ts';

const soapTypes: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
};

const numbers = new Set(['int', 'double', 'currency', 'percent']);

/** What no field of this org has. */
const plainFlags = {
  aiPredictionField: false,
  autoNumber: false,
  calculatedFormula: null,
  cascadeDelete: false,
  compoundFieldName: null,
  controllerName: null,
  defaultValueFormula: null,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  displayLocationInDecimal: false,
  encrypted: false,
  extraTypeInfo: null,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  highScaleNumber: false,
  htmlFormatted: false,
  inlineHelpText: null,
  mask: null,
  maskType: null,
  namePointing: false,
  queryByDistance: false,
  referenceTargetField: null,
  relationshipOrder: null,
  restrictedDelete: false,
  writeRequiresMasterRead: false,
} as const;

/** One field with all the keys of a recorded describe. */
export function toWireField(object: ObjectDescribe, field: FieldDescribe): Record<string, unknown> {
  const { name, label, type, length, precision, scale, relationshipName, referenceTo } = field;
  const isText = !numbers.has(type) && type !== 'boolean';
  return {
    ...plainFlags,
    aggregatable: type !== 'boolean',
    byteLength: type === 'id' || type === 'reference' ? length : length * 3,
    calculated: field.calculated,
    caseSensitive: field.caseSensitive,
    createable: field.createable,
    custom: field.custom,
    defaultValue: type === 'boolean' ? false : null,
    defaultedOnCreate: field.defaultedOnCreate,
    digits: type === 'int' ? 9 : 0,
    externalId: field.externalId,
    filterable: type !== 'textarea' || length <= 255,
    groupable: isText && type !== 'datetime' && length <= 255,
    idLookup: name === 'Id' || field.externalId || name === 'Name',
    label,
    length,
    name,
    nameField: name === nameFieldOf(object),
    nillable: field.nillable,
    permissionable: name !== 'Id' && field.nillable,
    picklistValues: field.picklistValues.map(({ active, defaultValue, label: shown, value }) => ({ active, defaultValue, label: shown, validFor: null, value })),
    polymorphicForeignKey: referenceTo.length > 1,
    precision,
    referenceTo,
    relationshipName,
    restrictedPicklist: field.restrictedPicklist,
    scale,
    searchPrefilterable: type === 'reference',
    soapType: soapTypes[type] ?? 'xsd:string',
    sortable: type !== 'textarea' || length <= 255,
    type,
    unique: field.unique,
    updateable: field.updateable,
  };
}

/** `Name`, or `Subject` where a standard object has no name. */
export function nameFieldOf(object: ObjectDescribe): string {
  return ['Name', 'Subject', 'CaseNumber', 'OrderNumber', 'DeveloperName'].find((name) => object.fields.some((field) => field.name === name)) ?? 'Id';
}
