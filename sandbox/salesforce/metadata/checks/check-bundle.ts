import { transformSync } from '@lwc/compiler';
import type { ArchivedComponent } from '../archive.ts';
import type { Say } from './check-elements.ts';
import { isCustom, type Facts } from './facts.ts';

/** The package's declarations name their files without extensions, which this module resolution does not follow. */
const compile = transformSync as unknown as (code: string, file: string, options: Record<string, unknown>) => unknown;
const newestApi = 66;

/** Compiles a component as a deployment does and looks for what it imports. */
export function checkBundle({ fullName, raw }: ArchivedComponent, facts: Facts, say: Say): void {
  const folder = `lwc/${fullName}`;
  if (![...raw.keys()].some((path) => [`${folder}/${fullName}.js`, `${folder}/${fullName}.html`, `${folder}/${fullName}.css`].includes(path))) say(`The bundle ${fullName} has no file ${fullName}.js`);
  for (const [path, content] of raw) {
    const text = content.toString();
    if (/\.(js|html|css)$/.test(path)) compileFile(path, text, fullName, say);
    if (path.endsWith('.js')) for (const match of text.matchAll(/(?:from|import)\s+['"]([^'"]+)['"]/g)) checkImport(match[1] ?? '', facts, (problem) => say(`${path}: ${problem}`, lineAt(text, match.index)));
    if (!path.endsWith('.html')) continue;
    for (const match of text.matchAll(/<c-([\w-]+)/g)) {
      const name = (match[1] ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      if (!facts.has('LightningComponentBundle', name)) say(`${path}: No MODULE named markup://c:${name} found`, lineAt(text, match.index));
    }
  }
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

function compileFile(path: string, text: string, name: string, say: Say): void {
  try {
    compile(text, path, { namespace: 'c', name, apiVersion: newestApi, enableDynamicComponents: true, enableLwcOn: true, dynamicImports: { strictSpecifier: false } });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const place = (cause as { location?: { line?: number; column?: number } }).location;
    say(`${path}: ${message}`, place?.line, place?.column);
  }
}

function checkImport(specifier: string, facts: Facts, say: (problem: string) => void): void {
  const [scope = '', kind = '', ...rest] = specifier.split('/');
  const name = rest.join('/');
  if (scope === 'c' && !facts.has('LightningComponentBundle', kind)) say(`No MODULE named markup://c:${kind} found`);
  if (scope !== '@salesforce' || name === '') return;
  if (kind === 'apex' || kind === 'apexContinuation') checkMethod(name, facts, say);
  else if (kind === 'label' && !facts.has('CustomLabel', name.replace(/^c\./, ''))) say(`Unable to find label ${name}`);
  else if (kind === 'customPermission' && !facts.has('CustomPermission', name)) say(`Unable to find custom permission ${name}`);
  else if (kind === 'messageChannel' && !facts.has('LightningMessageChannel', name.replace(/__c$/, ''))) say(`Unable to find message channel ${name}`);
  else if (kind === 'resourceUrl' && !facts.has('StaticResource', name)) say(`Unable to find static resource ${name}`);
  else if (kind === 'schema') {
    const [object = '', field = ''] = name.split('.');
    if (isCustom(object) && !/__r$/.test(object) && !facts.hasObject(object)) say(`Unable to find object ${object}`);
    else if (/__c$/.test(field) && name.split('.').length === 2 && !facts.field(name)) say(`Unable to find field ${name}`);
  }
}

function checkMethod(name: string, facts: Facts, say: (problem: string) => void): void {
  const [cls = '', method = ''] = name.split('.').slice(-2);
  const code = facts.tree.get(`classes/${cls}.cls`)?.toString();
  if (code === undefined || !new RegExp(`@AuraEnabled[\\s\\S]*?\\s${method}\\s*\\(`, 'i').test(code)) say(`Unable to find Apex action class referenced as '${cls}.${method}'`);
}
