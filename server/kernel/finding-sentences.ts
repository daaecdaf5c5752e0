import { CHECK_SENTENCES } from './check-sentences.ts';
import { CHECK_SENTENCES_DE } from './check-sentences.de.ts';
import { DOCTOR_SENTENCES } from './doctor-sentences.ts';
import { DOCTOR_SENTENCES_DE } from './doctor-sentences.de.ts';

/** What is said and what to do, where somebody can. */
type Sentences = readonly [says: string, next?: string];

/** Every finding that is no error, and the parts of such sentences; one more area is a line here and one below. */
export const FINDING_SENTENCES = { ...CHECK_SENTENCES, ...DOCTOR_SENTENCES } as const;
export type FindingCode = keyof typeof FINDING_SENTENCES;

export const FINDING_SENTENCES_DE: Readonly<Record<FindingCode, Sentences>> = { ...CHECK_SENTENCES_DE, ...DOCTOR_SENTENCES_DE };
