import { ERROR_CODES, type CodeEntry, type ErrorCode } from './error-codes.ts';

export type Details = Record<string, string | number>;

/** Whether a write may have happened although it failed. */
export type Outcome = 'not-done' | 'unknown';

export interface ErrorOptions {
  cause?: unknown;
  /** For a failed write; `not-done` when absent. */
  outcome?: Outcome;
  /** How long the far end asked to wait. */
  retryAfterMs?: number;
}

/** The one error of the backend: a code of the table, the details its sentence needs, and the cause. */
export class CrossledgerError extends Error {
  readonly code: ErrorCode;
  readonly details: Details;
  readonly outcome: Outcome;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, details: Details = {}, options: ErrorOptions = {}) {
    super(fill(ERROR_CODES[code].says, details), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CrossledgerError';
    this.code = code;
    this.details = details;
    this.outcome = options.outcome ?? 'not-done';
    this.retryAfterMs = options.retryAfterMs;
  }

  get entry(): CodeEntry {
    return ERROR_CODES[this.code];
  }

  /** What and where, then what happens next: what a person reads. */
  get sentence(): string {
    return `${this.message} ${this.next}`;
  }

  /** What happens next, with its details. */
  get next(): string {
    return fill(this.entry.next, this.details);
  }
}

/** Puts details into the places of a sentence; a place without one keeps its name. */
export const fill = (template: string, details: Details): string => template.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? name));

/** Anything thrown, as a CrossledgerError. */
export function asError(thrown: unknown): CrossledgerError {
  return thrown instanceof CrossledgerError ? thrown : new CrossledgerError('internal.fault', {}, { cause: thrown });
}

/** In words, whatever was thrown; libraries also throw plain objects with a message. */
export const messageOf = (thrown: unknown): string => (typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : String(thrown));
