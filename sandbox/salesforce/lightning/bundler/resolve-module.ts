import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { baseComponentModules, moduleEntry, packageFolder } from './packages.ts';
import type { SourceIndex } from './source-index.ts';

/** Base components that exist only on the platform: a visible placeholder stands there. */
const PLACEHOLDERS = new Set(['map', 'recordPicker', 'fileUpload', 'inputRichText', 'clickToDial']);
/** These follow the signed-in user instead of the package's fixed American values. */
const BY_USER = /^@salesforce\/(i18n\/(locale|lang|dir|currency|timeZone|number\.(decimal|grouping)Separator)|client\/formFactor)$/;

export interface ResolveContext {
  shims: string;
  namespaces: string[];
  index: () => SourceIndex;
}

export type Resolver = (source: string, importer: string | undefined) => string | null;

/** Finds the file, or the `\0` name of a generated module, that an import means; null leaves it to the bundler. */
export function makeResolver({ shims, namespaces, index }: ResolveContext): Resolver {
  const modules = baseComponentModules();
  const base = join(packageFolder('lightning-base-components'), 'src/lightning');
  const engines = new Map([
    ['lwc', moduleEntry('@lwc/engine-dom')],
    ['@lwc/synthetic-shadow', moduleEntry('@lwc/synthetic-shadow')],
    ['@lwc/wire-service', moduleEntry('@lwc/wire-service')],
  ]);

  const findShim = (namespace: string, name: string): string | null => {
    const file = join(shims, namespace, `${name}.js`);
    return existsSync(file) ? file : findEntry(join(shims, namespace, name));
  };
  const findComponent = (namespace: string, name: string): string | null => {
    const own = namespaces.includes(namespace) ? index().bundles.get(name) : undefined;
    if (own) return findEntry(own.folder);
    const shim = findShim(namespace, name);
    if (shim) return shim;
    if (namespace === 'lightning') {
      const found = findEntry(join(base, name)) ?? (PLACEHOLDERS.has(name) ? findShim('lightning', 'placeholder') : null);
      if (found) return found;
    }
    if (namespace !== 'lightning' && !namespaces.includes(namespace)) return null;
    throw new Error(`Cannot resolve ${namespace}/${name}: no bundle, shim or base component of that name`);
  };

  return (source, importer) => {
    if (source.startsWith('\0')) return null;
    if (source === 'virtual:pages') return '\0pages.js';
    if (source.startsWith('lightning/iconSvgTemplates')) return '\0empty-icons.js';
    if (BY_USER.test(source)) return `\0${source}.js`;
    const fixed = engines.get(source) ?? modules.get(source);
    if (fixed) return fixed;
    if (source.startsWith('page/')) return join(shims, source.slice(5).concat('.js'));
    if (source.startsWith('@salesforce/')) return `\0${source}.js`;
    if (source.startsWith('.')) return importer && !importer.startsWith('\0') ? resolveRelative(source, importer) : null;
    const component = /^([a-z][a-zA-Z0-9_]*)\/([a-zA-Z0-9_]+)$/.exec(source);
    return component?.[1] && component[2] ? findComponent(component[1], component[2]) : null;
  };
}

function resolveRelative(source: string, importer: string): string {
  const [path = '', query] = source.split('?', 2);
  const from = importer.split('?', 1)[0] ?? importer;
  let file = resolve(dirname(from), path);
  if (!extname(file) || !existsSync(file)) {
    const script = [`${file}.js`, `${file}.ts`].find((candidate) => existsSync(candidate));
    if (script) file = script;
    // A class imports its template, a template its stylesheet, whether they exist or not.
    else if (/\.(html|css)$/.test(file) && camelName(file).replace(/\.scoped$/, '') === camelName(from)) return `\0empty-${extname(file).slice(1)}.js`;
  }
  return query ? `${file}?${query}` : file;
}

function camelName(file: string): string {
  return basename(file).replace(/\.[^.]+$/, '');
}

function findEntry(folder: string): string | null {
  return ['.js', '.ts', '.html', '.css'].map((ext) => join(folder, basename(folder) + ext)).find((file) => existsSync(file)) ?? null;
}
