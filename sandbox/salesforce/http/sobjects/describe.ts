import type { WireReply } from '../../../common/wire.ts';
import type { ObjectDescribe } from '../../org.ts';
import { dataPath, param, type Call, type Route } from '../call.ts';
import { describeObject } from '../records/read-record.ts';
import { json } from '../reply.ts';
import { toWireField } from './describe-field.ts';

export const describeRoutes: Route[] = [
  { method: 'GET', pattern: 'sobjects', answer: describeGlobal },
  { method: 'GET', pattern: 'sobjects/:object', answer: describeBasic },
  { method: 'GET', pattern: 'sobjects/:object/describe', answer: describeFully },
];

function describeGlobal(call: Call): WireReply {
  const { org } = call.context;
  const objects = org.objectNames(call.actor).flatMap((name) => org.describe(name, call.actor) ?? []);
  return json(200, { encoding: 'UTF-8', maxBatchSize: 200, sobjects: objects.map((object) => ({ ...toFlags(object), urls: toUrls(call, object) })) });
}

function describeBasic(call: Call): WireReply {
  const object = describeObject(call, param(call, 'object'));
  return json(200, { objectDescribe: { ...toFlags(object), urls: toUrls(call, object) }, recentItems: [] });
}

function describeFully(call: Call): WireReply {
  const object = describeObject(call, param(call, 'object'));
  return json(200, toWireDescribe(call, object));
}

/** The keys of a recorded describe; what the engine does not know is answered as a plain org would. */
function toWireDescribe(call: Call, object: ObjectDescribe): Record<string, unknown> {
  return {
    actionOverrides: [],
    ...toFlags(object),
    childRelationships: object.childRelationships.map(toWireChild),
    compactLayoutable: true,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: object.fields.map((field) => toWireField(object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [toMasterType(call, object)],
    searchLayoutable: true,
    sobjectDescribeOption: 'FULL',
    supportedScopes: [
      { label: `All ${object.labelPlural.toLowerCase()}`, name: 'everything' },
      { label: `My ${object.labelPlural.toLowerCase()}`, name: 'mine' },
    ],
    urls: toUrls(call, object),
  };
}

function toFlags(object: ObjectDescribe): Record<string, unknown> {
  const { name, label, labelPlural, keyPrefix, custom, createable, updateable, deletable, queryable } = object;
  return {
    activateable: false,
    associateEntityType: null,
    associateParentEntity: null,
    createable,
    custom,
    customSetting: false,
    deepCloneable: false,
    deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix,
    label,
    labelPlural,
    layoutable: true,
    mergeable: ['Account', 'Contact', 'Lead'].includes(name),
    mruEnabled: true,
    name,
    queryable,
    replicateable: true,
    retrieveable: true,
    searchable: !custom,
    triggerable: true,
    undeletable: deletable,
    updateable,
  };
}

function toWireChild(child: ObjectDescribe['childRelationships'][number]): Record<string, unknown> {
  return { cascadeDelete: false, ...child, deprecatedAndHidden: false, junctionIdListNames: [], junctionReferenceTo: [], restrictedDelete: false };
}

function toMasterType(call: Call, { name }: ObjectDescribe): Record<string, unknown> {
  const recordTypeId = '012000000000000AAA';
  const urls = { layout: dataPath(call, `sobjects/${name}/describe/layouts/${recordTypeId}`) };
  return { active: true, available: true, defaultRecordTypeMapping: true, developerName: 'Master', master: true, name: 'Master', recordTypeId, urls };
}

function toUrls(call: Call, { name, keyPrefix }: ObjectDescribe): Record<string, string> {
  const base = dataPath(call, `sobjects/${name}`);
  const { instanceUrl } = call.context;
  return {
    compactLayouts: `${base}/describe/compactLayouts`,
    rowTemplate: `${base}/{ID}`,
    approvalLayouts: `${base}/describe/approvalLayouts`,
    uiDetailTemplate: `${instanceUrl}/{ID}`,
    uiEditTemplate: `${instanceUrl}/{ID}/e`,
    listviews: `${base}/listviews`,
    describe: `${base}/describe`,
    uiNewRecord: `${instanceUrl}/${keyPrefix}/e`,
    quickActions: `${base}/quickActions`,
    layouts: `${base}/describe/layouts`,
    sobject: base,
  };
}
