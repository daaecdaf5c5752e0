import { Dec, Decimal, toDec } from '../values/dec.ts';
import { raise } from '../values/exception.ts';
import { compare, equals } from '../values/compare.ts';
import { text } from '../values/text.ts';
import { EnumVal } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { dec, int } from './arguments.ts';
import type { Methods, Statics } from './arguments.ts';
import { localeOf } from './locale.ts';

const modes: Record<string, Decimal.Rounding> = { HALF_UP: 4, HALF_DOWN: 5, HALF_EVEN: 6, UP: 0, DOWN: 1, CEILING: 2, FLOOR: 3 };
const modeOf = (value: Value | undefined): Decimal.Rounding => (value instanceof EnumVal ? modes[value.name.toUpperCase()] ?? 4 : 4);

export const numberMethods: Methods<number | Dec> = {
  intvalue: (self) => Math.trunc(toDec(self).toNumber()),
  longvalue: (self) => Math.trunc(toDec(self).toNumber()),
  doublevalue: (self) => toDec(self),
  setscale: (self, args) => toDec(self).round(int(args, 0), modeOf(args[1])),
  round: (self, args) => toDec(self).d.toDecimalPlaces(0, args.length ? modeOf(args[0]) : 6).toNumber(),
  format: (self, _, scope) => new Intl.NumberFormat(localeOf(scope), { maximumFractionDigits: 10 }).format(toDec(self).toNumber()),
  toplainstring: (self) => text(self),
  tostring: (self) => text(self),
  scale: (self) => toDec(self).scale,
  precision: (self) => toDec(self).d.precision(true),
  divide: (self, args) => toDec(self).dividedBy(dec(args, 0)).round(int(args, 1), modeOf(args[2])),
  abs: (self) => (self instanceof Dec ? new Dec(self.d.abs(), self.scale) : Math.abs(self)),
  pow: (self, args) => new Dec(toDec(self).d.pow(int(args, 0))),
  striptrailingzeros: (self) => new Dec(toDec(self).d),
  compareto: (self, [other = null]) => compare(self, other),
  equals: (self, [other = null]) => equals(self, other),
  hashcode: (self) => Math.trunc(toDec(self).toNumber()),
  signum: (self) => Math.sign(toDec(self).toNumber()),
};

function parseNumber(value: Value | undefined, kind: string): Dec {
  if (typeof value === 'number' || value instanceof Dec) return toDec(value);
  const shown = typeof value === 'string' ? value.trim() : '';
  if (value === null || value === undefined) return raise('NullPointerException', 'Argument cannot be null.');
  const pattern = kind === 'decimal' ? /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i : /^[+-]?\d+$/;
  if (!pattern.test(shown)) raise('TypeException', `Invalid ${kind}: ${text(value)}`);
  return new Dec(shown);
}

const whole = ([value]: Value[]): Value => Math.trunc(parseNumber(value, 'integer').toNumber());
const decimal = ([value]: Value[]): Value => parseNumber(value, 'decimal');
const keepKind = (args: Value[], combine: (a: Decimal, b: Decimal) => Decimal): Value => (args.some((arg) => arg instanceof Dec) ? new Dec(combine(dec(args, 0).d, dec(args, 1).d)) : combine(dec(args, 0).d, dec(args, 1).d).toNumber());

export const numberStatics: Statics = {
  'integer.valueof': whole, 'long.valueof': whole, 'decimal.valueof': decimal, 'double.valueof': decimal,
  'boolean.valueof': ([value]) => (typeof value === 'boolean' ? value : typeof value === 'string' && value.toLowerCase() === 'true'),
  'math.abs': ([value = null]) => (value instanceof Dec ? new Dec(value.d.abs(), value.scale) : Math.abs(int([value], 0))),
  'math.max': (args) => keepKind(args, (a, b) => (a.gte(b) ? a : b)),
  'math.min': (args) => keepKind(args, (a, b) => (a.lte(b) ? a : b)),
  'math.mod': (args) => int(args, 0) % int(args, 1),
  'math.round': (args) => dec(args, 0).d.toDecimalPlaces(0, 6).toNumber(),
  'math.roundtolong': (args) => dec(args, 0).d.toDecimalPlaces(0, 6).toNumber(),
  'math.pow': (args) => new Dec(dec(args, 0).d.pow(dec(args, 1).d)),
  'math.sqrt': (args) => new Dec(dec(args, 0).d.sqrt()),
  'math.ceil': (args) => new Dec(dec(args, 0).d.ceil()),
  'math.floor': (args) => new Dec(dec(args, 0).d.floor()),
  'math.random': () => new Dec(Math.random()),
  'math.signum': (args) => new Dec(Math.sign(int(args, 0))),
};
