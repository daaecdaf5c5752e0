import * as z from 'zod';
import { dayIn, isDatePattern, readByPattern, readIsoDay, toDay, toInstant } from '../dates.ts';
import { stop } from '../problems.ts';
import { onUnknown } from './options.ts';
import { defineTransform } from './transform.ts';
import { decide } from './unknown.ts';

const zone = z.string().refine((name) => { try { return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''; } catch { return false; } }, 'must be a time zone such as Europe/Berlin');

const addDays = (day: string, days: number): string | null => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const moved = new Date(Date.UTC(year, month - 1, date + days));
  return toDay(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate());
};

export const date = defineTransform({
  name: 'date',
  does: 'Makes a calendar date of a date in another writing or of an instant, and moves it by days.',
  options: z.strictObject({
    /** How the date is written: `dd.MM.yyyy`. */
    pattern: z.string().refine(isDatePattern, 'must have yyyy, MM and dd once each, such as dd.MM.yyyy').optional(),
    /** Zone that decides the day of an instant; UTC when absent. */
    zone: zone.optional(),
    addDays: z.int().min(-3660).max(3660).optional(),
    onUnknown: onUnknown.optional(),
  }),
  run: (value, options) => {
    const text = value.trim();
    const instant = toInstant(text);
    const day = options.pattern !== undefined ? readByPattern(text, options.pattern) : instant === null ? readIsoDay(text) : dayIn(instant, options.zone ?? 'UTC');
    const moved = day === null ? null : addDays(day, options.addDays ?? 0);
    if (moved !== null) return { value: moved };
    return decide(options.onUnknown, value, stop('not-a-date', `"${value}" is no date${options.pattern === undefined ? '' : ` written as ${options.pattern}`}`, 'Correct the date.'));
  },
});
