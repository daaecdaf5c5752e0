import type { Tree } from '../tree.ts';
import type { Say } from './check-elements.ts';
import type { Facts } from './facts.ts';
import { readPlatformNames } from './platform-names.ts';
import { ApexSyntaxError, readApex, type ApexFacts, type Named } from './read-apex.ts';

/** Members that every class, enumeration and object has without declaring them. */
const builtIn = new Set(['class', 'values', 'valueof', 'this', 'super', 'sobjecttype', 'fields', 'fieldsets', 'getsobjecttype']);

/** The classes of a tree, read when one is asked for. */
export interface ApexIndex {
  find(name: string): ApexFacts | undefined;
}

export function indexApex(tree: Tree): ApexIndex {
  const texts = new Map([...tree].filter(([path]) => path.endsWith('.cls')).map(([path, content]) => [path.slice('classes/'.length, -'.cls'.length).toLowerCase(), content]));
  const read = new Map<string, ApexFacts | undefined>();
  return {
    find(name) {
      const key = name.toLowerCase();
      if (!read.has(key)) {
        const text = texts.get(key);
        read.set(key, text && readSoundly(text.toString()));
      }
      return read.get(key);
    },
  };
}

/** A class that does not parse is reported where it is deployed, not where it is used. */
function readSoundly(text: string): ApexFacts {
  try {
    return readApex(text, false);
  } catch (cause) {
    if (!(cause instanceof ApexSyntaxError)) throw cause;
    return { name: '', extended: 'Object', declared: new Set(), types: [], heads: [], customNames: [], labels: [] };
  }
}

/** What a compiler would refuse by names alone: syntax, and classes, members, objects, fields and labels that do not exist. */
export function checkApex(text: string, fullName: string, isTrigger: boolean, facts: Facts, index: ApexIndex, say: Say): void {
  let apex: ApexFacts;
  try {
    apex = readApex(text, isTrigger);
  } catch (cause) {
    if (!(cause instanceof ApexSyntaxError)) throw cause;
    return say(cause.message, cause.place.line, cause.place.column);
  }
  if (apex.name !== fullName) say(`Class name does not match the name of its file: ${apex.name}`, 1, 1);
  const scope = scopeOf(apex, index);
  const tell = ({ line, column }: Named, message: string): void => say(message, line, column);
  const told = new Set<string>();
  for (const type of apex.types) {
    if (told.has(type.name) || isType(type.name, scope, facts, index)) continue;
    told.add(type.name);
    tell(type, `Invalid type: ${type.name}`);
  }
  for (const head of apex.heads) checkHead(head, scope, facts, index, (message) => tell(head, message));
  for (const each of apex.customNames) if (!isCustomName(each.name, scope, facts)) tell(each, `Field or object ${each.name} does not exist`);
  for (const each of apex.labels) if (!facts.has('CustomLabel', each.name) && !scope.has('label')) tell(each, `External string does not exist: ${each.name}`);
}

/** Names that mean something without a prefix: the file's own and those of the classes that it extends. */
function scopeOf(apex: ApexFacts, index: ApexIndex): ReadonlySet<string> {
  const scope = new Set(apex.declared);
  for (let base = apex.extended && index.find(apex.extended.split('.')[0] ?? ''); base; base = base.extended && index.find(base.extended.split('.')[0] ?? '')) for (const name of base.declared) scope.add(name);
  return scope;
}

function isType(name: string, scope: ReadonlySet<string>, facts: Facts, index: ApexIndex): boolean {
  const platform = readPlatformNames();
  const [first = '', second, ...rest] = name.toLowerCase().split('.');
  if (second === undefined) return scope.has(first) || platform.plain.has(first) || index.find(first) !== undefined || facts.objectNames.has(first);
  const outer = index.find(first);
  if (outer) return outer.declared.has(second) || outer.extended !== null;
  if (platform.namespaces.has(first)) return platform.qualified.has(`${first}.${second}`) || isType([second, ...rest].join('.'), scope, facts, index);
  return scope.has(first) || platform.plain.has(first);
}

function checkHead({ name, member }: { name: string; member: string }, scope: ReadonlySet<string>, facts: Facts, index: ApexIndex, say: (message: string) => void): void {
  const lower = name.toLowerCase();
  if (scope.has(lower)) return;
  const cls = index.find(lower);
  const platform = readPlatformNames();
  if (!cls) {
    const isKnown = platform.plain.has(lower) || platform.namespaces.has(lower) || lower.includes('__') || facts.hasObject(name);
    return isKnown ? undefined : say(`Variable does not exist: ${name}`);
  }
  const inherited = scopeOf(cls, index);
  const isOpen = cls.extended !== null && index.find(cls.extended) === undefined;
  if (!isOpen && !inherited.has(member.toLowerCase()) && !builtIn.has(member.toLowerCase())) say(`Method or variable does not exist: ${member} in the type ${cls.name}`);
}

function isCustomName(name: string, scope: ReadonlySet<string>, facts: Facts): boolean {
  const lower = name.toLowerCase();
  return scope.has(lower) || facts.fieldNames.has(lower) || facts.objectNames.has(lower);
}
