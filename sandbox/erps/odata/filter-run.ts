import type { CompareOperator, Filter, Literal, MathOperator, Operand } from './filter-tree.ts';
import type { EntityType, Property } from './model.ts';
import { ODataProblem } from './problem.ts';
import type { Row } from './table.ts';

/** How one ERP reads a filter. */
export interface FilterDialect {
  /** Functions that work; all others are refused. */
  readonly functions: ReadonlySet<string>;
  /** SQL collation: text compares without case. */
  readonly foldsCase: boolean;
  /** `*` in the literal of an eq or ne stands for anything (fno.md §3). */
  readonly hasWildcards: boolean;
  /** `qualified`: Namespace.Type'Member'; `text`: 'Member'. */
  readonly enums: 'qualified' | 'text';
  /** Types are guessed from recorded values, so literals are not checked against them. */
  readonly guessesTypes?: boolean;
  readonly unknownProperty: (name: string, type: EntityType) => ODataProblem;
  /** Value of a property that the row does not carry. */
  readonly blankOf: (property: Property) => unknown;
}

export type RowTest = (row: Row) => boolean;
type Reader = (row: Row) => unknown;

export function compileFilter(filter: Filter, type: EntityType, dialect: FilterDialect): RowTest {
  switch (filter.kind) {
    case 'and': {
      const [left, right] = [compileFilter(filter.left, type, dialect), compileFilter(filter.right, type, dialect)];
      return (row) => left(row) && right(row);
    }
    case 'or': {
      const [left, right] = [compileFilter(filter.left, type, dialect), compileFilter(filter.right, type, dialect)];
      return (row) => left(row) || right(row);
    }
    case 'not': {
      const inner = compileFilter(filter.inner, type, dialect);
      return (row) => !inner(row);
    }
    case 'truth':
      return compileTruth(filter.operand, type, dialect);
    case 'compare':
      return compileCompare(filter, type, dialect);
  }
}

function compileTruth(operand: Operand, type: EntityType, dialect: FilterDialect): RowTest {
  const isBoolean = operand.kind === 'call' || (operand.kind === 'literal' && operand.literal.kind === 'boolean')
    || (operand.kind === 'property' && propertyOf(operand.name, type, dialect).type === 'Edm.Boolean');
  if (!isBoolean) throw new ODataProblem(400, 'type', 'The $filter expression must evaluate to a single boolean value.');
  const read = compileOperand(operand, type, dialect);
  return (row) => read(row) === true;
}

type Compare = Extract<Filter, { kind: 'compare' }>;

function compileCompare(filter: Compare, type: EntityType, dialect: FilterDialect): RowTest {
  const property = subjectOf(filter.left, type, dialect) ?? subjectOf(filter.right, type, dialect);
  checkLiteral(filter, property, dialect);
  const pattern = wildcardOf(filter, dialect);
  if (pattern) {
    const read = compileOperand(filter.left, type, dialect);
    const wanted = filter.operator === 'eq';
    return (row) => pattern.test(asText(read(row))) === wanted;
  }
  const shape = property?.type ?? '';
  const normalize = (value: unknown): unknown => normalizeValue(value, shape, dialect);
  const left = compileOperand(filter.left, type, dialect);
  const right = filter.right.kind === 'literal' ? constant(normalize(literalValue(filter.right.literal))) : compileOperand(filter.right, type, dialect);
  const rightReady = filter.right.kind === 'literal';
  return (row) => compare(filter.operator, normalize(left(row)), rightReady ? right(row) : normalize(right(row)));
}

function constant(value: unknown): Reader {
  return () => value;
}

function subjectOf(operand: Operand, type: EntityType, dialect: FilterDialect): Property | undefined {
  return operand.kind === 'property' ? propertyOf(operand.name, type, dialect) : undefined;
}

function checkLiteral(filter: Compare, property: Property | undefined, dialect: FilterDialect): void {
  const literal = filter.right.kind === 'literal' ? filter.right.literal : filter.left.kind === 'literal' ? filter.left.literal : undefined;
  if (!property || !literal || literal.kind === 'null' || dialect.guessesTypes === true) return;
  if (property.members) return checkEnum(property, literal, filter.operator, dialect);
  const fits: Record<string, readonly string[]> = {
    'Edm.String': ['string'],
    'Edm.Boolean': ['boolean'],
    'Edm.Guid': ['guid'],
    'Edm.Date': ['instant'],
    'Edm.DateTimeOffset': ['instant'],
  };
  if ((fits[property.type] ?? ['number']).includes(literal.kind)) return;
  throw new ODataProblem(400, 'type', `A binary operator with incompatible types was detected. Found operand types '${property.type}' and '${literal.kind}' for operator kind '${filter.operator}'.`);
}

