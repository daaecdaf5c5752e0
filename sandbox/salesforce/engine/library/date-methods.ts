import { raise } from '../values/exception.ts';
import { ADate, ADatetime, ATime, isDay, parseInstant } from '../values/temporal.ts';
import { compare, equals } from '../values/compare.ts';
import type { Scope } from '../runtime/frame.ts';
import type { Value } from '../values/value.ts';
import { fromZoned, zonedDay, zonedParts } from '../soql/time-zone.ts';
import { date, int, str } from './arguments.ts';
import type { Methods, Statics } from './arguments.ts';
import { formatPattern } from './date-format.ts';
import { localeOf, userZone } from './locale.ts';

const day = (year: number, month: number, date: number): ADate => ADate.ofMs(Date.UTC(year, month - 1, date));
const partsOf = (value: ADate): [number, number, number] => {
  const [year = 0, month = 1, date = 1] = value.iso.split('-').map(Number);
  return [year, month, date];
};
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Adding months keeps the day, or takes the month's last one. */
function addMonths(value: ADate, months: number): ADate {
  const [year, month, date] = partsOf(value);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  return day(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(date, daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1)));
}

export const dateMethods: Methods<ADate> = {
  adddays: (self, args) => self.addDays(int(args, 0)),
  addmonths: (self, args) => addMonths(self, int(args, 0)),
  addyears: (self, args) => addMonths(self, 12 * int(args, 0)),
  year: (self) => partsOf(self)[0],
  month: (self) => partsOf(self)[1],
  day: (self) => partsOf(self)[2],
  dayofyear: (self) => Math.round((self.ms - Date.UTC(partsOf(self)[0], 0, 1)) / 86_400_000) + 1,
  daysbetween: (self, args) => Math.round((date(args, 0).ms - self.ms) / 86_400_000),
  monthsbetween: (self, args) => {
    const other = partsOf(ADate.ofMs(date(args, 0).ms));
    const own = partsOf(self);
    return (other[0] - own[0]) * 12 + other[1] - own[1];
  },
  tostartofmonth: (self) => day(partsOf(self)[0], partsOf(self)[1], 1),
  tostartofweek: (self) => self.addDays(-new Date(self.ms).getUTCDay()),
  issameday: (self, args) => self.iso === ADate.ofMs(date(args, 0).ms).iso,
  format: (self, _, scope) => new Intl.DateTimeFormat(localeOf(scope), { timeZone: 'UTC' }).format(self.ms),
  tostring: (self) => self.iso,
  compareto: (self, [other = null]) => compare(self, other),
  equals: (self, [other = null]) => equals(self, other),
};

function shift(self: ADatetime, args: Value[], unitMs: number): ADatetime {
  return new ADatetime(self.ms + int(args, 0) * unitMs);
}

function shiftMonths(self: ADatetime, months: number): ADatetime {
  const moved = addMonths(ADate.ofMs(self.ms), months);
  return new ADatetime(moved.ms + (((self.ms % 86_400_000) + 86_400_000) % 86_400_000));
}

const local = (self: ADatetime, scope: Scope): ReturnType<typeof zonedParts> => zonedParts(self.ms, userZone(scope));

