import type * as z from 'zod';
import { CrossledgerError, messageOf } from '../kernel/errors.ts';

/** Reads a wire row by its schema; a row of another shape is `erp.answer` naming the property, never a guess. */
export function parseRow<T extends z.ZodType>(schema: T, row: unknown, what: string): z.output<T> {
  const read = safeParse(schema, row, what);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CrossledgerError('erp.answer', { problem: `${what}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() }, { cause: read.error });
}

/** A transform may throw over a value that is no number or no date. */
function safeParse<T extends z.ZodType>(schema: T, row: unknown, what: string): z.ZodSafeParseResult<z.output<T>> {
  try {
    return schema.safeParse(row);
  } catch (thrown) {
    throw new CrossledgerError('erp.answer', { problem: `${what}: ${messageOf(thrown)}` }, { cause: thrown });
  }
}

export const parseRows = <T extends z.ZodType>(schema: T, rows: readonly unknown[], what: string): z.output<T>[] => rows.map((row) => parseRow(schema, row, what));
