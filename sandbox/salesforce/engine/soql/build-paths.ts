import type { FieldNameContext, SoqlFunctionContext, SubQueryContext } from '@apexdevtools/apex-parser';
import type { ObjectDef, Schema } from '../records/schema.ts';
import { quote } from './parse.ts';
import { SoqlError } from './plan.ts';
import type { FieldPath, FunctionCall, Hop, PlaceInText, Plan, QueryLanguage } from './plan.ts';

export interface Builder {
  schema: Schema;
  language: QueryLanguage;
  /** Alias of the FROM clause, in lower case. */
  alias: string | null;
  def: ObjectDef;
  used: Plan['used'];
  /** Builds a semi-join inside this query. */
  subPlan(outer: Builder, context: SubQueryContext): Plan;
}

export function failAt(builder: Pick<Builder, 'language'>, at: PlaceInText, code: string, message: string): never {
  const { line, column } = at.start;
  throw new SoqlError(code, `\n${quote(builder.language.text, line, column)}\nERROR at Row:${line}:Column:${column + 1}\n${message}`);
}

export const noColumn = (field: string, object: string): string => `No such column '${field}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;

/** Resolves `Account.Owner.Name` from the query's object on. */
export function buildPath(builder: Builder, context: FieldNameContext): FieldPath {
  const names = context.soqlId_list().map((id) => id.getText());
  const first = names[0]?.toLowerCase();
  if (names.length > 1 && (first === builder.alias || (first === builder.def.name.toLowerCase() && !builder.def.parents.has(first)))) names.shift();
  const last = names.pop() ?? '';
  const hops: Hop[] = [];
  let def = builder.def;
  if (names.length > 5) failAt(builder, context, 'INVALID_FIELD', `A relationship may go up 5 levels: ${context.getText()}`);
  for (const name of names) {
    const hop = hopTo(builder, def, name);
    if (!hop) failAt(builder, context, 'INVALID_FIELD', `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`);
    builder.used.push({ def, field: hop.field, name: hop.field.name, at: context });
    hops.push(hop);
    def = hop.target;
  }
  const inner = builder.language.inward(last);
  const field = inner === null ? undefined : def.fields.get(inner.toLowerCase());
  if (!field) failAt(builder, context, 'INVALID_FIELD', noColumn(last, def.name));
  builder.used.push({ def, field, name: last, at: context });
  return { hops, def, field };
}

function hopTo(builder: Builder, def: ObjectDef, name: string): Hop | null {
  const inner = builder.language.inward(name);
  const field = inner === null ? undefined : def.parents.get(inner.toLowerCase());
  const target = field && builder.schema.find(field.referenceTo[0] ?? '');
  return field && target ? { name: field.relationshipName ?? name, field, target } : null;
}

export function buildFunction(builder: Builder, context: SoqlFunctionContext): FunctionCall {
  const name = context.getChild(0).getText().toLowerCase();
  if (context.DISTANCE() || context.GROUPING()) failAt(builder, context, 'MALFORMED_QUERY', `The function ${name} is not supported by the sandbox`);
  const field = context.fieldName() ?? context.dateFieldName()?.fieldName();
  const inner = context.soqlFunction() ? buildFunction(builder, context.soqlFunction()) : null;
  return { name, inner, path: field ? buildPath(builder, field) : null };
}

export const isAggregate = (call: FunctionCall): boolean => ['count', 'count_distinct', 'sum', 'avg', 'min', 'max'].includes(call.name);
