import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTree, type Tree } from './tree.ts';

/** What is deployed in the org, kept as folders that the engine and the page server read. */
export interface PackageStore {
  readonly tree: Tree;
  /** Package directories of what is deployed now. */
  readonly folders: readonly string[];
  /** Writes a tree beside what is deployed. */
  stage(tree: Tree): Staged;
  /** Forgets all deployments. */
  clear(): void;
  close(): void;
}

export interface Staged {
  readonly folder: string;
  /** From now on this is what is deployed, also after a restart. */
  keep(): void;
  drop(): void;
}

/** Opens what was deployed into the data folder; without any, the org begins with the given source folders. */
export function openPackageStore(data: string | undefined, sources: readonly string[]): PackageStore {
  const root = data === undefined ? mkdtempSync(join(tmpdir(), 'crossledger-package-')) : join(data, 'packages');
  mkdirSync(root, { recursive: true });
  const pointer = join(root, 'current');
  const first = existsSync(pointer) ? join(root, readFileSync(pointer, 'utf8')) : undefined;
  for (const name of readdirSync(root)) if (/^\d+$/.test(name) && join(root, name) !== first) rmSync(join(root, name), { recursive: true, force: true });
  let kept = first;
  let serial = Number(first?.split(/[\\/]/).at(-1) ?? 0);
  let tree: Tree | undefined;
  const folders = (): readonly string[] => (kept === undefined ? sources : [kept]);
  return {
    get tree() {
      tree ??= readTree(folders());
      return tree;
    },
    get folders() {
      return folders();
    },
    stage(next) {
      serial += 1;
      const folder = join(root, String(serial));
      writeTree(folder, next);
      const drop = (): void => rmSync(folder, { recursive: true, force: true });
      return {
        folder,
        drop,
        keep() {
          const old = kept;
          writeFileSync(`${pointer}.new`, String(folder.split(/[\\/]/).at(-1)));
          renameSync(`${pointer}.new`, pointer);
          kept = folder;
          tree = next;
          if (old !== undefined) rmSync(old, { recursive: true, force: true });
        },
      };
    },
    clear() {
      rmSync(pointer, { force: true });
      if (kept !== undefined) rmSync(kept, { recursive: true, force: true });
      kept = undefined;
      tree = undefined;
    },
    close() {
      if (data === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
}

function writeTree(folder: string, tree: Tree): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of tree) {
    const file = join(folder, ...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
