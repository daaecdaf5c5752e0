import type { Fixer } from '../kernel/error-codes.ts';

/** Why a field cannot be sent, by who can usually remove the cause. */
export const PROBLEMS = {
  missing: 'rep',
  'unknown-value': 'admin',
  'source-lacking': 'admin',
  'too-long': 'rep',
  'not-a-number': 'rep',
  'not-a-date': 'rep',
  'not-yes-or-no': 'rep',
  'not-exact': 'admin',
  'not-a-plain-value': 'admin',
  'out-of-range': 'rep',
  'not-a-phone': 'rep',
  'not-a-country': 'rep',
  'not-a-currency': 'rep',
  'unknown-unit': 'admin',
  'lookup-missing': 'erp',
  'lookup-not-read': 'nobody',
  'expression-time': 'admin',
  'expression-memory': 'admin',
  'expression-failed': 'admin',
  'expression-result': 'admin',
  'expression-engine': 'nobody',
} as const satisfies Record<string, Fixer>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface MappingProblem {
  code: ProblemCode;
  /** Property of the ERP that would have been filled. */
  target: string;
  /** Where the value comes from: a path, `constant`, or `expression`. */
  source: string;
  /** What, where, and what to do. */
  sentence: string;
  fixer: Fixer;
}

/** Why a value stops on its way; the field's name is added by who runs the field. */
export interface Stop {
  problem: ProblemCode;
  /** A clause without the field: `the text has 75 characters and may have 60`. */
  says: string;
  /** What somebody can do about it, a sentence. */
  fix: string;
}
export const stop = (problem: ProblemCode, says: string, fix: string): Stop => ({ problem, says, fix });