export const datetimeMethods: Methods<ADatetime> = {
  adddays: (self, args) => shift(self, args, 86_400_000),
  addhours: (self, args) => shift(self, args, 3_600_000),
  addminutes: (self, args) => shift(self, args, 60_000),
  addseconds: (self, args) => shift(self, args, 1000),
  addmonths: (self, args) => shiftMonths(self, int(args, 0)),
  addyears: (self, args) => shiftMonths(self, 12 * int(args, 0)),
  gettime: (self) => self.ms,
  year: (self, _, scope) => local(self, scope).year,
  month: (self, _, scope) => local(self, scope).month,
  day: (self, _, scope) => local(self, scope).day,
  hour: (self, _, scope) => local(self, scope).hour,
  minute: (self, _, scope) => local(self, scope).minute,
  second: (self, _, scope) => local(self, scope).second,
  millisecond: (self) => ((self.ms % 1000) + 1000) % 1000,
  yeargmt: (self) => new Date(self.ms).getUTCFullYear(),
  monthgmt: (self) => new Date(self.ms).getUTCMonth() + 1,
  daygmt: (self) => new Date(self.ms).getUTCDate(),
  hourgmt: (self) => new Date(self.ms).getUTCHours(),
  minutegmt: (self) => new Date(self.ms).getUTCMinutes(),
  secondgmt: (self) => new Date(self.ms).getUTCSeconds(),
  date: (self, _, scope) => new ADate(zonedDay(self.ms, userZone(scope))),
  dategmt: (self) => ADate.ofMs(self.ms),
  time: (self, _, scope) => {
    const { hour, minute, second } = local(self, scope);
    return new ATime(((hour * 60 + minute) * 60 + second) * 1000);
  },
  format: (self, args, scope) => (args.length ? formatPattern(self.ms, str(args, 0), args.length > 1 ? str(args, 1) : userZone(scope), localeOf(scope)) : new Intl.DateTimeFormat(localeOf(scope), { timeZone: userZone(scope), dateStyle: 'short', timeStyle: 'short' }).format(self.ms)),
  formatgmt: (self, args, scope) => formatPattern(self.ms, str(args, 0), 'UTC', localeOf(scope)),
  formatlong: (self, _, scope) => new Intl.DateTimeFormat(localeOf(scope), { timeZone: userZone(scope), dateStyle: 'short', timeStyle: 'long' }).format(self.ms),
  issameday: (self, args) => ADate.ofMs(self.ms).iso === ADate.ofMs(date(args, 0).ms).iso,
  tostring: (self) => self.toString(),
  compareto: (self, [other = null]) => compare(self, other),
  equals: (self, [other = null]) => equals(self, other),
};

function makeInstant(args: Value[], zone: string): Value {
  if (args.length === 1) return new ADatetime(int(args, 0));
  const first = args[0] ?? null;
  if (first instanceof ADate) return new ADatetime(fromZoned(first.ms + (args[1] instanceof ATime ? args[1].ms : 0), zone));
  return new ADatetime(fromZoned(Date.UTC(int(args, 0), int(args, 1) - 1, int(args, 2), int(args, 3, 0), int(args, 4, 0), int(args, 5, 0)), zone));
}

function parseDatetime(args: Value[], zone: string): Value {
  if (args[0] instanceof ADatetime) return args[0];
  const ms = parseInstant(str(args, 0));
  return ms === null ? raise('TypeException', `Invalid date/time: ${str(args, 0)}`) : new ADatetime(fromZoned(ms, zone));
}

export const dateStatics: Statics = {
  'date.today': (_, scope) => new ADate(zonedDay(scope.frame.tx.world.now(), userZone(scope))),
  'date.newinstance': (args) => day(int(args, 0), int(args, 1), int(args, 2)),
  'date.valueof': ([value = null]) => {
    if (value instanceof ADate || value instanceof ADatetime) return ADate.ofMs(value.ms);
    const shown = str([value], 0).slice(0, 10);
    return isDay(shown) ? new ADate(shown) : raise('TypeException', `Invalid date: ${str([value], 0)}`);
  },
  'date.daysinmonth': (args) => daysInMonth(int(args, 0), int(args, 1)),
  'date.isleapyear': (args) => daysInMonth(int(args, 0), 2) === 29,
  'datetime.now': (_, scope) => new ADatetime(scope.frame.tx.world.now()),
  'datetime.newinstance': (args, scope) => makeInstant(args, userZone(scope)),
  'datetime.newinstancegmt': (args) => makeInstant(args, 'UTC'),
  'datetime.valueof': (args, scope) => parseDatetime(args, userZone(scope)),
  'datetime.valueofgmt': (args) => parseDatetime(args, 'UTC'),
  'time.newinstance': (args) => new ATime(((int(args, 0) * 60 + int(args, 1)) * 60 + int(args, 2)) * 1000 + int(args, 3)),
  'system.now': (_, scope) => new ADatetime(scope.frame.tx.world.now()),
  'system.today': (_, scope) => new ADate(zonedDay(scope.frame.tx.world.now(), userZone(scope))),
  'system.currenttimemillis': (_, scope) => scope.frame.tx.world.now(),
};
