import { isKnownType, readArchive, readManifest, type ArchivedComponent, type Manifest } from './archive.ts';
import type { DeployOptions, Problem } from './deploy-types.ts';
import { componentKey, type ComponentName } from './tree.ts';
import { readZip, type ZipFiles } from './zip.ts';

/** What a deployment wants: components to bring in, components to remove, and what is wrong with the list of them. */
export interface DeployRequest {
  readonly components: readonly ArchivedComponent[];
  readonly gone: readonly ComponentName[];
  readonly problems: readonly Problem[];
}

/** An archive that cannot be looked at; the whole deployment fails with it. */
export class BadArchive extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function readDeployRequest(bytes: Buffer, { singlePackage }: Pick<DeployOptions, 'singlePackage'>): DeployRequest {
  const files = unpack(bytes, singlePackage);
  const text = files.get('package.xml')?.toString();
  if (text === undefined) throw new BadArchive('INVALID_PACKAGE', 'No package.xml found');
  const manifest = readList(text, 'package.xml');
  const { components, strange } = readArchive(files);
  const gone = [...files].filter(([path]) => /^destructiveChanges\w*\.xml$/.test(path)).flatMap(([path, content]) => membersOf(readList(content.toString(), path)));
  const problems = [
    ...strange.map((path) => problemOf({ type: '', fullName: path }, path, 'Unknown file: no metadata type of this org has files of this name in this folder')),
    ...checkManifest(manifest, components),
  ];
  return { components, gone, problems };
}

function unpack(bytes: Buffer, isSingle: boolean): ZipFiles {
  let files: ZipFiles;
  try {
    files = readZip(bytes);
  } catch (cause) {
    throw new BadArchive('INVALID_ZIP', `The archive cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (isSingle && files.has('package.xml')) return files;
  const roots = [...files.keys()].filter((path) => /^[^/]+\/package\.xml$/.test(path)).map((path) => path.slice(0, -'package.xml'.length));
  const [root] = roots;
  if (root === undefined || roots.length > 1) return files;
  return new Map([...files].filter(([path]) => path.startsWith(root)).map(([path, content]) => [path.slice(root.length), content]));
}

function readList(text: string, path: string): Manifest {
  try {
    return readManifest(text);
  } catch (cause) {
    throw new BadArchive('INVALID_PACKAGE', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

const membersOf = ({ members }: Manifest): ComponentName[] => [...members].flatMap(([type, names]) => [...names].map((fullName) => ({ type, fullName })));

const problemOf = ({ type, fullName }: ComponentName, fileName: string, problem: string): Problem => ({ type, fullName, fileName, problem });

/** Files and list must say the same. */
function checkManifest(manifest: Manifest, components: readonly ArchivedComponent[]): Problem[] {
  const problems: Problem[] = [];
  const present = new Set(components.flatMap((component) => [component, ...component.children]).map(componentKey));
  for (const name of membersOf(manifest)) {
    if (!isKnownType(name.type)) problems.push(problemOf(name, 'package.xml', `Unknown type name '${name.type}' specified in package.xml`));
    else if (name.fullName !== '*' && !present.has(componentKey(name))) problems.push(problemOf(name, 'package.xml', `An object '${name.fullName}' of type ${name.type} was named in package.xml, but was not found in zipped directory`));
  }
  const isListed = ({ type, fullName }: ComponentName): boolean => manifest.members.get(type)?.has(fullName) === true || manifest.members.get(type)?.has('*') === true;
  for (const component of components) {
    if (![component, ...component.children].some(isListed)) problems.push(problemOf(component, component.fileName, `An object '${component.fullName}' of type ${component.type} was found in the zipped directory, but was not named in package.xml`));
  }
  return problems;
}
