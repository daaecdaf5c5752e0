import type { EnumVal, MaybePromise, TypeRef, Value } from '../values/value.ts';
import type { Scope } from '../runtime/frame.ts';

export type Completion = undefined | { kind: 'break' } | { kind: 'continue' } | { kind: 'return'; value: Value };
/** A compiled expression. */
export type Ev = (scope: Scope) => MaybePromise<Value>;
/** A compiled statement. */
export type Exec = (scope: Scope) => MaybePromise<Completion>;

export interface Modifiers {
  isStatic: boolean;
  isTransient: boolean;
  isAbstract: boolean;
  isOverride: boolean;
  isFinal: boolean;
  visibility: 'private' | 'public' | 'protected' | 'global';
  sharing: 'with' | 'without' | 'inherited' | null;
  /** Lower-case annotation name to its lower-case parameters. */
  annotations: Map<string, Map<string, string>>;
}

export interface Parameter {
  name: string;
  type: TypeRef;
}

export interface Method {
  name: string;
  type: TypeRef;
  params: Parameter[];
  body: Exec | null;
  mods: Modifiers;
  cls: Cls;
  /** A constructor that starts with `this(…)` or `super(…)`. */
  chains: 'this' | 'super' | null;
}

export interface FieldDecl {
  name: string;
  type: TypeRef;
  init: Ev | null;
  mods: Modifiers;
  getter: Exec | null;
  setter: Exec | null;
}

export interface Cls {
  name: string;
  /** `Outer.Inner`. */
  full: string;
  outer: Cls | null;
  form: 'class' | 'interface' | 'enum';
  mods: Modifiers;
  superType: TypeRef | null;
  interfaces: TypeRef[];
  inner: Map<string, Cls>;
  methods: Map<string, Method[]>;
  constructors: Method[];
  fields: FieldDecl[];
  staticFields: FieldDecl[];
  staticBlocks: Exec[];
  initBlocks: Exec[];
  constants: EnumVal[];
  builtin: boolean;
  /** Source path of the outermost class and its executable lines. */
  source: SourceLines;
}

export interface SourceLines {
  name: string;
  file: string;
  executable: Set<number>;
}

export const noModifiers = (): Modifiers => ({ isStatic: false, isTransient: false, isAbstract: false, isOverride: false, isFinal: false, visibility: 'private', sharing: null, annotations: new Map() });

export function makeClass(name: string, outer: Cls | null, form: Cls['form'], source: SourceLines): Cls {
  return {
    name, outer, form, source, full: outer ? `${outer.full}.${name}` : name, mods: noModifiers(), superType: null, interfaces: [], inner: new Map(),
    methods: new Map(), constructors: [], fields: [], staticFields: [], staticBlocks: [], initBlocks: [], constants: [], builtin: false,
  };
}

const builtins = new Map<string, Cls>();

/** The class of a platform exception such as DmlException. */
export function makeBuiltinException(typeName: string): Cls {
  const name = typeName.replace(/^System\./i, '');
  const known = builtins.get(name.toLowerCase());
  if (known) return known;
  const cls = makeClass(name, null, 'class', { name, file: '', executable: new Set() });
  cls.builtin = true;
  cls.superType = name.toLowerCase() === 'exception' ? null : { name: 'Exception', args: [] };
  builtins.set(name.toLowerCase(), cls);
  return cls;
}
