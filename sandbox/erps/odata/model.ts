import { XMLParser } from 'fast-xml-parser';

export interface Property {
  readonly name: string;
  /** `Edm.…`, or the full name of an enum. */
  readonly type: string;
  readonly nullable: boolean;
  /** Members when the type is an enum. */
  readonly members?: ReadonlySet<string>;
  readonly maxLength?: number;
  /** False when the server makes the value. */
  readonly allowEdit: boolean;
  readonly allowEditOnCreate: boolean;
  readonly isRequired: boolean;
  /** An instant with a time of day, not an AX date. */
  readonly isUtcDateTime: boolean;
}

export interface Navigation {
  readonly name: string;
  readonly target: string;
  readonly isCollection: boolean;
}

export interface EntityType {
  readonly name: string;
  readonly fullName: string;
  readonly keys: readonly string[];
  readonly properties: ReadonlyMap<string, Property>;
  readonly navigations: ReadonlyMap<string, Navigation>;
  readonly isReadOnly: boolean;
}

export interface EntitySet {
  readonly name: string;
  readonly type: EntityType;
}

export interface Model {
  readonly sets: ReadonlyMap<string, EntitySet>;
  readonly types: ReadonlyMap<string, EntityType>;
}

type Node = Record<string, unknown>;

const listed = new Set(['Schema', 'EntityType', 'EnumType', 'Member', 'Property', 'PropertyRef', 'NavigationProperty', 'EntitySet', 'Annotation']);
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && listed.has(name) });

/** Reads an EDMX document as far as the sandbox needs it. */
export function parseEdmx(xml: string): Model {
  const document = parser.parse(xml) as Node;
  const services = child(child(document, 'edmx:Edmx'), 'edmx:DataServices');
  const types = new Map<string, EntityType>();
  const sets = new Map<string, EntitySet>();
  const schemas = children(services, 'Schema');
  const enums = new Map(schemas.flatMap((schema) => children(schema, 'EnumType').map((one) => readEnum(text(schema, 'Namespace'), one))));
  for (const schema of schemas) {
    for (const node of children(schema, 'EntityType')) {
      const type = readType(text(schema, 'Namespace'), node, enums);
      types.set(type.fullName, type);
    }
  }
  for (const schema of schemas) {
    for (const node of children(child(schema, 'EntityContainer'), 'EntitySet')) {
      const type = types.get(text(node, 'EntityType'));
      if (type) sets.set(text(node, 'Name'), { name: text(node, 'Name'), type });
    }
  }
  return { sets, types };
}

function readEnum(namespace: string, node: Node): [string, ReadonlySet<string>] {
  return [`${namespace}.${text(node, 'Name')}`, new Set(children(node, 'Member').map((member) => text(member, 'Name')))];
}

function readType(namespace: string, node: Node, enums: ReadonlyMap<string, ReadonlySet<string>>): EntityType {
  const keys = children(child(node, 'Key'), 'PropertyRef').map((ref) => text(ref, 'Name'));
  const properties = children(node, 'Property').map((one) => readProperty(one, enums));
  const navigations = children(node, 'NavigationProperty').map((one) => readNavigation(one));
  return {
    name: text(node, 'Name'),
    fullName: `${namespace}.${text(node, 'Name')}`,
    keys,
    properties: new Map(properties.map((one) => [one.name, one])),
    navigations: new Map(navigations.map((one) => [one.name, one])),
    isReadOnly: children(node, 'Annotation').some((one) => text(one, 'Term').endsWith('.IsReadOnly') && text(one, 'Bool') === 'true'),
  };
}

function readProperty(node: Node, enums: ReadonlyMap<string, ReadonlySet<string>>): Property {
  const type = text(node, 'Type');
  const members = enums.get(type);
  const length = Number(text(node, 'MaxLength'));
  const notes = children(node, 'Annotation');
  const says = (term: string, value: string): boolean => notes.some((note) => text(note, 'Term').endsWith(`.${term}`) && text(note, 'Bool') === value);
  return {
    allowEdit: !says('AllowEdit', 'false'),
    allowEditOnCreate: !says('AllowEditOnCreate', 'false'),
    isRequired: says('IsRequired', 'true'),
    isUtcDateTime: notes.some((note) => text(note, 'EnumMember').endsWith('/UtcDateTime')),
    name: text(node, 'Name'),
    type,
    nullable: text(node, 'Nullable') !== 'false',
    ...(members && { members }),
    ...(length > 0 && { maxLength: length }),
  };
}

function readNavigation(node: Node): Navigation {
  const type = text(node, 'Type');
  const inner = /^Collection\((.*)\)$/.exec(type)?.[1];
  return { name: text(node, 'Name'), target: inner ?? type, isCollection: inner !== undefined };
}

function child(node: Node, name: string): Node {
  const value = node[name];
  return typeof value === 'object' && value !== null ? (value as Node) : {};
}

function children(node: Node, name: string): Node[] {
  const value = node[name];
  return Array.isArray(value) ? (value as Node[]) : [];
}

function text(node: Node, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}
