import * as z from 'zod';

/** A decimal as text. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, 'a decimal number as text');
/** ISO 4217. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'a three-letter currency code');
/** A calendar date without a time, as the ERP keeps it. */
export const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date like 2026-01-31');
/** A UTC instant. */
export const isoInstant = z.iso.datetime();
export const money = z.object({ amount: decimalText, currency: currencyCode });

/** One page of a list; `total` counts all rows that the filter meets. */
export const pageOf = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), total: z.int(), skip: z.int(), pageSize: z.int() });
export interface Page<T> {
  rows: T[];
  total: number;
  skip: number;
  pageSize: number;
}
