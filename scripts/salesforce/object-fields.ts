import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { endingWith, readText, stemOf, valuesOf } from './project.ts';

/** Lower-case field or relationship name to the object that it leads to, or null. */
type Fields = Map<string, string | null>;

export interface ObjectFields {
  /** Null for an object that neither the source nor the platform has. */
  of: (object: string) => Fields | null;
  /** Object behind a child relationship. */
  childOf: (object: string, relationship: string) => string | null;
}

const COMMON = ['Id', 'Name', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted', 'OwnerId', 'SetupOwnerId'];
const METADATA_TYPE = ['DeveloperName', 'MasterLabel', 'Label', 'QualifiedApiName', 'NamespacePrefix', 'Language'];
const CUSTOM = /__(c|e|mdt|x)$/i;
const TO_USER = [['createdby', 'User'], ['lastmodifiedby', 'User'], ['owner', 'User']] as const;

/** Custom objects from the source; standard ones from the typed stubs that ship with the Apex compiler. */
export function readObjectFields(files: string[]): ObjectFields {
  const objects = new Map<string, Fields | null>();
  const children = new Map<string, string>();
  const of = (name: string): Fields | null => {
    const key = name.toLowerCase();
    const known = objects.get(key);
    if (known !== undefined) return known;
    const found = CUSTOM.test(name) ? null : readStandard(name, children);
    objects.set(key, found);
    return found;
  };
  for (const file of endingWith(files, '.object-meta.xml')) {
    const name = stemOf(file, '.object-meta.xml');
    if (!CUSTOM.test(name)) continue;
    const names = name.endsWith('__mdt') ? [...COMMON, ...METADATA_TYPE] : COMMON;
    objects.set(name.toLowerCase(), new Map([...names.map((field) => [field.toLowerCase(), null] as const), ...TO_USER]));
  }
  for (const file of endingWith(files, '.field-meta.xml')) addField(file, of, children);
  const childOf = (object: string, relationship: string): string | null => {
    of(object); // fills the children of a standard object
    return children.get(`${object}.${relationship}`.toLowerCase()) ?? null;
  };
  return { of, childOf };
}

function addField(file: string, of: ObjectFields['of'], children: Map<string, string>): void {
  const object = basename(dirname(dirname(file)));
  const fields = of(object);
  if (!fields) return;
  const xml = readText(file);
  const name = stemOf(file, '.field-meta.xml');
  const target = valuesOf(xml, 'referenceTo')[0];
  fields.set(name.toLowerCase(), null);
  if (valuesOf(xml, 'type')[0] === 'Location') for (const part of ['latitude', 'longitude']) fields.set(name.toLowerCase().replace(/__c$/, `__${part}__s`), null);
  if (!target) return;
  fields.set(name.replace(/__c$/, '__r').toLowerCase(), target);
  const relationship = valuesOf(xml, 'relationshipName')[0];
  if (relationship) children.set(`${target}.${relationship}__r`.toLowerCase(), object);
}

const engine = dirname(createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json'));

function readStandard(name: string, children: Map<string, string>): Fields | null {
  const folder = join(engine, 'dist/java-lib');
  const jar = readdirSync(folder).find((file) => /^sobject-types-.*\.jar$/.test(file));
  if (!jar) throw new Error(`${folder} has no stubs of the standard objects`);
  const listing = printClass(join(folder, jar), `com.nawforce.runforce.SObjects.${name}`);
  if (listing === null) return null;
  const fields: Fields = new Map();
  for (const [, type = '', field = ''] of listing.matchAll(/^ {2}public (?!static)([\w.$<>[\]]+) (\w+);/gm)) {
    const target = /SObjects\.(\w+)/.exec(type)?.[1] ?? null;
    const isList = type.endsWith('[]') || type.includes('<');
    fields.set(field.toLowerCase(), isList ? null : target);
    if (isList && target) children.set(`${name}.${field}`.toLowerCase(), target);
  }
  return fields;
}

/** Null when the jar has no such class, which is javap's only reason to end with 1. */
function printClass(jar: string, name: string): string | null {
  try {
    return execFileSync('javap', ['-cp', jar, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if ((error as { status?: number }).status === 1) return null;
    throw error;
  }
}
