import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { transformSync } from '@lwc/compiler';
import type { Plugin } from 'rolldown';
import { packageFolder } from './packages.ts';
import { makePagesModule } from './pages-module.ts';
import { makeResolver } from './resolve-module.ts';
import { makeScopedModule } from './scoped-module.ts';
import { readText } from './source-files.ts';
import { HIGHEST_API, readSourceIndex, type Bundle, type SourceIndex } from './source-index.ts';

export interface LwcPluginOptions {
  /** Package directories of the source; empty for the vendor bundle. */
  sources: string[];
  /** Package namespace, or empty. */
  namespace: string;
  shims: string;
}

interface Compiled {
  code: string;
  warnings?: { message: string }[];
}
/** The package's declarations name their files without extensions, which this module resolution does not follow. */
const compileFile = transformSync as unknown as (code: string, file: string, options: Record<string, unknown>) => Compiled;

const withoutQuery = (id: string): string => id.split('?', 1)[0] ?? id;

/** Bundler plugin that resolves and compiles Lightning Web Components from a source tree, without an org. */
export function createLwcPlugin({ sources, namespace, shims }: LwcPluginOptions): Plugin {
  let index = readSourceIndex(sources);
  const resolveModule = makeResolver({ shims, namespaces: ['c', namespace].filter(Boolean), index: () => index });
  const compile = makeCompiler(shims, () => index);
  return {
    name: 'lwc-source',
    buildStart() {
      index = readSourceIndex(sources);
    },
    resolveId: (source, importer) => resolveModule(source, importer),
    load(id) {
      if (id === '\0pages.js') return makePagesModule(sources, index);
      if (id.startsWith('\0empty-')) return `export default ${id.includes('icons') ? '{}' : 'void 0'}`;
      if (id.startsWith('\0@salesforce/')) return makeScopedModule(id.slice(1, -3), index, namespace);
      const file = withoutQuery(id);
      if (!/\.(css|html)$/.test(file) || !isAbsolute(file) || !existsSync(file)) return null;
      return { code: readText(file), moduleType: 'js' }; // the bundler would otherwise apply its own css loader
    },
    transform(code, id) {
      return id.startsWith('\0') ? null : compile(code, id, (message) => this.warn(message));
    },
  };
}

type Compiler = (code: string, id: string, warn: (message: string) => void) => { code: string; moduleType?: 'js' } | null;

function makeCompiler(shims: string, index: () => SourceIndex): Compiler {
  const base = packageFolder('lightning-base-components') + sep;
  const icons = join(packageFolder('@salesforce-ux/design-system'), 'assets/icons');
  const components = resolve(shims) + sep;
  return (code, id, warn) => {
    const file = withoutQuery(id);
    const own = findOwner(file, index());
    const inBase = file.startsWith(base);
    const inShim = file.startsWith(components) && dirname(file) !== resolve(shims);
    if (!own && !inBase && !inShim) return replaceEnvironment(code);
    if (!/\.(js|ts|html|css)$/.test(file)) return null;
    if (own) checkIcons(code, file, icons);
    const [namespace = 'c', name = ''] = own ? ['c', own.name] : dirname(file).split(sep).slice(-2);
    const result = compileFile(inBase ? prepareBase(code, file) : code, file, {
      namespace: namespace.replaceAll('_', ''),
      name,
      apiVersion: own?.apiVersion ?? HIGHEST_API,
      scopedStyles: /[?&]scoped=true/.test(id),
      enableDynamicComponents: true,
      enableLwcOn: true,
      enableSyntheticElementInternals: inBase, // lightning-combobox attaches element internals
      ...(inBase ? {} : { dynamicImports: { strictSpecifier: false } }),
    });
    if (own) for (const warning of result.warnings ?? []) warn(`${relative(process.cwd(), file)}: ${warning.message}`);
    return { code: result.code, moduleType: 'js' };
  };
}

/** Base components run in a browser here, and take icons from the design system's sprites: compiling 3,400 templates takes 20 s. */
function prepareBase(code: string, file: string): string {
  const browser = code.replaceAll('import.meta.env.SSR', 'false');
  if (basename(file) !== 'primitiveIcon.js') return browser;
  const own = "sanitizeURL(this.src) : ''";
  if (!browser.includes(own)) throw new Error(`${file}: the place for an icon's address has changed`);
  return browser.replace(own, "sanitizeURL(this.src) : this.category ? `/assets/icons/${this.category}-sprite/svg/symbols.svg#${this.name}` : ''");
}

/** The engine reads process.env, which a browser lacks; `development` keeps its warnings. */
function replaceEnvironment(code: string): { code: string } | null {
  return code.includes('process.env.NODE_ENV') ? { code: code.replaceAll('process.env.NODE_ENV', '"development"') } : null;
}

function findOwner(file: string, index: SourceIndex): Bundle | null {
  if (!file.includes(`${sep}lwc${sep}`)) return null;
  for (const bundle of index.bundles.values()) if (file.startsWith(bundle.folder + sep)) return bundle;
  return null;
}

/** An unknown icon renders as nothing, without a warning. */
function checkIcons(code: string, file: string, icons: string): void {
  for (const [, category = '', icon = ''] of code.matchAll(/['"](standard|utility|action|custom|doctype):(\w+)['"]/g)) {
    if (!existsSync(join(icons, category, `${icon}.svg`))) throw new Error(`${basename(file)}: no icon ${category}:${icon}`);
  }
}
