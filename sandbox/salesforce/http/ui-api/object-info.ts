import type { WireReply } from '../../../common/wire.ts';
import type { FieldDescribe, ObjectDescribe } from '../../org.ts';
import { dataPath, param, type Call, type Route } from '../call.ts';
import { describeObject } from '../records/read-record.ts';
import { json } from '../reply.ts';
import { nameFieldOf } from '../sobjects/describe-field.ts';

const masterType = '012000000000000AAA';

export const objectInfoRoutes: Route[] = [
  { method: 'GET', pattern: 'ui-api/object-info/:object', answer: answerObjectInfo },
  { method: 'GET', pattern: 'ui-api/object-info/:object/picklist-values/:recordType', answer: answerAllPicklists },
  { method: 'GET', pattern: 'ui-api/object-info/:object/picklist-values/:recordType/:field', answer: answerPicklist },
];

function answerObjectInfo(call: Call): WireReply {
  const object = describeObject(call, param(call, 'object'));
  return json(200, {
    apiName: object.name,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: object.childRelationships.map(({ childSObject, field, relationshipName }) => ({ childObjectApiName: childSObject, fieldName: field, junctionIdListNames: [], junctionReferenceTo: [], relationshipName })),
    compactLayoutable: true,
    createable: object.createable,
    custom: object.custom,
    defaultRecordTypeId: masterType,
    deletable: object.deletable,
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(object.fields.map((field) => [field.name, toUiField(call, object, field)])),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: true,
    mruEnabled: true,
    nameFields: [nameFieldOf(object)],
    queryable: object.queryable,
    recordTypeInfos: { [masterType]: { available: true, defaultRecordTypeMapping: true, master: true, name: 'Master', recordTypeId: masterType } },
    searchable: true,
    themeInfo: null,
    updateable: object.updateable,
  });
}

function toUiField(call: Call, object: ObjectDescribe, field: FieldDescribe): Record<string, unknown> {
  const { name, label, length, precision, scale, createable, updateable, custom, calculated, unique, referenceTo, relationshipName } = field;
  const names = (type: string): string[] => {
    const parent = call.context.org.describe(type, call.actor);
    return parent ? [nameFieldOf(parent)] : ['Name'];
  };
  return {
    apiName: name,
    calculated,
    compound: false,
    compoundComponentName: null,
    compoundFieldName: null,
    controllerName: null,
    controllingFields: [],
    createable,
    custom,
    dataType: dataTypeOf(field),
    extraTypeInfo: null,
    filterable: true,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: null,
    label,
    length,
    nameField: name === nameFieldOf(object),
    polymorphicForeignKey: referenceTo.length > 1,
    precision,
    reference: referenceTo.length > 0,
    referenceTargetField: null,
    referenceToInfos: referenceTo.map((apiName) => ({ apiName, nameFields: names(apiName) })),
    relationshipName,
    required: createable && !field.nillable && !field.defaultedOnCreate,
    scale,
    searchPrefilterable: false,
    sortable: true,
    unique,
    updateable,
  };
}

const dataTypes: Readonly<Record<string, string>> = { datetime: 'DateTime', textarea: 'TextArea', multipicklist: 'MultiPicklist', id: 'Reference' };

function dataTypeOf({ type }: FieldDescribe): string {
  return dataTypes[type] ?? type.charAt(0).toUpperCase() + type.slice(1);
}

function answerPicklist(call: Call): WireReply {
  const object = describeObject(call, param(call, 'object'));
  const field = object.fields.find((one) => one.name === param(call, 'field'));
  const url = dataPath(call, `ui-api/object-info/${object.name}/picklist-values/${param(call, 'recordType')}/${param(call, 'field')}`);
  return json(field ? 200 : 404, field ? toPicklist(field, url) : [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
}

function answerAllPicklists(call: Call): WireReply {
  const object = describeObject(call, param(call, 'object'));
  const base = dataPath(call, `ui-api/object-info/${object.name}/picklist-values/${param(call, 'recordType')}`);
  const picklists = object.fields.filter((field) => field.picklistValues.length > 0);
  return json(200, { picklistFieldValues: Object.fromEntries(picklists.map((field) => [field.name, toPicklist(field, `${base}/${field.name}`)])) });
}

function toPicklist(field: FieldDescribe, url: string): Record<string, unknown> {
  const values = field.picklistValues.filter((one) => one.active).map(({ label, value }) => ({ attributes: null, label, validFor: [], value }));
  const chosen = field.picklistValues.find((one) => one.defaultValue);
  const defaultValue = chosen ? { attributes: null, label: chosen.label, validFor: [], value: chosen.value } : null;
  return { controllerValues: {}, defaultValue, url, values };
}
