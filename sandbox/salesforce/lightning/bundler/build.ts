import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown, type LoggingFunction, type RolldownLog } from 'rolldown';
import { createLwcPlugin } from './lwc-plugin.ts';
import { readManifest } from './packages.ts';

const here = dirname(fileURLToPath(import.meta.url));
export const SHIMS = join(here, '../shims');
const SHELL = join(here, '../shell/main.js');
/** Outlives every start; made anew when a version of what goes in changes. */
const CACHE_FOLDER = join(here, '../../../../node_modules/.cache/crossledger-lightning');

/** Exposed by the base components although a module that they import is missing, or of no use on a desktop page. */
const BROKEN = new Set(['lightning/barcodeScanner', 'lightning/primitiveFigure']);

export interface VendorBundle {
  folder: string;
  importMap: { imports: Record<string, string> };
}

/** Engine and all public base components, built once per set of versions and kept in the cache folder. */
export async function buildVendor(cacheFolder: string = CACHE_FOLDER): Promise<VendorBundle> {
  const modules = listVendorModules();
  const key = hashVendor(modules);
  const folder = join(cacheFolder, `vendor-${key}`);
  const mapFile = join(folder, 'importmap.json');
  if (!existsSync(mapFile)) {
    mkdirSync(cacheFolder, { recursive: true });
    const draft = join(cacheFolder, `draft-${randomUUID()}`);
    const bundle = await rolldown({
      input: Object.fromEntries(modules.map((name) => [flatName(name), name])),
      onwarn: failOnUnresolved,
      checks: { pluginTimings: false },
      preserveEntrySignatures: 'strict',
      plugins: [createLwcPlugin({ sources: [], namespace: '', shims: SHIMS })],
    });
    await bundle.write({ dir: draft, format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js', minify: false });
    await bundle.close();
    const imports = Object.fromEntries(modules.map((name) => [name, `/vendor/${key}/${flatName(name)}.js`]));
    writeFileSync(join(draft, 'importmap.json'), JSON.stringify({ imports }));
    publishDraft(draft, folder, mapFile);
  }
  return { folder, importMap: JSON.parse(readFileSync(mapFile, 'utf8')) as VendorBundle['importMap'] };
}

/** Another process may have finished the same build first; its result is as good. */
function publishDraft(draft: string, folder: string, mapFile: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(mapFile)) throw error;
  }
}

function listVendorModules(): string[] {
  const shimmed = new Set(readdirSync(join(SHIMS, 'lightning')).map((file) => file.replace(/\.js$/, '')));
  const exposed = (readManifest('lightning-base-components').lwc?.expose ?? []).filter((name) => {
    const short = name.split('/')[1] ?? '';
    return !shimmed.has(short) && !BROKEN.has(name) && !name.startsWith('lightning/iconSvgTemplates');
  });
  return ['lwc', '@lwc/synthetic-shadow', 'lightning/overlayContainer', ...exposed];
}

function hashVendor(modules: string[]): string {
  const versions = ['@lwc/compiler', '@lwc/engine-dom', 'lightning-base-components', 'rolldown'].map((name) => `${name}@${readManifest(name).version}`);
  const hash = createHash('sha256').update(JSON.stringify([versions, modules]));
  const plugin = readdirSync(here).filter((file) => file.endsWith('.ts')).sort().map((file) => join(here, file));
  for (const file of [...plugin, join(SHIMS, 'runtime.js')]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
}

function flatName(name: string): string {
  return name.replace(/^@/, '').replaceAll('/', '.');
}

function failOnUnresolved(warning: RolldownLog, next: LoggingFunction): void {
  if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
  if (!['CIRCULAR_DEPENDENCY', 'EVAL'].includes(warning.code ?? '')) next(warning);
}

export interface AppOptions {
  sources: string[];
  namespace: string;
  vendor: VendorBundle;
}

/** Page shell, shims and the package's own components: file name to content, kept in memory. */
export async function buildApp({ sources, namespace, vendor }: AppOptions): Promise<Map<string, string | Uint8Array>> {
  const bundle = await rolldown({
    input: { main: SHELL },
    external: Object.keys(vendor.importMap.imports),
    onwarn: failOnUnresolved,
    checks: { pluginTimings: false },
    plugins: [createLwcPlugin({ sources, namespace, shims: SHIMS })],
  });
  const { output } = await bundle.generate({ format: 'es', entryFileNames: '[name].js' });
  await bundle.close();
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const));
}
