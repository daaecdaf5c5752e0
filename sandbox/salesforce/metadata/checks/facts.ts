import { kindOfFolder } from '../kinds.ts';
import { componentAt, labelNames, type Tree } from '../tree.ts';
import { childrenNamed, elementsBelow, parseXml, textAt } from '../xml.ts';
import type { Element } from '@xmldom/xmldom';
import { readPlatformNames } from './platform-names.ts';

/** What exists once a deployment is in. */
export interface Facts {
  readonly tree: Tree;
  has(type: string, fullName: string): boolean;
  /** A custom object of the org or a standard one. */
  hasObject(name: string): boolean;
  /** Metadata of a custom field, named `Object.Field__c`. */
  field(name: string): Element | undefined;
  /** Custom objects, in lower case. */
  readonly objectNames: ReadonlySet<string>;
  /** Fields and relationships of any object, in lower case. */
  readonly fieldNames: ReadonlySet<string>;
  hasPrincipal(access: string): boolean;
}

/** Standard objects that the stubs lack (salesforce.md §2.1). */
const withoutStub = new Set(['UserExternalCredential']);

/** A name of the org's own, not of the platform. */
export const isCustom = (name: string): boolean => /__\w+$/.test(name);

export function readFacts(tree: Tree): Facts {
  const names = new Map<string, Set<string>>();
  const fields = new Map<string, string>();
  const note = (type: string, name: string): void => void names.set(type, (names.get(type) ?? new Set()).add(name));
  for (const path of tree.keys()) {
    const component = componentAt(path);
    if (!component) continue;
    note(component.type, component.fullName);
    if (component.type === 'CustomField') fields.set(component.fullName, path);
  }
  for (const label of labelNames(tree)) note('CustomLabel', label);
  const has = (type: string, fullName: string): boolean => names.get(type)?.has(fullName) === true;
  const read = (path: string): Element => parseXml(tree.get(path)?.toString() ?? '');
  const field = (name: string): Element | undefined => {
    const path = fields.get(name);
    return path === undefined ? undefined : read(path);
  };
  const isOwn = (name: string): boolean => tree.has(`objects/${name}/${name}.object-meta.xml`);
  const objects = [...(names.get('CustomObject') ?? [])];
  return {
    tree,
    has,
    hasObject: (name) => (isCustom(name) ? isOwn(name) : readPlatformNames().objects.has(name.toLowerCase()) || withoutStub.has(name)),
    field,
    objectNames: new Set(objects.map((name) => name.toLowerCase())),
    fieldNames: new Set([...fields.keys()].flatMap((name) => namesOfField(name.split('.')[1] ?? '', field(name)))),
    hasPrincipal(access) {
      const [credential = '', principal = ''] = access.split('-');
      const path = `${kindOfFolder('externalCredentials')?.folder ?? ''}/${credential}.externalCredential-meta.xml`;
      return tree.has(path) && elementsBelow(read(path), 'externalCredentialParameters').some((each) => textAt(each, 'parameterName') === principal && textAt(each, 'parameterType')?.endsWith('Principal') === true);
    },
  };
}

function namesOfField(name: string, metadata: Element | undefined): string[] {
  const children = metadata ? childrenNamed(metadata, 'relationshipName').map((each) => `${each.textContent ?? ''}__r`) : [];
  return [name, name.replace(/__c$/, '__r'), ...children].map((each) => each.toLowerCase());
}
