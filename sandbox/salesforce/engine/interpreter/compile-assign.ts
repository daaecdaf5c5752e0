import * as P from '@apexdevtools/apex-parser';
import type { ExpressionContext } from '@apexdevtools/apex-parser';
import type { Place, Scope } from '../runtime/frame.ts';
import { AList } from '../values/collections.ts';
import { raiseNull } from '../values/exception.ts';
import { arithmetic, bitwise } from './arithmetic.ts';
import type { Ev } from './class-model.ts';
import { compileExpression } from './compiler.ts';
import { elementPlace, memberPlace, placeOf } from './places.ts';
import { coerce } from './types.ts';

type FindPlace = (scope: Scope) => Promise<Place>;

/** Where an expression that is assigned to keeps its value. */
function compilePlace(context: ExpressionContext): FindPlace {
  if (context instanceof P.SubExpressionContext) return compilePlace(context.expression());
  if (context instanceof P.ArrayExpressionContext) {
    const list = compileExpression(context.expression(0));
    const index = compileExpression(context.expression(1));
    return async (scope) => elementPlace(await list(scope), await index(scope));
  }
  if (context instanceof P.DotExpressionContext) {
    const target = compileExpression(context.expression());
    const name = context.anyId().getText();
    return async (scope) => memberPlace(await target(scope), name, scope);
  }
  const name = context.getText();
  return async (scope) => {
    const place = await placeOf(name, scope);
    if (!place) throw new Error(`There is no variable ${name} (line ${context.start.line})`);
    return place;
  };
}

export function compileArray(context: P.ArrayExpressionContext): Ev {
  const list = compileExpression(context.expression(0));
  const index = compileExpression(context.expression(1));
  return async (scope) => {
    const target = await list(scope);
    if (target instanceof AList) return elementPlace(target, await index(scope)).get();
    return raiseNull();
  };
}

export function compileAssign(context: P.AssignExpressionContext): Ev {
  const findPlace = compilePlace(context.expression(0));
  const right = compileExpression(context.expression(1));
  const operator = context.getChild(1).getText().slice(0, -1);
  return async (scope) => {
    const place = await findPlace(scope);
    let value = await right(scope);
    if (operator) value = '+-*/'.includes(operator) ? arithmetic(operator, await place.get(), value) : bitwise(operator, await place.get(), value);
    value = coerce(value, place.type);
    await place.set(value);
    return value;
  };
}

/** `i++` and `++i`. */
export function compileStep(context: ExpressionContext, by: number, returnsOld: boolean): Ev {
  const findPlace = compilePlace(context);
  return async (scope) => {
    const place = await findPlace(scope);
    const old = await place.get();
    const next = arithmetic('+', old, by);
    await place.set(next);
    return returnsOld ? old : next;
  };
}
