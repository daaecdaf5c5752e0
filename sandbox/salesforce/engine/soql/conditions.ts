import type { StoredRow } from '../records/store.ts';
import { AList, AMap, ASet, keyOf } from '../values/collections.ts';
import { compare, compareIds, equals } from '../values/compare.ts';
import { raise } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import type { Value } from '../values/value.ts';
import type { RunContext } from './context.ts';
import { rangeOf } from './day-ranges.ts';
import type { DayRange } from './day-ranges.ts';
import { sourceValue } from './functions.ts';
import { SoqlError } from './plan.ts';
import type { Condition, Operand, Plan, Source } from './plan.ts';
import { fromZoned, zonedDay } from './time-zone.ts';
import { repairId } from '../records/ids.ts';

export type RunSub = (plan: Plan, context: RunContext) => Promise<Value[]>;
export type Predicate = (rows: StoredRow[]) => boolean;
/** What an operand became: one value, the members of a set, or a span of days. */
export type Resolved = { value: Value } | { values: Value[] } | { range: DayRange };

/** A condition whose binds and semi-joins are evaluated, ready to test rows. */
export interface Ready {
  test: Predicate;
  /** Rows that can match at all: field name and values of an `=` or IN that every match must fulfil. */
  hints: { field: string; values: Value[] }[];
}

export async function prepare(condition: Condition, context: RunContext, runSub: RunSub): Promise<Ready> {
  if (condition.kind === 'not') {
    const inner = await prepare(condition.part, context, runSub);
    return { test: (rows) => !inner.test(rows), hints: [] };
  }
  if (condition.kind !== 'test') {
    const parts: Ready[] = [];
    for (const part of condition.parts) parts.push(await prepare(part, context, runSub));
    if (condition.kind === 'any') return { test: (rows) => parts.some((part) => part.test(rows)), hints: [] };
    return { test: (rows) => parts.every((part) => part.test(rows)), hints: parts.flatMap((part) => part.hints) };
  }
  const operand = await resolve(condition.operand, context, runSub);
  const test = makeTest(condition.source, condition.operator, operand, context);
  return { test, hints: hintsOf(condition.source, condition.operator, operand) };
}

export async function resolve(operand: Operand, context: RunContext, runSub: RunSub): Promise<Resolved> {
  if (operand.kind === 'constant') return { value: operand.value };
  if (operand.kind === 'days') return { range: rangeOf(operand.word, operand.count, context.world.now(), context.timeZone) };
  if (operand.kind === 'query') return { values: await runSub(operand.plan, context) };
  if (operand.kind === 'list') {
    const values: Value[] = [];
    for (const item of operand.items) {
      const each = await resolve(item, context, runSub);
      if ('value' in each) values.push(each.value);
      else if ('values' in each) values.push(...each.values);
    }
    return { values };
  }
  if (!context.scope) throw new SoqlError('MALFORMED_QUERY', 'unexpected token: \':\'');
  return fromBind(await operand.ev(context.scope));
}

function fromBind(value: Value): Resolved {
  const single = (item: Value): Value => (item instanceof SObj ? item.id : item);
  if (value instanceof AList && value.query && value.items.length === 1) return { values: value.items.map(single) };
  if (value instanceof AList || value instanceof ASet) return { values: value.items.map(single) };
  if (value instanceof AMap) return { values: value.pairs().map(([key]) => key) };
  return { value: single(value) };
}

function hintsOf(source: Source, operator: string, operand: Resolved): Ready['hints'] {
  if (source.kind !== 'field' || source.path.hops.length) return [];
  const values = 'value' in operand && operator === '=' ? [operand.value] : 'values' in operand && operator === 'IN' ? operand.values : null;
  return values && !values.includes(null) ? [{ field: source.path.field.name, values: normaliseIds(source, values) }] : [];
}

export const isIdSource = (source: Source): boolean => source.kind === 'field' && (source.path.field.type === 'id' || source.path.field.type === 'reference');
const normaliseIds = (source: Source, values: Value[]): Value[] => (isIdSource(source) ? values.map((value) => (typeof value === 'string' ? repairId(value) ?? value : value)) : values);

