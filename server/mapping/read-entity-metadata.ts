import { XMLParser } from 'fast-xml-parser';
import { CrossledgerError } from '../kernel/errors.ts';
import type { EntityMetadata, PropertyMetadata } from './entity-metadata.ts';

type Element = Record<string, unknown>;

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null;
const children = (element: Element, name: string): Element[] => [element[name]].flat().filter(isElement);
const attribute = (element: Element, name: string): string | undefined => (typeof element[`@${name}`] === 'string' ? (element[`@${name}`] as string) : undefined);

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: false, parseTagValue: false, removeNSPrefix: true });

/** One schema of the document. The text is cut out and not parsed: F&O describes thousands of entities in tens of megabytes. */
interface Schema {
  namespaces: string[];
  body: string;
}

/** Attributes of an opening tag. */
const attributesOf = (tag: string): Map<string, string> => new Map([...tag.matchAll(/([\w.:]+)\s*=\s*"([^"]*)"/g)].map((match) => [match[1] ?? '', match[2] ?? '']));

interface Tag {
  isClosing: boolean;
  start: number;
  end: number;
}

/** Tags that hold a word, from a place on. Plain search: a pattern takes seconds on a document of this size. */
function* tagsAt(text: string, word: string, kind: string, from: number): Generator<Tag> {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    const start = text.lastIndexOf('<', at);
    const end = text.indexOf('>', at) + 1;
    const head = /^<(\/?)(?:\w+:)?(\w+)/.exec(text.slice(start, start + 80));
    if (end > 0 && head?.[2] === kind) yield { isClosing: head[1] === '/', start, end };
  }
}

/** Where an element ends that begins with this tag. */
function endOf(text: string, tag: Tag, kind: string): number {
  if (text.charAt(tag.end - 2) === '/') return tag.end;
  for (const next of tagsAt(text, kind, kind, tag.end)) if (next.isClosing) return next.end;
  return tag.end;
}

function schemasOf(text: string): Schema[] {
  const schemas: Schema[] = [];
  let from = 0;
  for (const tag of tagsAt(text, 'Schema', 'Schema', 0)) {
    if (tag.isClosing || tag.start < from) continue;
    const attributes = attributesOf(text.slice(tag.start, tag.end));
    from = endOf(text, tag, 'Schema');
    schemas.push({ namespaces: [attributes.get('Namespace'), attributes.get('Alias')].filter((name) => name !== undefined), body: text.slice(tag.end, from) });
  }
  if (schemas.every((schema) => schema.body === '')) throw new CrossledgerError('erp.answer', { problem: 'its $metadata has no schema' });
  return schemas;
}

/** The element of a kind and a name, parsed; undefined when the schema has none. */
function elementIn(schema: Schema, kind: string, name: string): Element | undefined {
  for (const tag of tagsAt(schema.body, `Name="${name}"`, kind, 0)) {
    if (attributesOf(schema.body.slice(tag.start, tag.end)).get('Name') === name) return parseElement(schema.body.slice(tag.start, endOf(schema.body, tag, kind)), kind);
  }
  return undefined;
}

function parseElement(text: string, kind: string): Element | undefined {
  try {
    const root: unknown = parser.parse(text, true);
    return isElement(root) ? children(root, kind)[0] : undefined;
  } catch (cause) {
    throw new CrossledgerError('erp.answer', { problem: 'its $metadata is no valid XML' }, { cause });
  }
}

/** The element that a full name, `Microsoft.NAV.salesOrder`, stands for. */
function named(schemas: readonly Schema[], kind: string, full: string): Element | undefined {
  for (const schema of schemas) {
    const namespace = schema.namespaces.find((name) => full.startsWith(`${name}.`) && !full.slice(name.length + 1).includes('.'));
    const found = namespace === undefined ? undefined : elementIn(schema, kind, full.slice(namespace.length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

const setsOf = (schemas: readonly Schema[]): Map<string, string>[] =>
  schemas.flatMap(({ body }) => [...tagsAt(body, 'EntitySet', 'EntitySet', 0)].filter((tag) => !tag.isClosing).map((tag) => attributesOf(body.slice(tag.start, tag.end))));

/** Names of all entity sets of a `$metadata` document. Throws `erp.answer` when it is none. */
export const readSetNames = (edmxText: string): string[] => setsOf(schemasOf(edmxText)).map((set) => set.get('Name') ?? '');

/**
 * One entity set as the environment describes it; null when it has no such set. Throws `erp.answer` when the text is no `$metadata`.
 * Required and read-only are what the annotations say (fno.md §3); `Nullable` says neither, since numbers and keys are never null.
 */
export function readEntityMetadata(edmxText: string, set: string): EntityMetadata | null {
  const schemas = schemasOf(edmxText);
  const typeName = setsOf(schemas).find((candidate) => candidate.get('Name') === set)?.get('EntityType');
  const type = typeName === undefined ? undefined : named(schemas, 'EntityType', typeName);
  if (type === undefined) return null;
  const enums = new Map<string, Element | undefined>();
  const enumNamed = (full: string): Element | undefined => {
    if (full.startsWith('Edm.')) return undefined;
    if (!enums.has(full)) enums.set(full, named(schemas, 'EnumType', full));
    return enums.get(full);
  };
  const isReadOnly = flagOf(type, 'IsReadOnly') === true;
  return { set, properties: children(type, 'Property').map((property) => toProperty(property, enumNamed)).map((property) => (isReadOnly ? { ...property, readOnly: true } : property)) };
}

/** An annotation of the element by the end of its term, since both ERPs have their own namespace. */
function flagOf(element: Element, term: string): boolean | undefined {
  const value = children(element, 'Annotation').find((annotation) => attribute(annotation, 'Term')?.endsWith(`.${term}`) === true)?.['@Bool'];
  return typeof value === 'string' ? value === 'true' : undefined;
}

function toProperty(property: Element, enumNamed: (full: string) => Element | undefined): PropertyMetadata {
  const type = attribute(property, 'Type') ?? 'Edm.String';
  const members = enumNamed(type);
  const length = Number(attribute(property, 'MaxLength'));
  const mayCreate = flagOf(property, 'AllowEditOnCreate') ?? flagOf(property, 'AllowEdit') ?? true;
  return {
    name: attribute(property, 'Name') ?? '',
    type,
    readOnly: flagOf(property, 'IsReadOnly') === true || !mayCreate,
    required: flagOf(property, 'IsRequired') === true,
    maxLength: Number.isInteger(length) && length > 0 ? length : null,
    enumMembers: members === undefined ? null : children(members, 'Member').map((member) => attribute(member, 'Name') ?? ''),
  };
}
