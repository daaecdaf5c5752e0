import type { Cls, Exec } from './class-model.ts';
import { makeBuiltinException } from './class-model.ts';
import type { SourceLines } from './class-model.ts';
import type { Schema } from '../records/schema.ts';
import type { Names } from '../records/names.ts';

export interface Trigger {
  name: string;
  object: string;
  /** `beforeinsert`, `afterupdate` … */
  events: Set<string>;
  body: Exec[];
  source: SourceLines;
}

/** The compiled Apex of the package. */
export class Program {
  readonly schema: Schema;
  readonly names: Names;
  readonly classes = new Map<string, Cls>();
  readonly triggers: Trigger[] = [];
  readonly labels = new Map<string, string>();
  /** Language to labels in it; names in small letters. */
  readonly translations = new Map<string, Map<string, string>>();
  readonly #resolved = new WeakMap<Cls, Map<string, Cls | null>>();
  constructor(schema: Schema, names: Names) {
    this.schema = schema;
    this.names = names;
  }
  /** A label in the user's language, else its own text. */
  label(name: string, language: string): string | undefined {
    return this.translations.get(language)?.get(name) ?? this.labels.get(name);
  }
  hasTrigger(object: string, event: string): boolean {
    return this.triggers.some((trigger) => trigger.object.toLowerCase() === object.toLowerCase() && trigger.events.has(event));
  }
  /** The class that a name means inside another class: inner classes first, then the package's, then platform exceptions. */
  find(name: string, from: Cls | null): Cls | null {
    const lower = name.toLowerCase();
    if (!from) return this.#findFrom(lower, null);
    let known = this.#resolved.get(from);
    if (!known) {
      known = new Map();
      this.#resolved.set(from, known);
    }
    const hit = known.get(lower);
    if (hit !== undefined) return hit;
    const found = this.#findFrom(lower, from);
    known.set(lower, found);
    return found;
  }
  #findFrom(lower: string, from: Cls | null): Cls | null {
    const parts = lower.split('.');
    if (this.names.namespace && parts.length > 1 && parts[0] === this.names.namespace.toLowerCase()) parts.shift();
    const first = parts.shift() ?? '';
    let hit: Cls | null = null;
    for (let cls = from; cls && !hit; cls = cls.outer) hit = (cls.name.toLowerCase() === first ? cls : null) ?? cls.inner.get(first) ?? this.#inheritedInner(cls, first);
    hit ??= this.classes.get(first) ?? null;
    for (const part of parts) hit = hit?.inner.get(part) ?? null;
    if (hit) return hit;
    const plain = lower.replace(/^(system|dom|schema)\./, '');
    return /^\w*exception$/.test(plain) && !this.schema.find(plain) ? makeBuiltinException(exceptionName(plain, lower)) : null;
  }
  #inheritedInner(cls: Cls, name: string): Cls | null {
    const parent = this.superOf(cls);
    return parent ? parent.inner.get(name) ?? this.#inheritedInner(parent, name) : null;
  }
  superOf(cls: Cls): Cls | null {
    return cls.superType ? this.find(cls.superType.name, cls.outer) : null;
  }
  isException(cls: Cls): boolean {
    for (let each: Cls | null = cls; each; each = this.superOf(each)) if (each.builtin) return true;
    return false;
  }
  /** Whether a class is another, extends it or implements it. */
  isSubclass(cls: Cls, name: string, from: Cls | null): boolean {
    const wanted = this.find(name, from);
    const lower = name.toLowerCase().replace(/^system\./, '');
    const seen = new Set<Cls>();
    const walk = (each: Cls | null): boolean => {
      if (!each || seen.has(each)) return false;
      seen.add(each);
      if (each === wanted) return true;
      return each.interfaces.some((type) => type.name.toLowerCase().replace(/^system\./, '') === lower || walk(this.find(type.name, each))) || walk(this.superOf(each));
    };
    return walk(cls);
  }
}

const known = ['Exception', 'DmlException', 'QueryException', 'CalloutException', 'NullPointerException', 'LimitException', 'TypeException', 'MathException', 'ListException', 'StringException', 'JSONException', 'SObjectException',
  'AuraHandledException', 'IllegalArgumentException', 'NoAccessException', 'AssertException', 'AsyncException', 'HandledException', 'InvalidParameterValueException', 'NoSuchElementException', 'FinalException', 'SecurityException',
  'SerializationException', 'DuplicateMessageException', 'UnexpectedException', 'VisualforceException', 'NoDataFoundException', 'XmlException', 'EmailException', 'SearchException', 'ExternalObjectException', 'UnsupportedOperationException'];

function exceptionName(lower: string, shown: string): string {
  const name = known.find((each) => each.toLowerCase() === lower);
  if (!name) throw new Error(`There is no class ${shown}`);
  return name;
}
