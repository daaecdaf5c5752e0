import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { kindOfFolder, kinds, type ChildKind, type Kind } from './kinds.ts';
import { childrenNamed, innerMarkup, metadataNamespace, parseXml, textAt, toDocument } from './xml.ts';

/** An org's metadata in source form, one flat folder a type: `classes/A.cls`, `objects/X__c/fields/Y__c.field-meta.xml`. */
export type Tree = ReadonlyMap<string, Buffer>;

export interface ComponentName {
  type: string;
  fullName: string;
}

const labelsPath = 'labels/CustomLabels.labels-meta.xml';

/** Whose file this is; undefined for a file that no component has. */
export function componentAt(path: string): ComponentName | undefined {
  const [folder = '', first = '', ...rest] = path.split('/');
  const kind = kindOfFolder(folder);
  if (!kind) return undefined;
  if (kind.shape === 'bundle') return rest.length > 0 ? { type: kind.type, fullName: first } : undefined;
  if (kind.children) return componentOfObject(kind, kind.children, first, rest);
  const fullName = decodeURIComponent(first.replace(/-meta\.xml$/, ''));
  return rest.length === 0 && fullName.endsWith(`.${kind.suffix}`) ? { type: kind.type, fullName: fullName.slice(0, -kind.suffix.length - 1) } : undefined;
}

function componentOfObject(kind: Kind, children: readonly ChildKind[], object: string, rest: readonly string[]): ComponentName | undefined {
  const file = rest.at(-1) ?? '';
  if (rest.length === 1 && file === `${object}.${kind.suffix}-meta.xml`) return { type: kind.type, fullName: object };
  const found = children.find((each) => (each.folder === '' ? rest.length === 1 : rest[0] === each.folder) && file.endsWith(`.${each.suffix}-meta.xml`));
  return found && { type: found.type, fullName: `${object}.${file.slice(0, -`.${found.suffix}-meta.xml`.length)}` };
}

/** Reads package directories, whatever folders stand between them and those of the types. */
export function readTree(folders: readonly string[]): Tree {
  let tree: Tree = new Map();
  for (const folder of folders) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = new Map<string, Buffer>();
    for (const path of entries.map((entry) => join(entry.parentPath, entry.name)).sort()) {
      const place = placeOf(relative(folder, path).split(sep));
      if (place !== undefined) files.set(place, readFileSync(path));
    }
    tree = mergeTrees(tree, files);
  }
  return tree;
}

const ignored = /(^|\/)(__tests__|node_modules)\/|(^|\/)(jsconfig\.json|\.[^/]*)$/;

function placeOf(segments: readonly string[]): string | undefined {
  if (ignored.test(segments.join('/'))) return undefined;
  for (let from = 0; from < segments.length - 1; from += 1) {
    const place = segments.slice(from).join('/');
    if (componentAt(place)) return place;
  }
  return undefined;
}

/** Lays changes over a tree: labels one by one, bundles and everything else as a whole. */
export function mergeTrees(below: Tree, changes: Tree): Tree {
  const merged = new Map(below);
  const bundles = new Set([...changes.keys()].filter((path) => kindOfFolder(path.split('/')[0] ?? '')?.shape === 'bundle').map(bundleFolder));
  for (const path of below.keys()) if (bundles.has(bundleFolder(path))) merged.delete(path);
  for (const [path, content] of changes) {
    const old = path === labelsPath ? below.get(path) : undefined;
    merged.set(path, old ? mergeLabels(old, content) : content);
  }
  return merged;
}

const bundleFolder = (path: string): string => path.split('/').slice(0, 2).join('/');

function mergeLabels(old: Buffer, added: Buffer): Buffer {
  const labels = new Map([old, added].flatMap((each) => childrenNamed(parseXml(each.toString()), 'labels')).map((each) => [textAt(each, 'fullName') ?? '', each]));
  return writeLabels([...labels.values()].map((each) => innerMarkup(toDocument(each, 'labels'))));
}

function writeLabels(inner: readonly string[]): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<CustomLabels xmlns="${metadataNamespace}">\n${inner.map((each) => `    <labels>${each}</labels>\n`).join('')}</CustomLabels>\n`);
}

/** Names of the labels in a tree. */
export function labelNames(tree: Tree): string[] {
  const file = tree.get(labelsPath);
  return file ? childrenNamed(parseXml(file.toString()), 'labels').map((each) => textAt(each, 'fullName') ?? '') : [];
}

/** Leaves only some labels in a tree and answers the path of their file. */
export function filterLabels(tree: Map<string, Buffer>, wanted: ReadonlySet<string>): string {
  const file = tree.get(labelsPath);
  const labels = file ? childrenNamed(parseXml(file.toString()), 'labels').filter((each) => wanted.has(textAt(each, 'fullName') ?? '')) : [];
  tree.set(labelsPath, writeLabels(labels.map((each) => innerMarkup(toDocument(each, 'labels')))));
  return labelsPath;
}

/** A tree without some components; an object goes with its children. */
export function removeComponents(tree: Tree, gone: readonly ComponentName[]): Tree {
  const left = new Map(tree);
  for (const { type, fullName } of gone) {
    if (type === 'CustomLabel') filterLabels(left, new Set(labelNames(left).filter((name) => name !== fullName)));
    const folder = kinds.find((kind) => kind.type === type && kind.children)?.folder;
    for (const path of tree.keys()) {
      const component = componentAt(path);
      if ((component?.type === type && component.fullName === fullName) || (folder && path.startsWith(`${folder}/${fullName}/`))) left.delete(path);
    }
  }
  return left;
}

export const componentKey = ({ type, fullName }: ComponentName): string => `${type}#${fullName}`;

export function hasComponent(tree: Tree, name: ComponentName): boolean {
  const key = componentKey(name);
  return name.type === 'CustomLabel' ? labelNames(tree).includes(name.fullName) : [...tree.keys()].some((path) => {
    const found = componentAt(path);
    return found !== undefined && componentKey(found) === key;
  });
}
