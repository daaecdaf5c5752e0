import type { FieldDescribe, ObjectDescribe, QueryColumn, QueryResult } from '../../org.ts';
import type { Call } from '../call.ts';

const numbers: Readonly<Record<string, string>> = { int: 'Integer', double: 'Double', currency: 'Double', percent: 'Double' };
const others: Readonly<Record<string, string>> = { id: 'Id', reference: 'Id', boolean: 'Boolean', date: 'Date', datetime: 'Datetime' };

/** What `&columns=true` answers; the `sf` CLI lays its table out by it. */
export function toColumnMetadata(call: Call, soql: string, result: QueryResult): Record<string, unknown> {
  const entityName = result.records[0]?.attributes.type ?? '';
  const named = entityName === '' || entityName === 'AggregateResult' ? fromClause(soql) : entityName;
  const object = call.context.org.describe(named, call.actor);
  return {
    columnMetadata: result.columns.map((column) => toColumn(column, object)),
    entityName: object?.name ?? named,
    groupBy: /\sgroup\s+by\s/i.test(soql),
    idSelected: result.columns.some((column) => column.columnName === 'Id'),
    keyPrefix: object?.keyPrefix ?? null,
  };
}

function fromClause(soql: string): string {
  const outer = soql.replace(/\([^()]*\)/g, ' ');
  return /\sfrom\s+(\w+)/i.exec(outer)?.[1] ?? '';
}

function toColumn(column: QueryColumn, object: ObjectDescribe | null): Record<string, unknown> {
  const field = object?.fields.find((one) => one.name === column.columnName);
  const apexType = typeOf(field);
  return {
    aggregate: column.aggregate,
    apexType,
    booleanType: apexType === 'Boolean',
    columnName: column.columnName,
    custom: field?.custom ?? false,
    displayName: column.displayName,
    foreignKeyName: field?.relationshipName ?? null,
    insertable: field?.createable ?? false,
    joinColumns: column.joinColumns.map((joined) => toColumn(joined, null)),
    numberType: field !== undefined && numbers[field.type] !== undefined,
    textType: apexType === 'String' || apexType === 'Id',
    updatable: field?.updateable ?? false,
  };
}

function typeOf(field: FieldDescribe | undefined): string {
  const type = field?.type ?? 'string';
  return numbers[type] ?? others[type] ?? 'String';
}
