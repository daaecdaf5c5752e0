import { makeFrame, Scope, stackOf } from '../runtime/frame.ts';
import type { Frame } from '../runtime/frame.ts';
import { ApexError, ExceptionObj, raise } from '../values/exception.ts';
import { kindOf } from '../values/text.ts';
import { NotInLibrary, Obj } from '../values/value.ts';
import type { Slot, TypeRef, Value } from '../values/value.ts';
import type { Cls, FieldDecl, Method } from './class-model.ts';
import { coerce, isA } from './types.ts';
import type { Program } from './program.ts';

const MAX_DEPTH = 400;

export type Hints = readonly (TypeRef | null)[];

/** The overload that fits the arguments best; declared types decide where a value is null. */
export function pickMethod(program: Program, methods: readonly Method[] | undefined, args: Value[], hints: Hints, from: Cls | null): Method | null {
  const fitting = (methods ?? []).filter((method) => method.params.length === args.length);
  if (fitting.length < 2) return fitting[0] ?? null;
  const score = (method: Method): number => method.params.reduce((sum, param, i) => sum + fit(program, args[i] ?? null, param.type, hints[i] ?? null, from), 0);
  return [...fitting].sort((a, b) => score(b) - score(a))[0] ?? null;
}

function fit(program: Program, value: Value, type: TypeRef, hint: TypeRef | null, from: Cls | null): number {
  const want = type.name.toLowerCase();
  if (hint && hint.name.toLowerCase() === want) return 5;
  if (value === null) return hint ? -10 : 1;
  if (kindOf(value).toLowerCase() === want) return 4;
  return isA(program, value, type, from) ? (want === 'object' ? 1 : 2) : -10;
}

export function findMethod(program: Program, cls: Cls | null, name: string, args: Value[], hints: Hints = []): Method | null {
  const lower = name.toLowerCase();
  for (let each = cls; each; each = program.superOf(each)) {
    const method = pickMethod(program, each.methods.get(lower), args, hints, each);
    if (method?.body) return method;
  }
  return null;
}

const sharingOf = (cls: Cls, caller: Frame | null): boolean => (cls.mods.sharing === 'with' ? true : cls.mods.sharing === 'without' ? false : caller?.sharing ?? false);

export function frameFor(cls: Cls, self: Obj | null, name: string, caller: Frame): Frame {
  return makeFrame(caller.tx, { cls, self, name, parent: caller, sharing: sharingOf(cls, caller) });
}

export async function runMethod(method: Method, self: Obj | null, args: Value[], caller: Frame): Promise<Value> {
  const { tx } = caller;
  await prepareClass(method.cls, caller);
  if (!method.body) throw new Error(`${method.cls.full}.${method.name} has no body`);
  if (method.mods.annotations.has('future')) throw new NotInLibrary(`@future (${method.cls.full}.${method.name})`);
  if (tx.depth >= MAX_DEPTH) raise('LimitException', 'Maximum stack depth reached: 1001');
  tx.depth += 1;
  const frame = frameFor(method.cls, self, method.name, caller);
  const scope = new Scope(frame, null);
  try {
    method.params.forEach((param, i) => scope.declare(param.name, coerce(args[i] ?? null, param.type), param.type));
    const done = await method.body(scope);
    return done?.kind === 'return' ? coerce(done.value, method.type) : null;
  } catch (error) {
    noteStack(error, frame);
    throw error;
  } finally {
    tx.depth -= 1;
  }
}

/** Remembers where an exception came from, once. */
export function noteStack(error: unknown, frame: Frame): void {
  if (!(error instanceof ApexError) || error.value.stack) return;
  error.value.line = frame.line;
  error.value.stack = stackOf(frame);
}

/** Runs the static initialisers of a class, once a transaction. */
export async function prepareClass(cls: Cls, caller: Frame): Promise<Map<string, Slot>> {
  const known = caller.tx.statics.get(cls);
  if (known) return known;
  const slots = new Map<string, Slot>();
  caller.tx.statics.set(cls, slots);
  const parent = caller.tx.program.superOf(cls);
  if (parent) await prepareClass(parent, caller);
  const frame = frameFor(cls, null, '<clinit>', caller);
  for (const decl of cls.staticFields) slots.set(decl.name.toLowerCase(), makeSlot(decl));
  await initialise(cls.staticFields, slots, frame);
  for (const block of cls.staticBlocks) await block(new Scope(frame, null));
  return slots;
}

const makeSlot = (decl: FieldDecl): Slot => ({ decl, value: null, busy: false });

async function initialise(fields: FieldDecl[], slots: Map<string, Slot>, frame: Frame): Promise<void> {
  for (const decl of fields) {
    const slot = slots.get(decl.name.toLowerCase());
    if (decl.init && slot) slot.value = coerce(await decl.init(new Scope(frame, null)), decl.type);
  }
}

export async function createObject(cls: Cls, args: Value[], caller: Frame, hints: Hints = []): Promise<Obj> {
  const { program } = caller.tx;
  if (cls.mods.isAbstract || cls.form === 'interface') throw new Error(`${cls.full} is abstract and cannot be made`);
  await prepareClass(cls, caller);
  const object = program.isException(cls) ? new ExceptionObj(cls) : new Obj(cls);
  await construct(cls, object, args, caller, hints);
  return object;
}

export async function construct(cls: Cls, object: Obj, args: Value[], caller: Frame, hints: Hints = []): Promise<void> {
  const { program } = caller.tx;
  if (cls.builtin) {
    if (object instanceof ExceptionObj) fillException(object, args);
    return;
  }
  const constructor = pickMethod(program, cls.constructors, args, hints, cls);
  const parent = program.superOf(cls);
  if (constructor?.chains !== 'this') {
    if (parent && constructor?.chains !== 'super') await construct(parent, object, constructor ? [] : parent.builtin ? args : [], caller);
    const frame = frameFor(cls, object, '<init>', caller);
    for (const decl of cls.fields) object.slots.set(decl.name.toLowerCase(), makeSlot(decl));
    await initialise(cls.fields, object.slots, frame);
    for (const block of cls.initBlocks) await block(new Scope(frame, null));
  }
  if (constructor) await runMethod(constructor, object, args, caller);
  else if (args.length && !program.isException(cls)) throw new Error(`${cls.full} has no constructor for ${args.length} argument(s)`);
}

function fillException(object: ExceptionObj, args: Value[]): void {
  const message = args.find((arg) => typeof arg === 'string');
  const cause = args.find((arg) => arg instanceof ExceptionObj);
  if (typeof message === 'string') object.message = message;
  else object.message ??= 'Script-thrown exception';
  if (cause instanceof ExceptionObj) object.cause = cause;
}
