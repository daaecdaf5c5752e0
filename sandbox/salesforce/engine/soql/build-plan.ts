import type { FieldOrderContext, QueryContext, SelectEntryContext, SubFieldEntryContext, SubQueryContext } from '@apexdevtools/apex-parser';
import type { FieldDef, ObjectDef, Schema } from '../records/schema.ts';
import { Dec } from '../values/dec.ts';
import { buildHaving, buildWhere } from './build-conditions.ts';
import { buildFunction, buildPath, failAt, isAggregate } from './build-paths.ts';
import type { Builder } from './build-paths.ts';
import type { Operand, OrderKey, PlaceInText, Plan, QueryLanguage, SelectItem, Source } from './plan.ts';

/** Words that the grammar would take for an alias when the rest of their clause is missing. */
const reserved = new Set(['where', 'with', 'group', 'having', 'order', 'limit', 'offset', 'for', 'all', 'using', 'from', 'select', 'and', 'or', 'not', 'in', 'like', 'asc', 'desc', 'nulls']);

/** Resolves a parsed query against the schema. Throws SoqlError with the platform's codes. */
export function buildPlan(schema: Schema, context: QueryContext, language: QueryLanguage): Plan {
  const names = context.fromNameList().fieldName_list();
  const from = names[0];
  if (!from || names.length > 1) throw new Error('A query must name one object');
  const def = objectNamed(schema, language, from.getText());
  if (!def) failAt({ language }, from, 'INVALID_TYPE', `sObject type '${from.getText()}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`);
  const alias = context.fromNameList().soqlId(0);
  if (alias && reserved.has(alias.getText().toLowerCase())) failAt({ language }, alias, 'MALFORMED_QUERY', `unexpected token: '${alias.getText()}'`);
  const builder: Builder = { schema, language, def, alias: context.fromNameList().soqlId(0)?.getText().toLowerCase() ?? null, used: [], subPlan: buildSubPlan };
  const plan = basePlan(builder, context.selectList().selectEntry_list(), context);
  const group = context.groupByClause();
  if (group) {
    if (group.ROLLUP() || group.CUBE()) failAt(builder, group, 'MALFORMED_QUERY', 'ROLLUP and CUBE are not supported by the sandbox');
    plan.groups = group.fieldGroupByList().fieldGroupBy_list().map((each): Source => (each.fieldName() ? { kind: 'field', path: buildPath(builder, each.fieldName()) } : { kind: 'function', call: buildFunction(builder, each.soqlFunction()) }));
    if (group.logicalExpression()) plan.having = buildHaving(builder, group.logicalExpression());
    plan.aggregate = true;
    plan.countOnly = false;
  }
  if (context.offsetClause()) plan.offset = boundNumber(builder, context.offsetClause());
  plan.allRows = Boolean(context.allRowsClause());
  plan.forUpdate = (context.forClauses()?.UPDATE_list().length ?? 0) > 0;
  const mode = context.withClause();
  if (mode) plan.mode = mode.USER_MODE() ? 'user' : mode.SYSTEM_MODE() ? 'system' : mode.SECURITY_ENFORCED() ? 'enforced' : failAt(builder, mode, 'MALFORMED_QUERY', 'This WITH clause is not supported by the sandbox');
  checkGroups(builder, plan, context);
  return plan;
}

/** A semi-join: its only column feeds the outer IN. */
function buildSubPlan(outer: Builder, context: SubQueryContext): Plan {
  const from = context.fromNameList().fieldName(0);
  const def = objectNamed(outer.schema, outer.language, from.getText());
  if (!def) failAt(outer, from, 'INVALID_TYPE', `sObject type '${from.getText()}' is not supported.`);
  const builder: Builder = { ...outer, def, alias: null, used: [] };
  return basePlan(builder, context.subFieldList().subFieldEntry_list(), context);
}

function objectNamed(schema: Schema, language: QueryLanguage, name: string): ObjectDef | null {
  const inner = language.inward(name);
  return inner === null ? null : schema.find(inner);
}

