import type { Element } from '@xmldom/xmldom';
import { childrenNamed, elementsBelow, textAt } from '../xml.ts';
import type { Say } from './check-elements.ts';
import { isCustom, type Facts } from './facts.ts';

type Check = (value: string, facts: Facts) => boolean;

interface Reference {
  /** Element, anywhere in the file, that holds the name. */
  readonly within: string;
  readonly name: string;
  readonly type: string;
  readonly exists: Check;
}

const component = (type: string): Check => (value, facts) => facts.has(type, value);
const customField: Check = (value, facts) => !isCustom(value.split('.')[1] ?? '') || facts.field(value) !== undefined;
const object: Check = (value, facts) => facts.hasObject(value);
const ownObject: Check = (value, facts) => !isCustom(value) || facts.hasObject(value);
const tab: Check = (value, facts) => value.startsWith('standard-') || facts.has('CustomTab', value) || (isCustom(value) && facts.hasObject(value));
const refer = (within: string, name: string, type: string, exists: Check = component(type)): Reference => ({ within, name, type, exists });

/** What a file of each type names, and what must be there. */
const references: Readonly<Record<string, readonly Reference[]>> = {
  PermissionSet: [
    refer('classAccesses', 'apexClass', 'ApexClass'),
    refer('fieldPermissions', 'field', 'CustomField', customField),
    refer('objectPermissions', 'object', 'CustomObject', object),
    refer('customPermissions', 'name', 'CustomPermission'),
    refer('flowAccesses', 'flow', 'Flow'),
    refer('tabSettings', 'tab', 'CustomTab', tab),
    refer('applicationVisibilities', 'application', 'CustomApplication', (value, facts) => value.startsWith('standard__') || facts.has('CustomApplication', value)),
    refer('customMetadataTypeAccesses', 'name', 'CustomObject', object),
    refer('customSettingAccesses', 'name', 'CustomObject', object),
    refer('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal', 'ExternalCredentialPrincipal', (value, facts) => facts.hasPrincipal(value)),
  ],
  PermissionSetGroup: [refer('PermissionSetGroup', 'permissionSets', 'PermissionSet')],
  CustomObject: [refer('fields', 'referenceTo', 'CustomObject', object)],
  NamedCredential: [refer('namedCredentialParameters', 'externalCredential', 'ExternalCredential')],
  FlexiPage: [
    refer('FlexiPage', 'sobjectType', 'CustomObject', object),
    refer('componentInstance', 'componentName', 'LightningComponentBundle', (value, facts) => !value.startsWith('c:') || facts.has('LightningComponentBundle', value.slice(2))),
    refer('fieldInstance', 'fieldItem', 'CustomField', () => true),
  ],
  QuickAction: [
    refer('QuickAction', 'lightningWebComponent', 'LightningComponentBundle'),
    refer('QuickAction', 'targetObject', 'CustomObject', object),
    refer('QuickAction', 'flowDefinition', 'Flow'),
  ],
  CustomTab: [refer('CustomTab', 'flexiPage', 'FlexiPage'), refer('CustomTab', 'lwcComponent', 'LightningComponentBundle')],
  CustomApplication: [refer('CustomApplication', 'tabs', 'CustomTab', tab), refer('CustomApplication', 'utilityBar', 'FlexiPage')],
  Translations: [refer('customLabels', 'name', 'CustomLabel')],
  Flow: [
    refer('actionCalls', 'actionName', 'ApexClass', () => true),
    ...['recordLookups', 'recordCreates', 'recordUpdates', 'recordDeletes', 'start'].map((element) => refer(element, 'object', 'CustomObject', ownObject)),
    refer('subflows', 'flowName', 'Flow'),
  ],
};

/** Names in a metadata file that lead nowhere, in the words of a deployment. */
export function checkReferences(root: Element, fullName: string, facts: Facts, say: Say): void {
  const type = root.localName ?? '';
  for (const { within, name, type: wanted, exists } of references[type] ?? []) {
    for (const holder of within === type ? [root] : elementsBelow(root, within)) {
      for (const element of childrenNamed(holder, name)) {
        const value = element.textContent?.trim() ?? '';
        if (value !== '' && !exists(value, facts)) say(`In field: ${name} - no ${wanted} named ${value} found`, element.lineNumber, element.columnNumber);
      }
    }
  }
  if (type === 'PermissionSet') checkRights(root, facts, say);
  if (type === 'FlexiPage') checkPage(root, facts, say);
  if (type === 'Flow') checkActions(root, facts, say);
  if (type === 'CustomMetadata') checkValues(root, fullName, facts, say);
  if (type === 'CustomObject' && isCustom(fullName) && !facts.hasObject(fullName)) say('Must specify a non-empty label for the CustomObject');
}

