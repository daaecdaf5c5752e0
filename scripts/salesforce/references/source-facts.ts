import { basename, dirname } from 'node:path';
import type { Finding } from '../finding.ts';
import { endingWith, readText, stemOf, valuesOf } from '../project.ts';

/** What exists in the source, by kind, for whoever checks what is named. */
export interface SourceFacts {
  files: string[];
  /** Class name to code. */
  classes: Map<string, string>;
  objects: Set<string>;
  /** `Object.Field__c` to the field's metadata. */
  fields: Map<string, string>;
  namedCredentials: Set<string>;
  /** Name to metadata. */
  externalCredentials: Map<string, string>;
  labels: Set<string>;
  customPermissions: Set<string>;
  messageChannels: Set<string>;
  /** `Type.Record` of custom metadata. */
  metadataRecords: Set<string>;
  /** Component name to its metadata file. */
  bundles: Map<string, string>;
  flows: Set<string>;
  say: (file: string, message: string, line?: number) => void;
}

export function readSourceFacts(files: string[], findings: Finding[]): SourceFacts {
  const names = (suffix: string): string[] => endingWith(files, suffix).map((file) => stemOf(file, suffix));
  const texts = (suffix: string): Map<string, string> => new Map(endingWith(files, suffix).map((file) => [stemOf(file, suffix), readText(file)]));
  return {
    files,
    classes: texts('.cls'),
    objects: new Set(names('.object-meta.xml')),
    fields: new Map(endingWith(files, '.field-meta.xml').map((file) => [`${basename(dirname(dirname(file)))}.${stemOf(file, '.field-meta.xml')}`, readText(file)])),
    namedCredentials: new Set(names('.namedCredential-meta.xml')),
    externalCredentials: texts('.externalCredential-meta.xml'),
    labels: new Set(endingWith(files, '.labels-meta.xml').flatMap((file) => valuesOf(readText(file), 'fullName'))),
    customPermissions: new Set(names('.customPermission-meta.xml')),
    messageChannels: new Set(names('.messageChannel-meta.xml').map((name) => `${name}__c`)),
    metadataRecords: new Set(names('.md-meta.xml')),
    bundles: new Map(endingWith(files, '.js-meta.xml').map((file) => [stemOf(file, '.js-meta.xml'), file])),
    flows: new Set(names('.flow-meta.xml')),
    say: (file, message, line = 1) => void findings.push({ file, line, message }),
  };
}

export const isCustom = (name: string): boolean => /__(c|e|mdt|x)$/.test(name);

/** Code without comments, with its lines where they were. */
export function stripComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/\/\/.*$/gm, '');
}

/** The block in braces that begins at or after a place. */
export function bodyAfter(code: string, from: number): string {
  const start = code.indexOf('{', from);
  let depth = 0;
  for (let i = start; i >= 0 && i < code.length; i += 1) {
    if (code[i] === '{') depth += 1;
    else if (code[i] === '}' && (depth -= 1) === 0) return code.slice(start, i);
  }
  return '';
}
