import { basename, dirname, sep } from 'node:path';
import { blocksOf, endingWith, lineAt, readText, stemOf, valuesOf } from '../project.ts';
import type { SourceFacts } from './source-facts.ts';

const TARGETS: Record<string, string> = { RecordPage: 'lightning__RecordPage', AppPage: 'lightning__AppPage', HomePage: 'lightning__HomePage' };

/** Component bundles, and the pages, tabs and actions that name them. */
export function checkComponentReferences(facts: SourceFacts): void {
  checkBundles(facts);
  for (const file of endingWith(facts.files, '.flexipage-meta.xml')) checkPage(file, facts);
  for (const suffix of ['.quickAction-meta.xml', '.tab-meta.xml']) {
    for (const file of endingWith(facts.files, suffix)) {
      const xml = readText(file);
      for (const name of [...valuesOf(xml, 'lightningWebComponent'), ...valuesOf(xml, 'lwcComponent')]) {
        if (!facts.bundles.has(name)) facts.say(file, `component ${name} does not exist`);
      }
    }
  }
}

function checkBundles(facts: SourceFacts): void {
  for (const file of facts.files.filter((path) => path.endsWith('.js') && basename(dirname(dirname(path))) === 'lwc')) {
    const name = basename(dirname(file));
    if (stemOf(file, '.js') === name && !facts.bundles.has(name)) facts.say(file, 'has no .js-meta.xml');
  }
  for (const file of facts.bundles.values()) {
    const xml = readText(file);
    if (valuesOf(xml, 'isExposed')[0] === 'true' && !valuesOf(xml, 'target').length) facts.say(file, 'is exposed and has no target');
    const scripts = facts.files.filter((path) => path.startsWith(dirname(file) + sep) && path.endsWith('.js') && !path.includes('__tests__'));
    for (const script of scripts) {
      const code = readText(script);
      for (const match of code.matchAll(/@salesforce\/(messageChannel|customPermission)\/(\w+)/g)) {
        const known = match[1] === 'messageChannel' ? facts.messageChannels : facts.customPermissions;
        if (!known.has(match[2] ?? '')) facts.say(script, `${match[1]} ${match[2]} is not in the source`, lineAt(code, match.index));
      }
    }
  }
}

function checkPage(file: string, facts: SourceFacts): void {
  const xml = readText(file);
  const facets = new Set(blocksOf(xml, 'flexiPageRegions').flatMap(({ markup }) => valuesOf(markup.replace(/<itemInstances>[\s\S]*<\/itemInstances>/, ''), 'name')));
  const type = valuesOf(xml, 'type').at(-1) ?? '';
  const object = valuesOf(xml, 'sobjectType')[0];
  for (const { markup, index } of blocksOf(xml, 'componentInstance')) {
    const say = (message: string): void => facts.say(file, message, lineAt(xml, index));
    const properties = blocksOf(markup, 'componentInstanceProperties').map((block) => block.markup);
    for (const facet of properties.flatMap((property) => valuesOf(property, 'value')).filter((value) => value.startsWith('Facet-'))) {
      if (!facets.has(facet)) say(`facet ${facet} does not exist`);
    }
    const name = valuesOf(markup, 'componentName')[0] ?? '';
    if ((name.includes(':') && !name.startsWith('c:')) || type === 'UtilityBar') continue; // a standard component
    checkInstance(name.replace(/^c:/, ''), { type, object, properties }, facts, say);
  }
}

interface Placement {
  type: string;
  object: string | undefined;
  properties: string[];
}

function checkInstance(name: string, { type, object, properties }: Placement, facts: SourceFacts, say: (message: string) => void): void {
  const file = facts.bundles.get(name);
  if (!file) return say(`component ${name} does not exist`);
  const meta = readText(file);
  const target = TARGETS[type];
  if (valuesOf(meta, 'isExposed')[0] !== 'true') say(`component ${name} is not exposed`);
  if (target && !valuesOf(meta, 'target').includes(target)) say(`component ${name} lacks the target ${target}`);
  const allowed = valuesOf(meta, 'object');
  if (object && allowed.length && !allowed.includes(object)) say(`component ${name} does not allow ${object}`);
  for (const property of properties.flatMap((markup) => valuesOf(markup, 'name').slice(0, 1))) {
    if (!new RegExp(`<property[^>]*name="${property}"`).test(meta)) say(`component ${name} declares no design property ${property}`);
  }
}
