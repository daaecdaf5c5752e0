import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { listZip } from '../zip.ts';

/** Names of the platform, in lower case. */
export interface PlatformNames {
  /** Classes that need no namespace, standard objects among them. */
  readonly plain: ReadonlySet<string>;
  /** `namespace.class`. */
  readonly qualified: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
  readonly objects: ReadonlySet<string>;
}

const primitives = ['blob', 'boolean', 'date', 'datetime', 'decimal', 'double', 'id', 'integer', 'long', 'object', 'string', 'time', 'void', 'list', 'set', 'map', 'iterator', 'iterable', 'sobject', 'sobjecttype', 'sobjectfield', 'exception', 'trigger', 'label', 'page', 'apexpages', 'site', 'network', 'type', 'any'];
const implied = new Set(['system', 'schema']);

let known: PlatformNames | undefined;

/** Read from the stubs of the platform's classes and objects that come with the Apex compiler of the PMD engine: their names only. */
export function readPlatformNames(): PlatformNames {
  known ??= collectNames();
  return known;
}

function collectNames(): PlatformNames {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json')), 'dist/java-lib');
  const plain = new Set(primitives);
  const qualified = new Set<string>();
  const namespaces = new Set<string>();
  const objects = new Set<string>();
  for (const jar of readdirSync(folder).filter((file) => /^(sobject|standard)-types-.*\.jar$/.test(file))) {
    for (const path of listZip(readFileSync(join(folder, jar)))) {
      const [, namespace = '', name = ''] = /\/runforce\/(\w+)\/(\w+)\$?(?:\$.*)?\.class$/.exec(path.toLowerCase()) ?? [];
      if (name === '') continue;
      if (namespace.startsWith('sobject')) objects.add(name);
      else {
        namespaces.add(namespace);
        qualified.add(`${namespace}.${name}`);
      }
      if (implied.has(namespace) || namespace.startsWith('sobject')) plain.add(name);
    }
  }
  return { plain, qualified, namespaces, objects };
}
