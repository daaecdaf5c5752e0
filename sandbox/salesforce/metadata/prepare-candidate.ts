import { relative, sep } from 'node:path';
import type { Org, PreparedPackage } from '../org.ts';
import { readArchive, writeArchive, type ArchivedComponent } from './archive.ts';
import { checkComponents } from './checks/check-components.ts';
import type { Problem } from './deploy-types.ts';
import type { PackageStore, Staged } from './package-store.ts';
import { componentAt, mergeTrees, removeComponents, type ComponentName } from './tree.ts';

export interface DeployTarget {
  readonly store: PackageStore;
  readonly org: () => Org;
  /** Builds the pages from other folders; what it answers shows them from then on. */
  readonly preparePages?: (folders: string[]) => Promise<() => void>;
}

/** Metadata that passed and lies ready. */
export interface Candidate {
  readonly staged: Staged;
  readonly org: PreparedPackage;
  readonly showPages: () => void;
}

/** Lays components over what is deployed and tries whether the org can run the whole. */
export async function prepareCandidate({ store, org, preparePages }: DeployTarget, components: readonly ArchivedComponent[], gone: readonly ComponentName[]): Promise<Candidate | readonly Problem[]> {
  const changes = new Map(components.flatMap((component) => [...component.files]));
  const tree = removeComponents(mergeTrees(store.tree, changes), gone);
  // What goes may be named by what stays.
  const looked = gone.length > 0 ? readArchive(writeArchive(tree, [...tree.keys()])).components : components;
  const problems = checkComponents(looked, tree);
  if (problems.length > 0) return problems;
  const staged = store.stage(tree);
  try {
    const prepared = org().prepare([staged.folder]);
    return { staged, org: prepared, showPages: (await preparePages?.([staged.folder])) ?? (() => undefined) };
  } catch (cause) {
    staged.drop();
    return [locate(cause, staged.folder, components)];
  }
}

/** The engine and the page build name the file in their words. */
function locate(cause: unknown, folder: string, components: readonly ArchivedComponent[]): Problem {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, path = '', line, column] = /(\S+?\.(?:cls|trigger|xml|js|html|css))(?::(\d+))?(?::(\d+))?/.exec(message) ?? [];
  const found = path.startsWith(folder) ? componentAt(relative(folder, path).split(sep).join('/')) : undefined;
  const parent = found && components.find((each) => [each, ...each.children].some((one) => one.type === found.type && one.fullName === found.fullName));
  return {
    type: parent?.type ?? found?.type ?? '', fullName: parent?.fullName ?? found?.fullName ?? '', fileName: parent?.fileName ?? 'package.xml', problem: message.replaceAll(folder + sep, ''),
    ...(line !== undefined && { line: Number(line) }), ...(column !== undefined && { column: Number(column) }),
  };
}
