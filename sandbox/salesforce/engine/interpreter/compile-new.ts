import * as P from '@apexdevtools/apex-parser';
import type { CreatorContext, ExpressionListContext } from '@apexdevtools/apex-parser';
import { makeNative } from '../library/natives.ts';
import type { Scope } from '../runtime/frame.ts';
import { AList, AMap, ASet } from '../values/collections.ts';
import { SObj } from '../values/sobj.ts';
import { kindOf } from '../values/text.ts';
import type { TypeRef, Value } from '../values/value.ts';
import { createObject } from './calls.ts';
import type { Ev } from './class-model.ts';
import { compileArguments, compileExpression } from './compiler.ts';
import { evaluateAll } from './run-all.ts';
import { fieldTypeOf, writeField } from './sobject-fields.ts';
import { coerce, typeOf } from './types.ts';

export function compileNew(context: CreatorContext): Ev {
  const pairs = context.createdName().idCreatedNamePair_list();
  const args = pairs.at(-1)?.typeList()?.typeRef_list().map(typeOf) ?? [];
  const type: TypeRef = { name: pairs.map((pair) => pair.anyId().getText()).join('.').replace(/^(System|Schema)\.(?=\w)/i, ''), args };
  if (context.arrayCreatorRest()) return compileArrayRest(context.arrayCreatorRest(), type);
  if (context.mapCreatorRest()) return compileMapRest(context.mapCreatorRest(), type);
  if (context.setCreatorRest() || context.noRest()) return compileElements(context.setCreatorRest()?.expression_list().map(compileExpression) ?? [], type);
  return compileInstance(context.classCreatorRest().arguments().expressionList(), type);
}

function compileArrayRest(context: P.ArrayCreatorRestContext, type: TypeRef): Ev {
  if (context.expression()) {
    const size = compileExpression(context.expression());
    return async (scope) => {
      const count = await size(scope);
      return new AList(type, Array.from({ length: typeof count === 'number' ? count : 0 }, () => null));
    };
  }
  const items = context.arrayInitializer()?.expression_list().map(compileExpression) ?? [];
  return async (scope) => new AList(type, (await evaluateAll(items, scope)).map((item) => coerce(item, type)));
}

function compileMapRest(context: P.MapCreatorRestContext, type: TypeRef): Ev {
  const pairs = context.mapCreatorRestPair_list().map((pair) => pair.expression_list().map(compileExpression));
  const [keyType = null, valueType = null] = type.args;
  return async (scope) => {
    const map = new AMap(keyType, valueType);
    for (const pair of pairs) {
      const [key = null, value = null] = await evaluateAll(pair, scope);
      map.put(coerce(key, keyType), coerce(value, valueType));
    }
    return map;
  };
}

function compileElements(items: Ev[], type: TypeRef): Ev {
  const [element = null, valueType = null] = type.args;
  const kind = type.name.toLowerCase();
  return async (scope) => {
    const values = (await evaluateAll(items, scope)).map((item) => coerce(item, element));
    return kind === 'list' ? new AList(element, values) : kind === 'set' ? new ASet(element, values) : new AMap(element, valueType);
  };
}

function compileInstance(context: ExpressionListContext | null, type: TypeRef): Ev {
  const list = context?.expression_list() ?? [];
  const pairs = list.flatMap((each) => (each instanceof P.AssignExpressionContext ? [{ field: each.expression(0).getText(), ev: compileExpression(each.expression(1)) }] : []));
  if (pairs.length && pairs.length === list.length) return async (scope) => makeRecord(type, pairs, scope);
  const args = compileArguments(context);
  return async (scope) => {
    const { tx, cls } = scope.frame;
    const own = tx.program.find(type.name, cls);
    const values = await evaluateAll(args.evs, scope);
    if (own) return createObject(own, values, scope.frame, args.hint(scope));
    const def = tx.world.schema.find(tx.world.names.inwardFromApex(type.name));
    if (def) return new SObj(def.name);
    return makeCollection(type, values) ?? makeNative(type.name, values, scope.frame);
  };
}

async function makeRecord(type: TypeRef, pairs: { field: string; ev: Ev }[], scope: Scope): Promise<Value> {
  const { tx } = scope.frame;
  const def = tx.world.schema.find(tx.world.names.inwardFromApex(type.name));
  if (!def) throw new Error(`The org has no object ${type.name}`);
  const record = new SObj(def.name);
  for (const { field, ev } of pairs) writeField(tx, record, field, coerce(await ev(scope), fieldTypeOf(tx, record, field)));
  return record;
}

function makeCollection(type: TypeRef, values: Value[]): Value {
  const [element = null, valueType = null] = type.args;
  const from = values[0] ?? null;
  switch (type.name.toLowerCase()) {
    case 'list': return new AList(element, from instanceof AList || from instanceof ASet ? [...from.items] : []);
    case 'set': return new ASet(element, (from instanceof AList || from instanceof ASet ? from.items : []).map((item) => coerce(item, element)));
    case 'map': return makeMap(new AMap(element, valueType), from);
    default: return null;
  }
}

function makeMap(map: AMap, from: Value): AMap {
  if (from instanceof AMap) for (const [key, value] of from.pairs()) map.put(key, value);
  else if (from instanceof AList) for (const record of from.items) map.put(record instanceof SObj ? record.id : null, record);
  else if (from !== null) throw new Error(`A Map cannot be made from ${kindOf(from)}`);
  return map;
}