function makeTest(source: Source, operator: string, operand: Resolved, context: RunContext): Predicate {
  const left = (rows: StoredRow[]): Value => sourceValue(context, rows, source);
  if ('range' in operand) return rangeTest(left, operator, operand.range, context);
  const isCased = source.kind === 'field' && source.path.field.caseSensitive;
  const same = (a: Value, b: Value): boolean => (isCased && typeof a === 'string' && typeof b === 'string' ? a === b : equals(fit(a, b, context), b));
  if ('values' in operand || operator === 'IN' || operator === 'NOT IN') {
    const values = normaliseIds(source, 'values' in operand ? operand.values : [operand.value]);
    if (operator === 'INCLUDES' || operator === 'EXCLUDES') return (rows) => values.some((value) => includes(left(rows), value)) === (operator === 'INCLUDES');
    if (operator === '=' || operator === '!=') raise('QueryException', 'A collection can be compared with IN or NOT IN only');
    const plain = new Set(values.map((value) => (typeof value === 'string' && !isCased ? value.toLowerCase() : keyOf(value))));
    const among = (value: Value): boolean => plain.has(typeof value === 'string' && !isCased ? value.toLowerCase() : keyOf(value)) || (typeof value !== 'string' && values.some((each) => same(value, each)));
    return operator === 'NOT IN' ? (rows) => !among(left(rows)) : (rows) => among(left(rows));
  }
  return valueTest(left, operator, operand.value === '' ? null : operand.value, same, isIdSource(source) ? compareIds : (a, b) => compare(fit(a, b, context), b));
}

function valueTest(left: (rows: StoredRow[]) => Value, operator: string, right: Value, same: (a: Value, b: Value) => boolean, rank: (a: Value, b: Value) => number): Predicate {
  const ordered = (accept: (order: number) => boolean): Predicate => (rows) => {
    const value = left(rows);
    return value !== null && right !== null && accept(rank(value, right));
  };
  switch (operator) {
    case '=': return (rows) => same(left(rows), right);
    case '!=': return (rows) => !same(left(rows), right);
    case '<': return ordered((order) => order < 0);
    case '>': return ordered((order) => order > 0);
    case '<=': return ordered((order) => order <= 0);
    case '>=': return ordered((order) => order >= 0);
    case 'LIKE': {
      const pattern = likePattern(typeof right === 'string' ? right : '');
      return (rows) => {
        const value = left(rows);
        return typeof value === 'string' && pattern.test(value);
      };
    }
    default: throw new SoqlError('MALFORMED_QUERY', `The operator ${operator} is not supported by the sandbox`);
  }
}

function rangeTest(left: (rows: StoredRow[]) => Value, operator: string, range: DayRange, context: RunContext): Predicate {
  const start = fromZoned(Date.parse(range.from), context.timeZone);
  const end = fromZoned(Date.parse(range.to), context.timeZone);
  return (rows) => {
    const value = left(rows);
    if (!(value instanceof ADate) && !(value instanceof ADatetime)) return false;
    const [at, from, to] = value instanceof ADate ? [value.ms, Date.parse(range.from), Date.parse(range.to)] : [value.ms, start, end];
    switch (operator) {
      case '=': return at >= from && at < to;
      case '!=': return at < from || at >= to;
      case '<': return at < from;
      case '<=': return at < to;
      case '>': return at >= to;
      default: return at >= from;
    }
  };
}

/** Brings a day and an instant to the same kind before they are compared. */
function fit(value: Value, like: Value, context: RunContext): Value {
  if (value instanceof ADatetime && like instanceof ADate) return new ADate(zonedDay(value.ms, context.timeZone));
  if (value instanceof ADate && like instanceof ADatetime) return new ADatetime(value.ms);
  return value;
}

const includes = (value: Value, wanted: Value): boolean => typeof value === 'string' && typeof wanted === 'string' && wanted.split(';').every((each) => value.split(';').includes(each));

function likePattern(pattern: string): RegExp {
  const source = pattern.replace(/\\[%_]|[%_]|[.*+?^${}()|[\]\\/]/g, (found) => (found === '%' ? '[\\s\\S]*' : found === '_' ? '[\\s\\S]' : found.startsWith('\\') && found.length === 2 ? found.slice(1) : `\\${found}`));
  return new RegExp(`^${source}$`, 'i');
}
