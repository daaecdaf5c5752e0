import type { ConditionalExpressionContext, FieldExpressionContext, LogicalExpressionContext, ValueContext, WhereConditionalExpressionContext, WhereLogicalExpressionContext } from '@apexdevtools/apex-parser';
import { repairId } from '../records/ids.ts';
import { isNumberType, isTextType } from '../records/schema.ts';
import { Dec } from '../values/dec.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import { buildFunction, buildPath, failAt } from './build-paths.ts';
import type { Builder } from './build-paths.ts';
import { unescapeSoql } from './parse.ts';
import type { Condition, Operand, Source } from './plan.ts';

export function buildWhere(builder: Builder, context: WhereLogicalExpressionContext): Condition {
  const one = (part: WhereConditionalExpressionContext): Condition => {
    if (part.whereLogicalExpression()) return buildWhere(builder, part.whereLogicalExpression());
    const field = part.whereFieldExpression();
    if (!field.fieldExpression()) failAt(builder, part, 'MALFORMED_QUERY', 'FORMULA() is not supported by the sandbox');
    return buildTest(builder, field.fieldExpression());
  };
  return join(context.whereConditionalExpression_list().map(one), Boolean(context.NOT()), context.SOQLOR_list().length > 0);
}

export function buildHaving(builder: Builder, context: LogicalExpressionContext): Condition {
  const one = (part: ConditionalExpressionContext): Condition => (part.logicalExpression() ? buildHaving(builder, part.logicalExpression()) : buildTest(builder, part.fieldExpression()));
  return join(context.conditionalExpression_list().map(one), Boolean(context.NOT()), context.SOQLOR_list().length > 0);
}

function join(parts: Condition[], not: boolean, any: boolean): Condition {
  const [first] = parts;
  if (not && first) return { kind: 'not', part: first };
  return first && parts.length === 1 ? first : { kind: any ? 'any' : 'all', parts };
}

function buildTest(builder: Builder, context: FieldExpressionContext): Condition {
  const source: Source = context.fieldName() ? { kind: 'field', path: buildPath(builder, context.fieldName()) } : { kind: 'function', call: buildFunction(builder, context.soqlFunction()) };
  const operator = context.comparisonOperator().getText().toUpperCase().replace('<>', '!=').replace('NOTIN', 'NOT IN');
  const built = buildOperand(builder, context.value(), source);
  // Outside LIKE an escaped wildcard is the plain character.
  const operand: Operand = operator !== 'LIKE' && built.kind === 'constant' && typeof built.value === 'string' ? { kind: 'constant', value: built.value.replace(/\\(?=[%_])/g, '') } : built;
  if (source.kind === 'field' && source.path.field.type === 'textarea' && source.path.field.length > 255) failAt(builder, context, 'INVALID_FIELD', `field '${source.path.field.name}' can not be filtered in a query call`);
  return { kind: 'test', source, operator, operand };
}

function buildOperand(builder: Builder, context: ValueContext, source: Source): Operand {
  const shown = context.getText();
  if (context.boundExpression()) return { kind: 'bind', ev: builder.language.bind(context.boundExpression()) };
  if (context.subQuery()) return { kind: 'query', plan: builder.subPlan(builder, context.subQuery()) };
  if (context.valueList()) return { kind: 'list', items: context.valueList().value_list().map((value) => buildOperand(builder, value, source)) };
  if (context.dateFormula()) {
    const [word = '', count = '0'] = shown.split(':');
    return { kind: 'days', word: word.toUpperCase(), count: Number(count) };
  }
  checkLiteral(builder, context, source);
  if (context.NULL()) return { kind: 'constant', value: null };
  if (context.BooleanLiteral()) return { kind: 'constant', value: shown.toLowerCase() === 'true' };
  if (context.signedNumber()) return { kind: 'constant', value: new Dec(shown.replace(/^\+/, '')) };
  if (context.StringLiteral()) return { kind: 'constant', value: stringOperand(builder, context, source) };
  if (context.DateLiteral()) return { kind: 'constant', value: new ADate(shown) };
  if (context.DateTimeLiteral()) return { kind: 'constant', value: new ADatetime(Date.parse(shown.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))) };
  return failAt(builder, context, 'MALFORMED_QUERY', `The value ${shown} is not supported by the sandbox`);
}

function stringOperand(builder: Builder, context: ValueContext, source: Source): string {
  const value = unescapeSoql(context.StringLiteral().getText());
  if (source.kind !== 'field' || (source.path.field.type !== 'id' && source.path.field.type !== 'reference') || value === '') return value;
  const id = repairId(value);
  if (!/^[a-zA-Z0-9]+$/.test(value) || id === null) failAt(builder, context, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`);
  return id;
}

/** A literal must fit the type of the field that it is compared with. */
function checkLiteral(builder: Builder, context: ValueContext, source: Source): void {
  if (source.kind !== 'field' || context.NULL()) return;
  const { field } = source.path;
  const quoted = Boolean(context.StringLiteral());
  const wants = (what: string): never => failAt(builder, context, 'INVALID_FIELD', `value of filter criterion for field '${field.name}' must be of type ${what}`);
  if ((isTextType(field.type) || field.type === 'id' || field.type === 'reference') && !quoted) wants('string and should be enclosed in quotes');
  if (isNumberType(field.type) && !context.signedNumber()) wants(`${field.type} and should not be enclosed in quotes`);
  if (field.type === 'boolean' && !context.BooleanLiteral()) wants('boolean and should not be enclosed in quotes');
  if (field.type === 'date' && !context.DateLiteral()) wants('date and should not be enclosed in quotes');
  if (field.type === 'datetime' && !context.DateTimeLiteral()) wants('dateTime and should not be enclosed in quotes');
}
