import { keyOf } from '../values/collections.ts';
import type { StoredRow } from '../records/store.ts';
import { compare } from '../values/compare.ts';
import { Dec, toDec } from '../values/dec.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import type { Value } from '../values/value.ts';
import { valueAt } from './context.ts';
import type { RunContext } from './context.ts';
import { isAggregate } from './build-paths.ts';
import { SoqlError } from './plan.ts';
import type { FunctionCall, Source } from './plan.ts';
import { zonedDay, zonedParts } from './time-zone.ts';

/** The value of a field or function for one row, or of an aggregate for a group of rows. */
export function sourceValue(context: RunContext, rows: StoredRow[], source: Source): Value {
  const first = rows[0];
  if (source.kind === 'field') return first ? valueAt(context, first, source.path) : null;
  if (isAggregate(source.call)) return aggregateValue(context, rows, source.call);
  return first ? rowFunction(context, first, source.call) : null;
}

function aggregateValue(context: RunContext, rows: StoredRow[], call: FunctionCall): Value {
  const { path } = call;
  if (!path) return rows.length;
  const values = rows.map((row) => valueAt(context, row, path)).filter((value) => value !== null);
  const numbers = (): Dec[] => values.map((value) => (value instanceof Dec || typeof value === 'number' ? toDec(value) : new Dec(0)));
  const sorted = [...values].sort(compare);
  switch (call.name) {
    case 'count': return values.length;
    case 'count_distinct': return new Set(values.map((value) => (typeof value === 'string' ? value.toLowerCase() : keyOf(value)))).size;
    case 'sum': return values.length ? numbers().reduce((sum, each) => sum.plus(each), new Dec(0)) : null;
    case 'avg': return values.length ? numbers().reduce((sum, each) => sum.plus(each), new Dec(0)).dividedBy(new Dec(values.length)) : null;
    case 'min': return sorted[0] ?? null;
    default: return sorted.at(-1) ?? null;
  }
}

function rowFunction(context: RunContext, row: StoredRow, call: FunctionCall): Value {
  const value = call.inner ? rowFunction(context, row, call.inner) : call.path ? valueAt(context, row, call.path) : null;
  if (['tolabel', 'format', 'convertcurrency'].includes(call.name)) return value;
  if (value === null) return null;
  const day = value instanceof ADate ? value.iso : value instanceof ADatetime ? zonedDay(value.ms, context.timeZone) : null;
  if (day === null) throw new SoqlError('INVALID_FIELD', `The function ${call.name} needs a date`);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  switch (call.name) {
    case 'calendar_year': case 'fiscal_year': return year;
    case 'calendar_month': case 'fiscal_month': return month;
    case 'calendar_quarter': case 'fiscal_quarter': return Math.ceil(month / 3);
    case 'day_in_month': return date;
    case 'day_in_week': return new Date(`${day}T00:00:00Z`).getUTCDay() + 1;
    case 'day_only': return new ADate(day);
    case 'hour_in_day': return value instanceof ADatetime ? zonedParts(value.ms, context.timeZone).hour : 0;
    default: throw new SoqlError('MALFORMED_QUERY', `The function ${call.name} is not supported by the sandbox`);
  }
}
