import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

export function readText(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Every file below the folders whose name ends in the suffix; folders that do not exist are empty. */
export function findFiles(folders: string[], suffix: string): string[] {
  return folders.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(suffix) && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name)),
  ).sort();
}

export function stemOf(file: string, suffix: string): string {
  return basename(file).slice(0, -suffix.length);
}

const LISTS = new Set([
  'labels', 'customLabels', 'flexiPageRegions', 'itemInstances', 'componentInstanceProperties', 'valueListItems', 'criteria', 'fields', 'values', 'tabs',
]);
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, isArray: (tag) => LISTS.has(tag) });

/** Content of the metadata file's root element. */
export function parseMetadata<T>(file: string): T {
  const document = parser.parse(readText(file)) as Record<string, T>;
  const root = Object.entries(document).find(([name]) => !name.startsWith('?'));
  if (!root) throw new Error(`${file}: no root element`);
  return root[1];
}
