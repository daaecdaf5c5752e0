import * as P from '@apexdevtools/apex-parser';
import type { ExpressionContext, ExpressionListContext } from '@apexdevtools/apex-parser';
import type { Scope } from '../runtime/frame.ts';
import { compare, equals } from '../values/compare.ts';
import { Dec } from '../values/dec.ts';
import { raiseNull } from '../values/exception.ts';
import { TypeVal } from '../values/value.ts';
import type { TypeRef, Value } from '../values/value.ts';
import { arithmetic, bitwise } from './arithmetic.ts';
import type { Ev } from './class-model.ts';
import { compileArray, compileAssign, compileStep } from './compile-assign.ts';
import { compileDot, compileMethodCall } from './compile-dot.ts';
import { compileNew } from './compile-new.ts';
import { compileSoql } from './compile-soql.ts';
import { compileExpression, compileTruth } from './compiler.ts';
import type { CompiledArguments } from './compiler.ts';
import { unescapeApex } from './literals.ts';
import { placeOf } from './places.ts';
import { triggerContext } from './trigger-context.ts';
import { cast, isA, typeOf } from './types.ts';

export function compileAnyExpression(context: ExpressionContext): Ev {
  if (context instanceof P.PrimaryExpressionContext) return compilePrimary(context.primary());
  if (context instanceof P.SubExpressionContext) return compileExpression(context.expression());
  if (context instanceof P.DotExpressionContext) return compileDot(context);
  if (context instanceof P.MethodCallExpressionContext) return compileMethodCall(context.methodCall());
  if (context instanceof P.NewExpressionContext) return compileNew(context.creator());
  if (context instanceof P.ArrayExpressionContext) return compileArray(context);
  if (context instanceof P.AssignExpressionContext) return compileAssign(context);
  if (context instanceof P.PostOpExpressionContext) return compileStep(context.expression(), context.INC() ? 1 : -1, true);
  if (context instanceof P.PreOpExpressionContext) return context.INC() || context.DEC() ? compileStep(context.expression(), context.INC() ? 1 : -1, false) : compileSign(context);
  if (context instanceof P.CastExpressionContext) return compileCast(context);
  if (context instanceof P.InstanceOfExpressionContext) return compileInstanceOf(context);
  if (context instanceof P.NegExpressionContext) return compileNot(context);
  return compileOperator(context);
}

/** Operators of two or three operands. */
function compileOperator(context: ExpressionContext): Ev {
  if (context instanceof P.Arth1ExpressionContext) return binary(context, (a, b) => arithmetic(context.MUL() ? '*' : '/', a, b));
  if (context instanceof P.Arth2ExpressionContext) return compileSum(context);
  if (context instanceof P.CmpExpressionContext) return compileCompare(context);
  if (context instanceof P.EqualityExpressionContext) return compileEquality(context);
  if (context instanceof P.LogAndExpressionContext || context instanceof P.LogOrExpressionContext) {
    const [left, right] = context.expression_list().map(compileTruth);
    const isAnd = context instanceof P.LogAndExpressionContext;
    return async (scope) => ((await left?.(scope)) === isAnd ? (await right?.(scope)) ?? null : !isAnd);
  }
  if (context instanceof P.CoalExpressionContext) {
    const [left, right] = context.expression_list().map(compileExpression);
    return async (scope) => (await left?.(scope)) ?? (await right?.(scope)) ?? null;
  }
  if (context instanceof P.CondExpressionContext) {
    const test = compileTruth(context.expression(0));
    const yes = compileExpression(context.expression(1));
    const no = compileExpression(context.expression(2));
    return async (scope) => ((await test(scope)) ? yes(scope) : no(scope));
  }
  if (context instanceof P.BitAndExpressionContext) return binary(context, (a, b) => bitwise('&', a, b));
  if (context instanceof P.BitOrExpressionContext) return binary(context, (a, b) => bitwise('|', a, b));
  if (context instanceof P.BitNotExpressionContext) return binary(context, (a, b) => bitwise('^', a, b));
  if (context instanceof P.BitExpressionContext) {
    const operator = context.LT_list().length ? '<<' : '>'.repeat(context.GT_list().length);
    return binary(context, (a, b) => bitwise(operator, a, b));
  }
  throw new Error(`The expression ${context.getText()} is not supported (line ${context.start.line})`);
}

function binary(context: { expression(i: number): ExpressionContext }, combine: (a: Value, b: Value) => Value): Ev {
  const left = compileExpression(context.expression(0));
  const right = compileExpression(context.expression(1));
  return async (scope) => combine(await left(scope), await right(scope));
}

