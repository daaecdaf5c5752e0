import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readText } from './project.ts';

export interface PropertyType {
  type: string;
  optional: boolean;
  list: boolean;
}

export interface MetadataTypes {
  /** Properties of a type with those of its bases; empty for an unknown type. */
  propertiesOf: (type: string) => ReadonlyMap<string, PropertyType>;
  /** Allowed values of an enum. */
  valuesOf: (type: string) => ReadonlySet<string> | undefined;
}

/** The metadata API's types, read from the declarations of @salesforce/types without a compiler. */
export function readMetadataTypes(): MetadataTypes {
  const entry = createRequire(import.meta.url).resolve('@salesforce/types/metadata');
  const text = readText(join(dirname(entry), 'metadata.d.ts'));
  const declared = new Map<string, { bases: string[]; own: Map<string, PropertyType> }>();
  for (const [, name = '', bases = '', body = ''] of text.matchAll(/^export type (\w+) = ((?:\w+ & )*)\{\n([\s\S]*?)^\};/gm)) {
    declared.set(name, { bases: bases.split(' & ').filter(Boolean), own: readProperties(body) });
  }
  const enums = new Map<string, Set<string>>();
  for (const [, name = '', body = ''] of text.matchAll(/^export type (\w+) = ('[\s\S]*?);/gm)) {
    enums.set(name, new Set([...body.matchAll(/'([^']*)'/g)].map(([, value = '']) => value)));
  }
  const kept = new Map<string, Map<string, PropertyType>>();
  const propertiesOf = (name: string): Map<string, PropertyType> => {
    const known = kept.get(name);
    if (known) return known;
    const type = declared.get(name);
    const all = new Map([...(type?.bases ?? []).flatMap((base) => [...propertiesOf(base)]), ...(type?.own ?? [])]);
    kept.set(name, all);
    return all;
  };
  return { propertiesOf, valuesOf: (name) => enums.get(name) };
}

function readProperties(body: string): Map<string, PropertyType> {
  const lines = body.matchAll(/^ {4}(\w+)(\?)?: ([^;[\]]+)(\[\])?;/gm);
  return new Map([...lines].map(([, name = '', optional, type = '', list]) => [name, { type, optional: Boolean(optional), list: Boolean(list) }]));
}
