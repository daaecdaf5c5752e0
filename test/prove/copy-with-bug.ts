import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
export const bugFolder = path.join(import.meta.dirname, 'bugs');
const LEFT_OUT = new Set(['node_modules', '.git', '.demo', 'test', 'docs']);

export interface Copy {
  folder: string;
  remove(): void;
}

/** A copy of the repository in a temporary folder, with one planted bug; the packages are linked. Throws when the patch does not fit the source any more. */
export function copyWithBug(name: string): Copy {
  const folder = mkdtempSync(path.join(os.tmpdir(), `crossledger-${name}-`));
  for (const entry of readdirSync(root)) if (!LEFT_OUT.has(entry)) cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const { status, stderr, stdout } = spawnSync('git', ['apply', '--unidiff-zero', '--recount', path.join(bugFolder, `${name}.patch`)], { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CEILING_DIRECTORIES: os.tmpdir() } });
  if (status === 0) return { folder, remove };
  remove();
  throw new Error(`The planted bug ${name} does not fit the source any more, renew its patch: ${stderr}${stdout}`);
}
