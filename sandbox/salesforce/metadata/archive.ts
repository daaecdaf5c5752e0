import { kindOfFolder, kindOfType, kinds, type Kind } from './kinds.ts';
import { componentAt, type ComponentName, type Tree } from './tree.ts';
import { elementsOf, childrenNamed, innerMarkup, metadataNamespace, parseXml, textAt, toDocument } from './xml.ts';

/** One component of an archive: where it stands there, and its files in source form. */
export interface ArchivedComponent extends ComponentName {
  /** Path in the archive, as a deployment names it. */
  fileName: string;
  files: Map<string, Buffer>;
  /** The same files as they came, by path in the archive. */
  raw: Map<string, Buffer>;
  /** Fields and other children, and labels, that came with it. */
  children: ComponentName[];
}

export interface Archive {
  components: ArchivedComponent[];
  /** Paths that no component has. */
  strange: string[];
}

/** Turns the files of an archive in metadata form, without its package.xml, into components. */
export function readArchive(files: ReadonlyMap<string, Buffer>): Archive {
  const components = new Map<string, ArchivedComponent>();
  const strange: string[] = [];
  for (const [path, content] of files) {
    if (/^(package|destructiveChanges\w*)\.xml$/.test(path)) continue;
    const kind = kindOfFolder(path.split('/')[0] ?? '');
    const place = kind?.shape === 'xml' ? sourcePathOf(kind, path) : path;
    const name = componentAt(place);
    if (!kind || !name || path.split('/').includes('..')) {
      strange.push(path);
      continue;
    }
    const key = `${name.type}#${name.fullName}`;
    const fileName = kind.shape === 'bundle' ? path.split('/').slice(0, 2).join('/') : path.replace(/-meta\.xml$/, '');
    const component = components.get(key) ?? { ...name, fileName, files: new Map<string, Buffer>(), raw: new Map<string, Buffer>(), children: [] };
    components.set(key, component);
    component.raw.set(path, content);
    if (kind.children) splitObject(kind, component, content);
    else component.files.set(place, content);
    if (kind.type === 'CustomLabels') component.children = readLabels(content);
  }
  return { components: [...components.values()], strange };
}

function sourcePathOf(kind: Kind, path: string): string {
  const file = path.slice(kind.folder.length + 1);
  return kind.children ? `${kind.folder}/${file.slice(0, -kind.suffix.length - 1)}/${file}-meta.xml` : `${path}-meta.xml`;
}

/** Broken XML is the type check's to report. */
function readLabels(content: Buffer): ComponentName[] {
  try {
    return childrenNamed(parseXml(content.toString()), 'labels').map((each) => ({ type: 'CustomLabel', fullName: textAt(each, 'fullName') ?? '' }));
  } catch {
    return [];
  }
}

/** Each child gets a file of its own; what is left is the object's own file, when there is anything. */
function splitObject(kind: Kind, component: ArchivedComponent, content: Buffer): void {
  const own = `${kind.folder}/${component.fullName}/${component.fullName}.${kind.suffix}-meta.xml`;
  let root;
  try {
    root = parseXml(content.toString());
  } catch {
    component.files.set(own, content);
    return;
  }
  for (const element of elementsOf(root)) {
    const child = kind.children?.find((each) => each.element === element.localName);
    if (!child) continue;
    const name = textAt(element, child.key) ?? '';
    const folder = [kind.folder, component.fullName, child.folder].filter(Boolean).join('/');
    component.files.set(`${folder}/${name}.${child.suffix}-meta.xml`, Buffer.from(toDocument(element, child.type)));
    component.children.push({ type: child.type, fullName: `${component.fullName}.${name}` });
    root.removeChild(element);
  }
  if (elementsOf(root).length > 0) component.files.set(own, Buffer.from(toDocument(root, kind.type)));
}

/** Files of an archive in metadata form that holds these paths of a tree. */
export function writeArchive(tree: Tree, paths: readonly string[]): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const objects = new Map<string, string[]>();
  for (const path of paths) {
    const [folder = '', object = ''] = path.split('/');
    const kind = kindOfFolder(folder);
    if (!kind) continue;
    if (kind.children) {
      const key = `${folder}/${object}.${kind.suffix}`;
      objects.set(key, [...(objects.get(key) ?? []), path]);
    } else files.set(kind.shape === 'xml' ? path.replace(/-meta\.xml$/, '') : path, tree.get(path) ?? Buffer.alloc(0));
  }
  for (const [target, parts] of objects) files.set(target, joinObject(tree, parts));
  return files;
}

function joinObject(tree: Tree, parts: readonly string[]): Buffer {
  const kind = kindOfFolder(parts[0]?.split('/')[0] ?? '');
  const markup = parts.map((path) => {
    const inner = innerMarkup(tree.get(path)?.toString() ?? '');
    const type = componentAt(path)?.type;
    const child = kind?.children?.find((each) => each.type === type);
    return child ? `<${child.element}>${inner}</${child.element}>\n` : inner;
  });
  const root = kind?.type ?? '';
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${metadataNamespace}">\n${markup.join('')}</${root}>\n`);
}

/** Members by type; `*` stands for all. */
export type Members = Map<string, Set<string>>;

export interface Manifest {
  members: Members;
  version: string;
}

export function readManifest(text: string): Manifest {
  const root = parseXml(text);
  const members: Members = new Map();
  for (const types of childrenNamed(root, 'types')) {
    const type = textAt(types, 'name') ?? '';
    const named = members.get(type) ?? new Set<string>();
    for (const member of childrenNamed(types, 'members')) named.add(member.textContent?.trim() ?? '');
    members.set(type, named);
  }
  return { members, version: textAt(root, 'version') ?? '' };
}

export function writeManifest({ members, version }: Manifest): string {
  const types = [...members].map(([type, names]) => `    <types>\n${[...names].map((name) => `        <members>${name}</members>\n`).join('')}        <name>${type}</name>\n    </types>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="${metadataNamespace}">\n${types.join('')}    <version>${version}</version>\n</Package>\n`;
}

/** Whether the org takes components of this type, alone or within others. */
export const isKnownType = (type: string): boolean => type === 'CustomLabel' || kindOfType(type) !== undefined || kinds.some((kind) => kind.children?.some((child) => child.type === type));
