import { readApps, readComponentActions, readFlexipages, readTabs } from './page-metadata.ts';
import type { SourceIndex } from './source-index.ts';

/** One module with every page of the source and the components that they name; the shell mounts from it. */
export function makePagesModule(sources: string[], index: SourceIndex): string {
  const pages = readFlexipages(sources);
  const actions = readComponentActions(sources);
  const tabs = readTabs(sources);
  const named = [
    ...pages.flatMap((page) => page.regions).flatMap((region) => region.items).map((item) => item.component),
    ...actions.map((action) => action.component),
    ...tabs.flatMap((tab) => (tab.component ? [tab.component] : [])),
  ];
  const used = [...new Set(named)].filter((name) => index.bundles.has(name));
  return [
    ...used.map((name) => `import ${name} from 'c/${name}';`),
    `export const components = { ${used.join(', ')} };`,
    `export const pages = ${JSON.stringify(pages)};`,
    `export const actions = ${JSON.stringify(actions)};`,
    `export const apps = ${JSON.stringify(readApps(sources))};`,
    `export const tabs = ${JSON.stringify(tabs)};`,
  ].join('\n');
}
