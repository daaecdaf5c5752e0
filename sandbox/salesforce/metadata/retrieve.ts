import { componentAt, componentKey, filterLabels, labelNames, type ComponentName, type Tree } from './tree.ts';
import { isKnownType, writeArchive, writeManifest, type Members } from './archive.ts';
import { parentOfChild } from './kinds.ts';
import { writeZip } from './zip.ts';

export interface Retrieved {
  readonly zip: Buffer;
  /** Components and where they are in the archive. */
  readonly files: readonly (ComponentName & { fileName: string })[];
  /** What was asked for and is not there. */
  readonly messages: readonly { fileName: string; problem: string }[];
}

/** Packs what is deployed and asked for, in metadata form. */
export function retrieveFrom(tree: Tree, members: Members, version: string, root: string): Retrieved {
  const paths = new Set<string>();
  const messages: { fileName: string; problem: string }[] = [];
  const labels = new Set<string>();
  const all = [...tree.keys()].map((path) => ({ path, component: componentAt(path) }));
  for (const [type, names] of members) {
    for (const name of names) {
      if (type === 'CustomLabel') {
        for (const label of labelNames(tree)) if (name === '*' || name === label) labels.add(label);
        if (name === '*' || labels.has(name)) continue;
      }
      const found = all.filter(({ path, component }) => component && isAsked(path, component, type, name));
      for (const { path } of found) paths.add(path);
      if (!isKnownType(type)) messages.push({ fileName: 'package.xml', problem: `Entity type: '${type}' is unknown` });
      else if (found.length === 0 && name !== '*') messages.push({ fileName: `${root}package.xml`, problem: `Entity of type '${type}' named '${name}' cannot be found` });
    }
  }
  const source = new Map(tree);
  if (labels.size > 0) paths.add(filterLabels(source, labels));
  const archive = writeArchive(source, [...paths]);
  archive.set('package.xml', Buffer.from(writeManifest({ members, version })));
  const files = new Map<string, Retrieved['files'][number]>();
  for (const path of paths) {
    const component = componentAt(path);
    if (component) files.set(componentKey(component), { ...component, fileName: `${root}${archivePathOf(path, component)}` });
  }
  return { zip: writeZip(new Map([...archive].map(([path, content]) => [root + path, content]))), files: [...files.values()], messages };
}

/** An object is asked for with all that is in it; a child alone, by its own name. */
function isAsked(path: string, component: ComponentName, type: string, name: string): boolean {
  if (component.type === type) return name === '*' || component.fullName === name;
  const parent = parentOfChild(component.type);
  if (parent?.kind.type !== type) return false;
  const object = path.split('/')[1] ?? '';
  return object === name || (name === '*' && object.includes('__'));
}

function archivePathOf(path: string, component: ComponentName): string {
  const [folder = '', object = ''] = path.split('/');
  const parent = parentOfChild(component.type)?.kind;
  if (parent) return `${folder}/${object}.${parent.suffix}`;
  return component.type === 'CustomObject' ? `${folder}/${object}.object` : path.replace(/-meta\.xml$/, '');
}
