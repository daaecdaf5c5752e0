import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

interface Manifest {
  version: string;
  module?: string;
  lwc?: { modules: { name?: string; path?: string }[]; expose: string[] };
}

/** Folder of an installed package; base components have no main entry, so its manifest is what resolves. */
export function packageFolder(name: string): string {
  return dirname(require.resolve(`${name}/package.json`));
}

export function readManifest(name: string): Manifest {
  return JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8')) as Manifest;
}

/** The ESM file of an engine package, whose "main" is CommonJS. */
export function moduleEntry(name: string): string {
  const entry = readManifest(name).module;
  if (!entry) throw new Error(`${name} has no ESM entry`);
  return join(packageFolder(name), entry);
}

/** Modules that the base components map to files of their own: labels, gates, formats. */
export function baseComponentModules(): Map<string, string> {
  const folder = packageFolder('lightning-base-components');
  const modules = readManifest('lightning-base-components').lwc?.modules ?? [];
  return new Map(modules.flatMap(({ name, path }) => (name && path ? [[name, join(folder, path)] as const] : [])));
}
