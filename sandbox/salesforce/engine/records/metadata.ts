import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

/** An XML element as the parser gives it: text, or children by name, always in lists. */
export interface XmlNode {
  [tag: string]: (XmlNode | string)[];
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, trimValues: true, isArray: () => true });

/** Reads a metadata file and returns its root element, which may be empty. */
export function readMetadata(file: string): XmlNode {
  const document = parser.parse(readFileSync(file, 'utf8')) as XmlNode;
  const root = Object.entries(document).find(([tag]) => tag !== '?xml')?.[1][0];
  if (root === '') return {};
  if (root === undefined || typeof root === 'string') throw new Error(`${file} holds no metadata`);
  return root;
}

/** The text of a child element; null when it is absent. */
export function textOf(node: XmlNode, tag: string): string | null {
  const child = node[tag]?.[0];
  if (child === undefined) return null;
  if (typeof child === 'string') return child;
  const inner = child['#text']?.[0] ?? (child['#text'] as unknown);
  return typeof inner === 'string' ? inner : '';
}

export const flagOf = (node: XmlNode, tag: string): boolean => textOf(node, tag) === 'true';

export const childrenOf = (node: XmlNode, tag: string): XmlNode[] => (node[tag] ?? []).filter((child): child is XmlNode => typeof child !== 'string');

export interface SourceFile {
  path: string;
  name: string;
  /** Name of the folder two levels up: the object of a field file. */
  grandparent: string;
}

/** Every file of the package directories, in a stable order. */
export function listSources(roots: string[]): SourceFile[] {
  const found: SourceFile[] = [];
  for (const root of roots) {
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !path.includes('node_modules')) found.push({ path, name: entry.name, grandparent: basename(dirname(dirname(path))) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
