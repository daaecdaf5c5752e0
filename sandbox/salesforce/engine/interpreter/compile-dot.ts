import type { DotExpressionContext, MethodCallContext } from '@apexdevtools/apex-parser';
import { callInstance, callStatic, getProperty } from '../library/dispatch.ts';
import type { Scope } from '../runtime/frame.ts';
import { AList } from '../values/collections.ts';
import { raise, raiseNull } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { Obj, TypeVal, makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { construct, findMethod, pickMethod, runMethod } from './calls.ts';
import type { Hints } from './calls.ts';
import type { Cls, Ev } from './class-model.ts';
import { compileArguments, compileExpression } from './compiler.ts';
import { evaluateAll } from './run-all.ts';
import { memberPlace, staticPlace } from './places.ts';
import { readField } from './sobject-fields.ts';
import { single } from './types.ts';

export function compileDot(context: DotExpressionContext): Ev {
  const target = compileExpression(context.expression());
  const safe = Boolean(context.QUESTIONDOT());
  const isSuper = /^super$/i.test(context.expression().getText());
  const call = context.dotMethodCall();
  if (!call) {
    const name = context.anyId().getText();
    return async (scope) => {
      const value = await target(scope);
      return value === null ? (safe ? null : raiseNull()) : readMember(value, name, scope);
    };
  }
  const name = call.anyId().getText();
  const args = compileArguments(call.expressionList());
  return async (scope) => {
    const value = await target(scope);
    if (value === null) return safe ? null : raiseNull();
    return callMember(value, name, await evaluateAll(args.evs, scope), args.hint(scope), scope, isSuper);
  };
}

async function callMember(target: Value, name: string, args: Value[], hints: Hints, scope: Scope, isSuper: boolean): Promise<Value> {
  const { frame } = scope;
  const { program } = frame.tx;
  if (target instanceof TypeVal) {
    const cls = program.find(target.type.name, frame.cls);
    if (cls?.form === 'enum') return callEnum(cls, name, args);
    const method = findMethod(program, cls, name, args, hints);
    return method ? runMethod(method, method.mods.isStatic ? null : frame.self, args, frame) : callStatic(scope, target.type, name, args);
  }
  if (target instanceof Obj) {
    const start = isSuper && frame.cls ? program.superOf(frame.cls) : target.cls;
    const method = findMethod(program, start, name, args, hints);
    if (method) return runMethod(method, target, args, frame);
  }
  return callInstance(scope, target, name, args);
}

function callEnum(cls: Cls, name: string, args: Value[]): Value {
  if (name.toLowerCase() === 'values') return new AList(makeType(cls.full), [...cls.constants]);
  const wanted = args[0];
  if (name.toLowerCase() !== 'valueof' || typeof wanted !== 'string') return raiseNull();
  return cls.constants.find((each) => each.name.toLowerCase() === wanted.toLowerCase()) ?? raise('NoSuchElementException', `No enum constant ${cls.full}.${wanted}`);
}

async function readMember(target: Value, name: string, scope: Scope): Promise<Value> {
  if (target instanceof AList && target.query) return readMember(single(target), name, scope);
  if (target instanceof SObj) return readField(scope.frame.tx, target, name);
  if (target instanceof Obj && target.slots.has(name.toLowerCase())) return (await memberPlace(target, name, scope)).get();
  if (target instanceof TypeVal) {
    const cls = scope.frame.tx.program.find(target.type.name, scope.frame.cls);
    const own = cls && await readStatic(cls, name, scope);
    if (own !== null && own !== undefined) return own.value;
  }
  return getProperty(scope, target, name);
}

async function readStatic(cls: Cls, name: string, scope: Scope): Promise<{ value: Value } | null> {
  const lower = name.toLowerCase();
  const constant = cls.constants.find((each) => each.name.toLowerCase() === lower);
  if (constant) return { value: constant };
  const place = await staticPlace(cls, name, scope.frame);
  if (place) return { value: await place.get() };
  return cls.inner.has(lower) ? { value: new TypeVal(makeType(`${cls.full}.${name}`)) } : null;
}

/** A call by bare name: `this(…)`, `super(…)`, own, inherited and outer methods. */
export function compileMethodCall(context: MethodCallContext): Ev {
  const args = compileArguments(context.expressionList());
  if (context.THIS() || context.SUPER()) return compileConstructorCall(Boolean(context.THIS()), args);
  const name = context.id().getText();
  return async (scope) => {
    const values = await evaluateAll(args.evs, scope);
    const { frame } = scope;
    const { program } = frame.tx;
    const hints = args.hint(scope);
    for (let outer = frame.cls; outer; outer = outer.outer) {
      const virtual = outer === frame.cls && frame.self ? findMethod(program, frame.self.cls, name, values, hints) : null;
      const method = virtual ?? findMethod(program, outer, name, values, hints);
      if (method) return runMethod(method, method.mods.isStatic ? null : frame.self, values, frame);
    }
    if (frame.self) return callInstance(scope, frame.self, name, values);
    throw new Error(`There is no method ${name} (line ${context.start.line})`);
  };
}

function compileConstructorCall(isThis: boolean, args: ReturnType<typeof compileArguments>): Ev {
  return async (scope) => {
    const values = await evaluateAll(args.evs, scope);
    const { frame } = scope;
    const { cls, self } = frame;
    if (!cls || !self) throw new Error('this(…) and super(…) belong into constructors');
    if (isThis) {
      const other = pickMethod(frame.tx.program, cls.constructors, values, args.hint(scope), cls);
      if (!other) throw new Error(`${cls.full} has no such constructor`);
      if (other.chains !== 'this') await construct(cls, self, values, frame, args.hint(scope));
      else await runMethod(other, self, values, frame);
      return null;
    }
    const parent = frame.tx.program.superOf(cls);
    if (parent) await construct(parent, self, values, frame, args.hint(scope));
    return null;
  };
}
