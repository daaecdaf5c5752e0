import { Decimal } from 'decimal.js';

/** A decimal number as text, `-1234.50`: never a float. */
export type DecimalText = string;

export interface Money {
  amount: DecimalText;
  /** ISO 4217. */
  currency: string;
}

const NO_MINOR_UNITS = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const THREE_MINOR_UNITS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

/** ISO 4217 minor units. */
export const minorUnits = (currency: string): number => (NO_MINOR_UNITS.has(currency) ? 0 : THREE_MINOR_UNITS.has(currency) ? 3 : 2);

const plain = (value: Decimal): DecimalText => value.toFixed();

/** Already as `plain` would write it: no exponent, no sign before zero, no zeros that say nothing. */
const PLAIN = /^(0|-?([1-9]\d*(\.\d*[1-9])?|0\.\d*[1-9]))$/;

/** Takes what JSON gives: a number is read by its shortest text, which is exact up to 15 digits. */
export function decimal(value: string | number): DecimalText {
  const text = String(value);
  return PLAIN.test(text) ? text : plain(new Decimal(value));
}

export const add = (a: DecimalText, b: DecimalText): DecimalText => plain(new Decimal(a).plus(b));
export const subtract = (a: DecimalText, b: DecimalText): DecimalText => plain(new Decimal(a).minus(b));
export const multiply = (a: DecimalText, b: DecimalText): DecimalText => plain(new Decimal(a).times(b));
/** Rounded half away from zero; throws RangeError for a divisor of zero. */
export function divide(a: DecimalText, b: DecimalText, decimals: number): DecimalText {
  const divisor = new Decimal(b);
  if (divisor.isZero()) throw new RangeError('division by zero');
  return plain(new Decimal(a).dividedBy(divisor).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP));
}
export const sum = (values: readonly DecimalText[]): DecimalText => plain(values.reduce((total, value) => total.plus(value), new Decimal(0)));
export const compareDecimals = (a: DecimalText, b: DecimalText): number => new Decimal(a).comparedTo(b);
export const isZero = (value: DecimalText): boolean => new Decimal(value).isZero();
export const isNegative = (value: DecimalText): boolean => new Decimal(value).lessThan(0);

/** Rounds half away from zero to the currency's minor units: the commercial rule of F&O and Business Central. */
export const roundMoney = (amount: DecimalText, currency: string): DecimalText => new Decimal(amount).toFixed(minorUnits(currency), Decimal.ROUND_HALF_UP);

/** quantity × price less percent, rounded half up to the currency's minor units. */
export function lineAmount(quantity: DecimalText, unitPrice: DecimalText, discountPercent: DecimalText, currency: string): DecimalText {
  const net = new Decimal(quantity).times(unitPrice).times(new Decimal(100).minus(discountPercent)).dividedBy(100);
  return net.toFixed(minorUnits(currency), Decimal.ROUND_HALF_UP);
}
