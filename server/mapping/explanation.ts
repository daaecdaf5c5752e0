import type { WireValue } from './value.ts';

export interface ExplainedStep {
  /** What was done: `phone`, `control characters removed`, `default`. */
  what: string;
  result: string | boolean | number | null;
}

/** How one field came about, for the dry run. */
export interface FieldExplanation {
  target: string;
  /** Path, `constant`, or the expression. */
  source: string;
  /** As it stood in the record; shortened where it is very long. */
  raw: string | number | boolean | null;
  steps: ExplainedStep[];
  /** What is sent; null when the field is not sent. */
  result: WireValue | null;
  /** The rule that decided, in words. */
  rule: string;
  note?: string;
}

const LONGEST = 2000;

/** A raw value fit to be shown. */
export function shown(raw: unknown): string | number | boolean | null {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === 'number' || typeof raw === 'boolean') return Number.isNaN(raw) ? 'NaN' : raw;
  const text = typeof raw === 'string' ? raw : typeof raw === 'bigint' ? raw.toString() : Array.isArray(raw) ? `(a list of ${raw.length})` : `(${typeof raw})`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}
