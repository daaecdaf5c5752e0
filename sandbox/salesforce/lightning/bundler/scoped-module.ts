import type { SourceIndex } from './source-index.ts';

const js = (value: unknown): string => JSON.stringify(value);
const CUSTOM = /__(c|e|mdt|x|r)$/;

/** Code of one `@salesforce/…` module. Throws where the package's source lacks what it names, as a deployment would. */
export function makeScopedModule(specifier: string, source: SourceIndex, namespace: string): string {
  const [, kind, ...rest] = specifier.split('/');
  const name = rest.join('/');
  switch (kind) {
    case 'apex':
    case 'apexContinuation':
      return name ? makeApex(name, source, specifier) : `export { refreshApex, getSObjectValue } from 'page/apex';`;
    case 'schema':
      return makeSchema(name, source, namespace, specifier);
    case 'label':
      return makeLabel(name, source, specifier);
    case 'user':
      return `import { user } from 'page/runtime'; export default user[${js(name)}];`;
    case 'userPermission':
      return `import { hasUserPermission } from 'page/runtime'; export default hasUserPermission(${js(name)});`;
    case 'customPermission':
      return `import { hasPermission } from 'page/runtime'; export default hasPermission(${js(name)});`;
    case 'i18n':
      return `import { internationalization } from 'page/runtime'; export default internationalization[${js(name)}];`;
    case 'client':
      return `import { formFactor } from 'page/runtime'; export default formFactor;`;
    case 'messageChannel':
      return `export default ${js(name)};`;
    case 'resourceUrl':
      return `export default ${js(`/resource/${name}`)};`;
    case 'contentAssetUrl':
      return `export default ${js(`/file-asset/${name}`)};`;
    case 'community':
      return `export default '';`;
    default:
      throw new Error(`Unknown scoped module ${specifier}`);
  }
}

function makeApex(name: string, source: SourceIndex, specifier: string): string {
  const method = name.split('.').slice(-2).join('.'); // a namespace may come first
  const known = source.apex.get(method);
  if (!known) throw new Error(`No static @AuraEnabled method ${method} in the source (import of ${specifier})`);
  return `import { apexMethod } from 'page/apex'; export default apexMethod(${js(method)}, ${known.cacheable});`;
}

/** Inside a package the platform puts the namespace before the package's own names; a name that carries it already stays. */
function makeSchema(name: string, source: SourceIndex, namespace: string, specifier: string): string {
  const bare = namespace ? name.replaceAll(`${namespace}__`, '') : name;
  const [object = '', ...path] = bare.split('.');
  if (path.length === 1 && /__c$/.test(bare) && !source.fields.has(bare)) {
    throw new Error(`No custom field ${bare} in the source (import of ${specifier})`);
  }
  const qualify = (part: string): string => (namespace && CUSTOM.test(part) ? `${namespace}__${part}` : part);
  const objectApiName = namespace && source.objects.has(object) ? qualify(object) : object;
  if (!path.length) return `export default ${js({ objectApiName })};`;
  return `export default ${js({ fieldApiName: path.map(qualify).join('.'), objectApiName })};`;
}

function makeLabel(name: string, source: SourceIndex, specifier: string): string {
  const key = name.replace(/^[^.]+\./, '');
  const value = source.labels.get(key);
  if (value === undefined) throw new Error(`No custom label "${key}" in the source (import of ${specifier})`);
  const translations = Object.fromEntries([...source.translations].map(([language, labels]) => [language, labels.get(key)] as const));
  return `import { inLanguage } from 'page/runtime'; export default inLanguage(${js(value)}, ${js(translations)});`;
}
