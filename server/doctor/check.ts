import type { DoctorCheck } from '../contract/doctor.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Fixer } from '../kernel/error-codes.ts';
import { asError, CrossledgerError } from '../kernel/errors.ts';
import { wordsOfError, type Said, type Words } from '../kernel/words.ts';

export interface Verdict {
  status: DoctorCheck['status'];
  says: string;
  words: Words;
  code?: string;
  fix?: string;
  fixer?: Fixer;
}

/** One thing to test. What it throws becomes a failed check in the words of the error. */
export interface Check {
  id: string;
  ask(): Promise<Verdict> | Verdict;
}

export const ok = ({ says, words }: Said): Verdict => ({ status: 'ok', says, words });
export const skip = ({ says, words }: Said): Verdict => ({ status: 'skipped', says, words });
/** What was found, of which class, and who can put it right; its second sentence says how. */
export const warn = ({ says, words, next }: Said, code: string, fixer: Fixer = 'admin'): Verdict => ({ status: 'warning', says, words, code, fix: next ?? '', fixer });
export const fail = (said: Said, code: string, fixer: Fixer = 'admin'): Verdict => ({ ...warn(said, code, fixer), status: 'failed' });

/** Runs one check; ends at the deadline, so that one slow far end holds nothing else up. Never throws. */
export async function runCheck(check: Check, clock: Clock, deadlineMs: number): Promise<DoctorCheck> {
  const startedAt = clock.now();
  const verdict = await within(deadlineMs, async () => check.ask()).catch((thrown: unknown) => failedBy(thrown));
  const { status, says, words, code = null, fix = null, fixer = null } = verdict;
  return { id: check.id, status, code, says, words, fix, fixer, tookMs: Math.max(0, Math.round(clock.now() - startedAt)) };
}

export function failedBy(thrown: unknown): Verdict {
  const error = asError(thrown);
  return fail({ says: error.message, next: error.next, words: wordsOfError(error) }, error.code, error.entry.fixer);
}

async function within<T>(deadlineMs: number, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new CrossledgerError('doctor.slow', { seconds: deadlineMs / 1000 })), deadlineMs);
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same work for several checks, begun by the first that needs it. */
export function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => (begun ??= work());
}

/** Null when the work that a check builds on failed: its own check tells why. */
export const settled = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null);
