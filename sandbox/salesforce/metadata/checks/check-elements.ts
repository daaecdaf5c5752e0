import type { Element } from '@xmldom/xmldom';
import { elementsOf, metadataNamespace, parseXml, textAt } from '../xml.ts';
import { readTypeDefinitions, type Property } from './type-definitions.ts';

/** Tells what is wrong at a line of the file. */
export type Say = (message: string, line?: number, column?: number) => void;

/** Markup in files, though the API's types call it text or anything. */
const free = new Set(['LightningComponentBundle.targetConfigs', 'CustomMetadataValue.value']);

/** Compares one metadata file with the API's type definitions, in the words of a deployment. */
export function checkElements(text: string, type: string, say: Say): void {
  let root: Element;
  try {
    root = parseXml(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return say(`Error parsing file: ${message}`, Number(/line:?\s*(\d+)/i.exec(message)?.[1] ?? /:(\d+):\d+/.exec(message)?.[1] ?? 1));
  }
  if (root.localName !== type) return say(`Entity of type '${root.localName ?? ''}' cannot be found; this file must hold ${type}`, root.lineNumber);
  if (root.namespaceURI !== metadataNamespace) return say(`The namespace of <${type}> must be ${metadataNamespace}`, root.lineNumber);
  checkElement(root, type, say);
}

function checkElement(node: Element, type: string, say: Say): void {
  const properties = readTypeDefinitions().propertiesOf(type);
  if (!properties) return;
  const seen = new Map<string, number>();
  elementsOf(node).forEach((child, at) => {
    const name = child.localName ?? '';
    const property = properties.get(name);
    if (!property) return say(`Element ${name} invalid at this location in type ${type}`, child.lineNumber, child.columnNumber);
    const before = seen.get(name);
    if (before !== undefined && !property.list) say(`Element ${name} is duplicated at this location in type ${type}`, child.lineNumber, child.columnNumber);
    else if (before !== undefined && before !== at - 1) say(`Element ${name} is duplicated at this location in type ${type}: its elements must stand together`, child.lineNumber, child.columnNumber);
    seen.set(name, at);
    if (!free.has(`${type}.${name}`) && child.getAttribute('xsi:nil') !== 'true') checkValue(child, property, say);
  });
  for (const [name, property] of properties) if (property.required && !seen.has(name)) say(`Required field is missing: ${name}`, node.lineNumber);
  if (type === 'CustomField' && textAt(node, 'fullName')?.endsWith('__c') && !seen.has('label')) say('Required field is missing: label', node.lineNumber);
}

function checkValue(node: Element, { type }: Property, say: Say): void {
  const definitions = readTypeDefinitions();
  const value = (node.textContent ?? '').trim();
  const name = node.localName ?? '';
  const allowed = definitions.valuesOf(type);
  if (definitions.propertiesOf(type)) checkElement(node, type, say);
  else if (allowed && !allowed.has(value)) say(`'${value}' is not a valid value for the enum '${type}'`, node.lineNumber, node.columnNumber);
  else if (elementsOf(node).length > 0) say(`Element ${name} holds text, not elements`, node.lineNumber);
  else if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) say(`'${value}' is not a number in ${name}`, node.lineNumber);
  else if (type === 'boolean' && !/^(true|false|1|0)$/.test(value)) say(`'${value}' is not true or false in ${name}`, node.lineNumber);
}
