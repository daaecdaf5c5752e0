import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import type { ZodType } from 'zod';
import { evaluate } from './evaluate.ts';
import { followComponent, makeInstance, memberOfInstance, openModal } from './instances.ts';
import { call } from './lists.ts';
import { Scope } from './scope.ts';
import { run, runAll } from './statements.ts';
import { followTemplate } from './template.ts';
import { callable, list, object, PLAIN, type Value } from './value.ts';
import type { Finding, World } from './world.ts';

export interface Options {
  /** Folder with the components, at any depth below `lwc`. */
  root: string;
  /** Reply of each Apex method that answers as the backend does, by `Class.method`; null: it answers of the org itself. */
  replies: Readonly<Record<string, { id: string; reply: ZodType } | null>>;
  /** Begins at this component only. */
  through?: string;
  /** Another text of a file. */
  instead?: ReadonlyMap<string, string>;
}
export interface Reading { findings: Finding[]; reads: Set<string>; apex: Set<string>; components: number }

/** Follows every reply of the backend through all components and notes the reads that no reply can answer. */
export function readComponents({ root, replies, through, instead }: Options): Reading {
  const findings = new Map<string, Finding>();
  const apex = new Set<string>();
  const sourceOf = (file: string): string => instead?.get(file) ?? readFileSync(path.join(root, file), 'utf8');
  const modules = new Map<string, (name: string) => Value>();
  const folders = new Map(globSync('**/lwc/*/', { cwd: root }).map((folder) => [path.basename(folder), folder]));
  const world: World = {
    reads: new Set(),
    running: new Map(),
    note: (at, message) => void findings.set(`${at.file}:${at.line} ${message}`, { ...at, message }),
    evaluate: (node, scope) => evaluate(world, node, scope),
    run: (node, scope) => run(world, node, scope),
    memberOf: (self, name) => memberOfInstance(world, self, name),
    make: (of, args) => makeInstance(world, of, args),
    openModal: (of, options) => openModal(world, of, options),
    follow: (of, properties) => void followComponent(world, of, properties),
    fill: (file, self) => followTemplate(world, file, self),
    component: (name) => (folders.has(name) ? (load(mainOf(name) ?? '')('default')) : PLAIN),
    template: (file) => {
      const html = file.replace(/\.js$/, '.html');
      return existsSync(path.join(root, html)) ? { file: html, text: sourceOf(html) } : null;
    },
  };
  const mainOf = (name: string): string | undefined => (folders.has(name) ? path.join(folders.get(name) ?? '', `${name}.js`) : undefined);

  function imported(from: string, specifier: string, name: string): Value {
    if (specifier.startsWith('@salesforce/apex/')) return apexMethod(specifier.slice('@salesforce/apex/'.length), from);
    if (specifier === './page' && name === 'createPage') return callable(([reader = PLAIN]) => askPage(reader, from));
    const file = specifier.startsWith('c/') ? mainOf(specifier.slice(2)) : specifier.startsWith('./') ? path.join(path.dirname(from), `${specifier}.js`) : undefined;
    return file === undefined ? PLAIN : (load(file)(name));
  }

  function apexMethod(method: string, from: string): Value {
    apex.add(method);
    const found = replies[method];
    if (found === undefined) world.note({ file: from, line: 1 }, `${method} is called, and nothing says whose reply it answers with`);
    return callable(() => (found ? [{ kind: 'json', of: [{ kind: 'reply', schema: found.reply, name: found.id }] }] : PLAIN));
  }

  /** Stands for `createPage`, which keeps what is asked until the tick is over: the real `send` is asked for one part. */
  function askPage(reader: Value, from: string): Value {
    const page = path.join(path.dirname(from), 'page.js');
    return callable(([, part = PLAIN]) => {
      const told = list([]);
      const resolve = callable(([value = PLAIN]) => ((told.others = [...told.others, ...value]), PLAIN));
      call(load(page)('send'), [reader, [object([['wishes', [list([[object([['part', part], ['resolve', resolve]])]])]]])]]);
      return told.others;
    });
  }

  function load(file: string): (name: string) => Value {
    const known = modules.get(file);
    if (known) return known;
    const scope = new Scope(null, { file });
    const exported = (name: string): Value => scope.get(name) ?? PLAIN;
    modules.set(file, exported);
    const source = ts.createSourceFile(file, sourceOf(file), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
    for (const statement of source.statements.filter(ts.isImportDeclaration)) {
      const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) scope.declare(name.text, imported(file, specifier, 'default'));
      if (namedBindings && ts.isNamedImports(namedBindings)) for (const one of namedBindings.elements) scope.declare(one.name.text, imported(file, specifier, (one.propertyName ?? one.name).text));
    }
    runAll(world, source, scope);
    return exported;
  }

  const components = [...folders.keys()].filter((name) => through === undefined || name === through).flatMap((name) => world.component(name)).filter((atom) => atom.kind === 'class');
  for (const one of components) followComponent(world, one, new Map());
  return { findings: [...findings.values()].sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line), reads: world.reads, apex, components: components.length };
}
