import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The first program of these names on the PATH, as an absolute path. */
export function findProgram(...names: string[]): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const candidates = folders.flatMap((folder) => names.flatMap((name) => endings.map((ending) => path.join(folder, name + ending))));
  return candidates.find(isExecutable) ?? null;
}

/** The folder with `initdb` and `postgres`: from the PATH, else the newest that Debian's packages or Homebrew put aside. */
export function findPostgresBinaries(): string | null {
  const folders = [
    path.dirname(findProgram('initdb') ?? 'none'),
    ...listVersions('/usr/lib/postgresql', (name) => `${name}/bin`),
    ...listVersions('/opt/homebrew/opt', (name) => (name.startsWith('postgresql') ? `${name}/bin` : null)),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => isExecutable(path.join(folder, name)))) ?? null;
}

/** Chromium or Chrome: `CHROMIUM` first, then the names that systems give it. */
export function findChromium(): string | null {
  const { CHROMIUM } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') return existsSync(CHROMIUM) ? CHROMIUM : null;
  return findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable');
}

function listVersions(folder: string, toBin: (name: string) => string | null): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return names.map(toBin).filter((name) => name !== null).map((name) => path.join(folder, name));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // absent and not executable are the same here
  }
}