function compileSum(context: P.Arth2ExpressionContext): Ev {
  const operator = context.ADD() ? '+' : '-';
  return binary(context, (a, b) => arithmetic(operator, a, b));
}

function compileCompare(context: P.CmpExpressionContext): Ev {
  const greater = Boolean(context.GT());
  const orEqual = Boolean(context.ASSIGN());
  return binary(context, (a, b) => {
    if (a === null || b === null) return false;
    const order = compare(a, b);
    return (greater ? order > 0 : order < 0) || (orEqual && order === 0);
  });
}

function compileEquality(context: P.EqualityExpressionContext): Ev {
  const exact = Boolean(context.TRIPLEEQUAL() || context.TRIPLENOTEQUAL());
  const wanted = Boolean(context.EQUAL() || context.TRIPLEEQUAL());
  return binary(context, (a, b) => (exact ? a === b : equals(a, b)) === wanted);
}

function compileSign(context: P.PreOpExpressionContext): Ev {
  const inner = compileExpression(context.expression());
  if (!context.SUB()) return inner;
  return async (scope) => {
    const value = await inner(scope);
    return value instanceof Dec ? new Dec(value.d.neg(), value.scale) : typeof value === 'number' ? -value : raiseNull();
  };
}

function compileNot(context: P.NegExpressionContext): Ev {
  if (context.BANG()) {
    const test = compileTruth(context.expression());
    return async (scope) => !(await test(scope));
  }
  const inner = compileExpression(context.expression());
  return async (scope) => {
    const value = await inner(scope);
    return typeof value === 'number' ? ~value : raiseNull();
  };
}

function compileCast(context: P.CastExpressionContext): Ev {
  const type = typeOf(context.typeRef());
  const inner = compileExpression(context.expression());
  return async (scope) => cast(scope.frame.tx.program, await inner(scope), type, scope.frame.cls);
}

function compileInstanceOf(context: P.InstanceOfExpressionContext): Ev {
  const type = typeOf(context.typeRef());
  const inner = compileExpression(context.expression());
  return async (scope) => isA(scope.frame.tx.program, await inner(scope), type, scope.frame.cls);
}

function compilePrimary(context: P.PrimaryContext): Ev {
  if (context instanceof P.ThisPrimaryContext || context instanceof P.SuperPrimaryContext) return (scope) => scope.frame.self;
  if (context instanceof P.LiteralPrimaryContext) return compileLiteral(context.literal());
  if (context instanceof P.TypeRefPrimaryContext) {
    const type = typeOf(context.typeRef());
    return () => new TypeVal(type);
  }
  if (context instanceof P.SoqlPrimaryContext) return compileSoql(context.soqlLiteral().query());
  if (context instanceof P.IdPrimaryContext) return compileName(context.id().getText());
  throw new Error(`${context.getText()} is not supported (line ${context.start.line})`);
}

function compileLiteral(context: P.LiteralContext): Ev {
  const shown = context.getText();
  if (context.NULL()) return () => null;
  if (context.BooleanLiteral()) return () => shown.toLowerCase() === 'true';
  if (context.StringLiteral() || context.MultilineStringLiteral()) {
    const value = unescapeApex(shown);
    return () => value;
  }
  const value = context.NumberLiteral() ? new Dec(shown.replace(/d$/i, '')) : Number(shown.replace(/l$/i, ''));
  return () => value;
}

function compileName(name: string): Ev {
  const lower = name.toLowerCase();
  return (scope) => scope.find(lower)?.value ?? (scope.find(lower) ? null : readName(name, scope));
}

async function readName(name: string, scope: Scope): Promise<Value> {
  const place = await placeOf(name, scope);
  if (place) return place.get();
  if (name.toLowerCase() === 'trigger') return triggerContext(scope.frame.tx);
  return new TypeVal({ name, args: [] });
}

export function compileAnyArguments(context: ExpressionListContext | null): CompiledArguments {
  const list = context?.expression_list() ?? [];
  const hints = list.map((each): ((scope: Scope) => TypeRef | null) => {
    if (each instanceof P.CastExpressionContext) {
      const type = typeOf(each.typeRef());
      return () => type;
    }
    const name = each instanceof P.PrimaryExpressionContext ? each.getText().toLowerCase() : null;
    return (scope) => (name === null ? null : scope.find(name)?.type ?? null);
  });
  return { evs: list.map(compileExpression), hint: (scope) => hints.map((hint) => hint(scope)) };
}
