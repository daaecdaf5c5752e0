import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { readMetadataTypes, type MetadataTypes, type PropertyType } from './salesforce/metadata-types.ts';
import { nearestName } from './salesforce/nearest-name.ts';
import { endingWith, readProject, readText } from './salesforce/project.ts';

const NAMESPACES = ['http://soap.sforce.com/2006/04/metadata', 'urn:metadata.tooling.soap.sforce.com'];
/** Text in the API's types, markup in files. */
const FREE = new Set(['LightningComponentBundle.targetConfigs', 'CustomMetadataValue.value']);
const SHOWN_VALUES = 12;

type Say = (node: Node | null, message: string) => void;

/** Compares every metadata file with the metadata types: element names, required elements, enum values, numbers, booleans, order. */
export async function checkMetadata(root: string): Promise<Finding[]> {
  const types = readMetadataTypes();
  return endingWith(readProject(root).files, '-meta.xml').flatMap((file) => checkFile(file, types));
}

function checkFile(file: string, types: MetadataTypes): Finding[] {
  const findings: Finding[] = [];
  const say: Say = (node, message) => findings.push({ file, line: node?.lineNumber ?? 1, message });
  const top = parse(file, say);
  if (!top) return findings;
  if (!NAMESPACES.includes(top.namespaceURI ?? '')) say(top, 'wrong or missing metadata namespace');
  const name = top.localName ?? '';
  if (types.propertiesOf(name).size) checkElement(top, name, types, say);
  else say(top, `unknown metadata type ${name}`);
  return findings;
}

function parse(file: string, say: Say): Element | null {
  const fail = (_level: string, message: string): never => {
    throw new Error(message);
  };
  try {
    return new DOMParser({ onError: fail }).parseFromString(readText(file), 'text/xml').documentElement;
  } catch (error) {
    say(null, `not well-formed: ${(error as Error).message.split('\n')[0]}`);
    return null;
  }
}

const elementsOf = (node: Element): Element[] => Array.from(node.childNodes).filter((child): child is Element => child.nodeType === 1);

function checkElement(node: Element, typeName: string, types: MetadataTypes, say: Say): void {
  const properties = types.propertiesOf(typeName);
  const seen = new Set<string>();
  let previous = '';
  for (const child of elementsOf(node)) {
    const name = child.localName ?? '';
    const property = properties.get(name);
    if (!property) {
      const near = nearestName(name, [...properties.keys()]);
      say(child, `unknown element <${name}> in ${typeName}${near ? `, did you mean <${near}>?` : ''}`);
      continue;
    }
    if (seen.has(name) && !property.list) say(child, `<${name}> may occur once in ${typeName}`);
    else if (seen.has(name) && previous !== name) say(child, `<${name}> elements of ${typeName} must stand together`);
    seen.add(name);
    previous = name;
    if (!FREE.has(`${typeName}.${name}`) && child.getAttribute('xsi:nil') !== 'true') checkValue(child, property, types, say);
  }
  for (const [name, property] of properties) {
    if (!property.optional && !property.list && property.type !== 'any' && !seen.has(name)) say(node, `<${name}> is required in ${typeName}`);
  }
  const isCustom = elementsOf(node).some((child) => child.localName === 'fullName' && child.textContent?.endsWith('__c'));
  if (typeName === 'CustomField' && isCustom && !seen.has('label')) say(node, '<label> is required in a custom CustomField');
}

function checkValue(node: Element, { type }: PropertyType, types: MetadataTypes, say: Say): void {
  const name = node.localName ?? '';
  const value = (node.textContent ?? '').trim();
  const allowed = types.valuesOf(type);
  if (types.propertiesOf(type).size) checkElement(node, type, types, say);
  else if (allowed && !allowed.has(value)) {
    const shown = [...allowed].slice(0, SHOWN_VALUES).join(', ');
    say(node, `"${value}" is not a ${type} (<${name}>); one of ${shown}${allowed.size > SHOWN_VALUES ? ', …' : ''}`);
  } else if (elementsOf(node).length) say(node, `<${name}> holds text, not elements`);
  else if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) say(node, `<${name}> is not a number: "${value}"`);
  else if (type === 'boolean' && !/^(true|false)$/.test(value)) say(node, `<${name}> is not true or false: "${value}"`);
}

if (import.meta.main) await runCheck('Metadata', checkMetadata);
