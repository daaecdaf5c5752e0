import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Property {
  readonly type: string;
  readonly required: boolean;
  readonly list: boolean;
}

export interface TypeDefinitions {
  /** Properties of a type and its bases; undefined for a type that the API does not know. */
  propertiesOf(type: string): ReadonlyMap<string, Property> | undefined;
  /** Values that an enumeration allows. */
  valuesOf(type: string): ReadonlySet<string> | undefined;
}

let known: TypeDefinitions | undefined;

/** The metadata API as its WSDL declares it, read from the declarations that Salesforce publishes of it. */
export function readTypeDefinitions(): TypeDefinitions {
  known ??= parseDeclarations(readFileSync(join(dirname(createRequire(import.meta.url).resolve('@salesforce/types/metadata')), 'metadata.d.ts'), 'utf8'));
  return known;
}

function parseDeclarations(text: string): TypeDefinitions {
  const values = new Map<string, Set<string>>();
  const declared = new Map<string, { bases: string[]; body: string }>();
  for (const [, name = '', right = ''] of text.matchAll(/^export type (\w+) = ((?:\w+ & )*\{\n[\s\S]*?^\}|'[\s\S]*?);/gm)) {
    if (right.startsWith("'")) values.set(name, new Set([...right.matchAll(/'([^']*)'/g)].map(([, value = '']) => value)));
    else declared.set(name, { bases: right.slice(0, right.indexOf('{')).split(' & ').map((base) => base.trim()).filter(Boolean), body: right });
  }
  const read = new Map<string, Map<string, Property>>();
  const propertiesOf = (type: string): Map<string, Property> | undefined => {
    const found = declared.get(type);
    if (!found) return undefined;
    const before = read.get(type);
    if (before) return before;
    const own = [...found.body.matchAll(/^ {4}(\w+)(\?)?: ([^;[\]]+)(\[\])?;/gm)].map(([, name = '', optional, of = '', list]): [string, Property] => [name, { type: of, required: !optional && !list && of !== 'any', list: Boolean(list) }]);
    const all = new Map([...found.bases.flatMap((base) => [...(propertiesOf(base) ?? [])]), ...own]);
    read.set(type, all);
    return all;
  };
  return { propertiesOf, valuesOf: (type) => values.get(type) };
}
