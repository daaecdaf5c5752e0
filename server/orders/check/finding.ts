import type { Finding, OrderCheck } from '../../contract/check.ts';
import type { ErrorCode } from '../../kernel/error-codes.ts';
import { asError, CrossledgerError } from '../../kernel/errors.ts';
import { inEnglish, wordsOfError, type Param, type Said } from '../../kernel/words.ts';

type Where = Pick<Finding, 'subject'> & { lineId?: string | null };

export const green = (where: Where, { says, words }: Omit<Said, 'next'>): Finding => ({ lineId: null, ...where, light: 'green', code: null, says, fixer: null, next: null, words });
/** Nobody can do anything about it: this ERP does not tell. */
export const untold = (where: Where, said: Omit<Said, 'next'>): Finding => ({ ...green(where, said), light: 'unknown' });
export const amber = (where: Where, said: Said, fixer: Finding['fixer']): Finding => ({ ...green(where, said), light: 'amber', fixer, next: said.next });

/** What sending would be refused with; a failure that passes by itself says nothing about the deal, so it leaves the question open. */
export function findingOf(where: Where, error: CrossledgerError, light: 'amber' | 'red' = 'red'): Finding {
  const passes = error.entry.retry === 'later';
  return { ...green(where, { says: error.message, words: wordsOfError(error) }), light: passes ? 'unknown' : light, code: error.code, fixer: error.entry.fixer, next: error.next };
}

/** The same for an error into whose sentence words are filled. */
export const refusedFor = (where: Where, code: ErrorCode, params: Readonly<Record<string, Param>>, light?: 'amber' | 'red'): Finding =>
  ({ ...findingOf(where, new CrossledgerError(code, inEnglish(params)), light), words: { code, params } });

/** The answer, or the finding that it could not be had. A fault of our own is no finding and goes on. */
export async function ask<T>(where: Where, question: Promise<T>): Promise<{ value: T } | { finding: Finding }> {
  try {
    return { value: await question };
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'internal.fault') throw error;
    return { finding: findingOf(where, error) };
  }
}

export const worst = (findings: readonly Finding[]): OrderCheck['light'] =>
  findings.some((one) => one.light === 'red') ? 'red' : findings.some((one) => one.light === 'amber' || (one.light === 'unknown' && one.code !== null)) ? 'amber' : 'green';

/** Of one line: `unknown` only when nothing else was found. */
export const lightOf = (findings: readonly Finding[]): Finding['light'] =>
  (['red', 'amber', 'green', 'unknown'] as const).find((light) => findings.some((one) => one.light === light)) ?? 'unknown';
