import { mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newMasterKeyText } from '../kernel/secret.ts';

/** What speaks against a key file, in words; null when it can be read or created. A backup of the data folder must not hold the key to it. */
export function keyFileProblem(file: string, dataFolder: string): string | null {
  if (isInside(realPath(file), realPath(dataFolder))) return 'lies inside the data folder; choose a place outside it';
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (!found.isFile()) return 'is not a file';
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) return `may be read by others (mode ${(found.mode & 0o777).toString(8)}); set its mode to 600`;
  return null;
}

/** The key text; written with mode 600 when there is none yet. */
export function loadOrCreateKeyFile(file: string): string {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${newMasterKeyText()}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new Error(`CROSSLEDGER_MASTER_KEY_FILE could not be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`, { cause: error });
  }
  return readFileSync(file, 'utf8');
}

/** Symbolic links resolved as far as the path exists. */
function realPath(target: string): string {
  const absolute = path.resolve(target);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = path.dirname(absolute);
    return parent === absolute ? absolute : path.join(realPath(parent), path.basename(absolute));
  }
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