function basePlan(builder: Builder, entries: (SelectEntryContext | SubFieldEntryContext)[], context: QueryContext | SubQueryContext): Plan {
  const items = entries.flatMap((entry) => buildEntry(builder, entry));
  const calls = items.filter((item) => item.kind === 'function').filter((item) => isAggregate(item.call));
  const only = calls[0];
  return {
    def: builder.def, items, groups: [], having: null, offset: null, allRows: false, forUpdate: false, mode: null, used: builder.used,
    aggregate: calls.length > 0, countOnly: items.length === 1 && only?.call.name === 'count' && !only.call.path,
    where: context.whereClause() ? buildWhere(builder, context.whereClause().whereLogicalExpression()) : null,
    order: context.orderByClause() ? context.orderByClause().fieldOrderList().fieldOrder_list().map((key) => buildOrder(builder, key)) : [],
    limit: context.limitClause() ? boundNumber(builder, context.limitClause()) : null,
  };
}

function buildEntry(builder: Builder, entry: SelectEntryContext | SubFieldEntryContext): SelectItem[] {
  const alias = entry.soqlId()?.getText() ?? null;
  if (entry.typeOf()) failAt(builder, entry, 'MALFORMED_QUERY', 'TYPEOF is not supported by the sandbox');
  if (entry.subQuery()) return [buildChildren(builder, entry.subQuery())];
  if (entry.fieldName()) return [{ kind: 'field', path: buildPath(builder, entry.fieldName()), alias }];
  const call = entry.soqlFunction();
  if (!call.FIELDS()) return [{ kind: 'function', call: buildFunction(builder, call), alias }];
  const which = call.soqlFieldsParameter().getText().toUpperCase();
  const wanted = (field: FieldDef): boolean => which === 'ALL' || field.custom === (which === 'CUSTOM');
  return [...builder.def.fields.values()].filter(wanted).map((field): SelectItem => ({ kind: 'field', path: { hops: [], def: builder.def, field }, alias: null }));
}

function buildChildren(outer: Builder, context: SubQueryContext): SelectItem {
  const from = context.fromNameList().fieldName(0);
  const inner = outer.language.inward(from.getText());
  const relationship = inner === null ? undefined : outer.def.children.get(inner.toLowerCase());
  if (!relationship) failAt(outer, from, 'INVALID_TYPE', `Didn't understand relationship '${from.getText()}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`);
  const builder: Builder = { ...outer, def: outer.schema.object(relationship.object), alias: null, used: [] };
  return { kind: 'children', relationship, plan: basePlan(builder, context.subFieldList().subFieldEntry_list(), context) };
}

function buildOrder(builder: Builder, context: FieldOrderContext): OrderKey {
  const source: Source = context.fieldName() ? { kind: 'field', path: buildPath(builder, context.fieldName()) } : { kind: 'function', call: buildFunction(builder, context.soqlFunction()) };
  return { source, descending: Boolean(context.DESC()), nullsLast: context.NULLS() ? Boolean(context.LAST()) : Boolean(context.DESC()) };
}

function boundNumber(builder: Builder, clause: { IntegerLiteral(): { getText(): string } | null; boundExpression(): Parameters<QueryLanguage['bind']>[0] }): Operand {
  const literal = clause.IntegerLiteral();
  return literal ? { kind: 'constant', value: new Dec(literal.getText()) } : { kind: 'bind', ev: builder.language.bind(clause.boundExpression()) };
}

function checkGroups(builder: Builder, plan: Plan, at: PlaceInText): void {
  if (!plan.aggregate || plan.countOnly) return;
  const grouped = new Set(plan.groups.map((group) => (group.kind === 'field' ? group.path.field : group.call.name)));
  for (const item of plan.items) {
    if (item.kind === 'field' && !grouped.has(item.path.field)) failAt(builder, at, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${item.path.field.name}`);
  }
}