const needs: readonly [right: string, on: string][] = [
  ['allowCreate', 'allowRead'], ['allowEdit', 'allowRead'], ['allowDelete', 'allowEdit'], ['viewAllRecords', 'allowRead'], ['modifyAllRecords', 'viewAllRecords'], ['modifyAllRecords', 'allowDelete'],
];

function checkRights(root: Element, facts: Facts, say: Say): void {
  for (const grant of childrenNamed(root, 'objectPermissions')) {
    for (const [right, on] of needs) {
      if (textAt(grant, right) === 'true' && textAt(grant, on) !== 'true') say(`Permission ${right} on ${textAt(grant, 'object') ?? ''} depends on permission(s): ${on}`, grant.lineNumber);
    }
  }
  for (const grant of childrenNamed(root, 'fieldPermissions')) {
    const name = textAt(grant, 'field') ?? '';
    const field = facts.field(name);
    if (field && (textAt(field, 'required') === 'true' || textAt(field, 'type') === 'MasterDetail')) say(`You cannot deploy to a required field: ${name}`, grant.lineNumber);
  }
}

/** Fields on a page and properties of its components. */
function checkPage(root: Element, facts: Facts, say: Say): void {
  const page = textAt(root, 'sobjectType') ?? '';
  for (const item of elementsBelow(root, 'fieldItem')) {
    const [, name = ''] = /^Record\.(\w+)$/.exec(item.textContent?.trim() ?? '') ?? [];
    if (isCustom(name) && !facts.field(`${page}.${name}`)) say(`Something went wrong. We couldn't retrieve or load the information on the field: Record.${name}.`, item.lineNumber);
  }
  for (const instance of elementsBelow(root, 'componentInstance')) {
    const name = textAt(instance, 'componentName') ?? '';
    const bundle = name.startsWith('c:') ? facts.tree.get(`lwc/${name.slice(2)}/${name.slice(2)}.js-meta.xml`)?.toString() : undefined;
    if (bundle === undefined) continue;
    if (!/<isExposed>\s*true/.test(bundle)) say(`The component ${name} is not exposed, so no page can hold it`, instance.lineNumber);
    for (const property of childrenNamed(instance, 'componentInstanceProperties')) {
      const key = textAt(property, 'name') ?? '';
      if (key !== '' && !bundle.includes(`name="${key}"`)) say(`The property ${key} isn't available on the component ${name}`, property.lineNumber);
    }
  }
}

function checkActions(root: Element, facts: Facts, say: Say): void {
  for (const call of childrenNamed(root, 'actionCalls')) {
    const name = textAt(call, 'actionName') ?? '';
    if (textAt(call, 'actionType') !== 'apex') continue;
    const code = facts.tree.get(`classes/${name}.cls`)?.toString();
    if (code === undefined || !/@InvocableMethod/i.test(code)) say(`${textAt(call, 'name') ?? name} (Action) - We can't find an action with the name and action type that you specified: ${name}`, call.lineNumber);
  }
  const elements = new Set(elementsBelow(root, 'name').map((each) => each.textContent?.trim()));
  for (const target of elementsBelow(root, 'targetReference')) {
    const name = target.textContent?.trim();
    if (!elements.has(name)) say(`The connector leads to "${name ?? ''}", which does not exist in this flow`, target.lineNumber);
  }
}

function checkValues(root: Element, fullName: string, facts: Facts, say: Say): void {
  const type = `${fullName.split('.')[0] ?? ''}__mdt`;
  if (!facts.hasObject(type)) return say(`No custom metadata type ${type} found`, root.lineNumber);
  for (const value of childrenNamed(root, 'values')) {
    const name = textAt(value, 'field') ?? '';
    if (isCustom(name) && !facts.field(`${type}.${name}`)) say(`In field: field - no CustomField named ${type}.${name} found`, value.lineNumber);
  }
}
