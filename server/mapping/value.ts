import { decimal } from '../kernel/money.ts';

/** A value on its way through a field: numbers are decimal text, so that nothing is rounded on the way. */
export type Value = string | boolean | null;

/** What may leave for the ERP as JSON. */
export type WireValue = string | number | boolean;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?$/i;
const LONGEST_NUMBER = 60;

/** Decimal text of what somebody wrote as a number with a decimal point; null when it is none. */
export function toDecimal(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_NUMBER || !NUMBER.test(trimmed)) return null;
  const plain = decimal(trimmed);
  return plain === '-0' ? '0' : plain;
}

/** A plain value of a record; undefined when it is a list, an object or a number that is none. */
export function toValue(raw: unknown): Value | undefined {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === 'string' || typeof raw === 'boolean') return raw;
  if (typeof raw === 'number') return Number.isFinite(raw) ? (toDecimal(String(raw)) ?? decimal(raw)) : undefined;
  if (typeof raw === 'bigint') return raw.toString();
  return undefined;
}

export const isEmpty = (value: Value): value is null | string => value === null || (typeof value === 'string' && value.trim() === '');

export const asText = (value: Value): string => (value === null ? '' : String(value));
