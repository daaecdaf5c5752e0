import { zonedDay } from './time-zone.ts';
import { SoqlError } from './plan.ts';

/** A span of whole days, the end not included. */
export interface DayRange {
  from: string;
  to: string;
}

const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const firstOf = (year: number, month: number): string => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

/** The days that a date literal such as LAST_N_DAYS:7 means now. */
export function rangeOf(word: string, count: number, nowMs: number, timeZone: string): DayRange {
  const today = zonedDay(nowMs, timeZone);
  const plain = word.replace('FISCAL_', '');
  const near = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(plain);
  if (near) {
    const step = { LAST: -1, THIS: 0, NEXT: 1 }[near[1] ?? ''] ?? 0;
    return { from: startOf(near[2] ?? '', today, step), to: startOf(near[2] ?? '', today, step + 1) };
  }
  const many = /^(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)$/.exec(plain);
  if (many) return manyOf(many[1] === 'LAST', (many[2] ?? '').slice(0, -1), today, count);
  const ago = /^N_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS)_AGO$/.exec(plain);
  if (ago) return { from: startOf((ago[1] ?? '').slice(0, -1), today, -count), to: startOf((ago[1] ?? '').slice(0, -1), today, 1 - count) };
  const simple: Record<string, DayRange> = {
    TODAY: { from: today, to: addDays(today, 1) }, YESTERDAY: { from: addDays(today, -1), to: today }, TOMORROW: { from: addDays(today, 1), to: addDays(today, 2) },
    LAST_90_DAYS: { from: addDays(today, -89), to: addDays(today, 1) }, NEXT_90_DAYS: { from: addDays(today, 1), to: addDays(today, 91) },
  };
  const found = simple[word];
  if (!found) throw new SoqlError('MALFORMED_QUERY', `The date literal ${word} is not supported by the sandbox`);
  return found;
}

function manyOf(last: boolean, unit: string, today: string, count: number): DayRange {
  if (unit === 'DAY') return last ? { from: addDays(today, -count), to: addDays(today, 1) } : { from: addDays(today, 1), to: addDays(today, count + 1) };
  return last ? { from: startOf(unit, today, -count), to: startOf(unit, today, 0) } : { from: startOf(unit, today, 1), to: startOf(unit, today, count + 1) };
}

function startOf(unit: string, today: string, step: number): string {
  const date = new Date(`${today}T00:00:00Z`);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  if (unit === 'DAY') return addDays(today, step);
  if (unit === 'WEEK') return addDays(today, step * 7 - date.getUTCDay());
  if (unit === 'MONTH') return firstOf(year, month + step);
  if (unit === 'QUARTER') return firstOf(year, Math.floor(month / 3) * 3 + step * 3);
  return firstOf(year + step, 0);
}