function checkEnum(property: Property, literal: Literal, operator: CompareOperator, dialect: FilterDialect): void {
  const wanted = dialect.enums === 'qualified' ? 'enum' : 'string';
  const isRightType = literal.kind === wanted && (literal.kind !== 'enum' || literal.type === property.type);
  if (!isRightType) throw new ODataProblem(400, 'type', `A binary operator with incompatible types was detected. Found operand types '${property.type}' and '${literal.kind}' for operator kind '${operator}'.`);
  if (operator !== 'eq' && operator !== 'ne') throw new ODataProblem(400, 'unsupported', `The operator '${operator}' is not supported for an enum.`);
  if (property.members?.has(literal.value) === false) throw new ODataProblem(400, 'enum', `The string '${literal.value}' is not a valid enumeration type constant.`);
}

function wildcardOf(filter: Compare, dialect: FilterDialect): RegExp | undefined {
  if (!dialect.hasWildcards || (filter.operator !== 'eq' && filter.operator !== 'ne')) return undefined;
  if (filter.right.kind !== 'literal' || filter.right.literal.kind !== 'string' || !filter.right.literal.value.includes('*')) return undefined;
  const source = filter.right.literal.value.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${source}$`, dialect.foldsCase ? 'i' : '');
}

function compileOperand(operand: Operand, type: EntityType, dialect: FilterDialect): Reader {
  switch (operand.kind) {
    case 'property': {
      const property = propertyOf(operand.name, type, dialect);
      const blank = dialect.blankOf(property);
      return (row) => row[property.name] ?? blank;
    }
    case 'literal':
      return constant(literalValue(operand.literal));
    case 'math': {
      const [left, right] = [compileOperand(operand.left, type, dialect), compileOperand(operand.right, type, dialect)];
      return (row) => calculate(operand.operator, Number(left(row)), Number(right(row)));
    }
    case 'call':
      return compileCall(operand.name, operand.parts.map((part) => compileOperand(part, type, dialect)), dialect);
  }
}

function compileCall(name: string, parts: readonly Reader[], dialect: FilterDialect): Reader {
  if (!dialect.functions.has(name)) throw new ODataProblem(400, 'function', `The function '${name}' is not supported.`);
  const [first, second] = parts;
  if (!first) throw new ODataProblem(400, 'syntax', `The function '${name}' needs an argument.`);
  const of = (row: Row): string => asText(first(row));
  const other = (row: Row): string => asText(second?.(row));
  const calls: Record<string, Reader> = {
    contains: (row) => of(row).includes(other(row)),
    startswith: (row) => of(row).startsWith(other(row)),
    endswith: (row) => of(row).endsWith(other(row)),
    tolower: (row) => of(row).toLowerCase(),
    toupper: (row) => of(row).toUpperCase(),
    trim: (row) => of(row).trim(),
    length: (row) => of(row).length,
  };
  const call = calls[name];
  if (!call) throw new ODataProblem(400, 'function', `The function '${name}' is not supported.`);
  return call;
}

function propertyOf(name: string, type: EntityType, dialect: FilterDialect): Property {
  const property = type.properties.get(name);
  if (!property) throw dialect.unknownProperty(name, type);
  return property;
}

function literalValue(literal: Literal): unknown {
  return literal.kind === 'null' ? null : literal.value;
}

export function normalizeValue(value: unknown, type: string, dialect: Pick<FilterDialect, 'foldsCase'>): unknown {
  if (typeof value !== 'string') return value;
  if (type === 'Edm.DateTimeOffset') return Date.parse(value);
  if (type === 'Edm.Guid') return value.toLowerCase();
  return type === 'Edm.String' && dialect.foldsCase ? value.toLowerCase() : value;
}

function compare(operator: CompareOperator, left: unknown, right: unknown): boolean {
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (left === null || right === null || left === undefined || right === undefined) return false;
  if (operator === 'gt') return left > right;
  if (operator === 'ge') return left >= right;
  return operator === 'lt' ? left < right : left <= right;
}

function calculate(operator: MathOperator, left: number, right: number): number {
  if (operator === 'add') return left + right;
  if (operator === 'sub') return left - right;
  if (operator === 'mul') return left * right;
  return operator === 'mod' ? left % right : left / right;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
