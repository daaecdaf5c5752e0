import { ERROR_CODES, type ErrorCode } from './error-codes.ts';
import { SENTENCES_DE } from './error-sentences.de.ts';
import { fill, type Details } from './errors.ts';

/** In which Crossledger speaks; the first is what everything is stored in. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

interface Sentences {
  says: string;
  next: string;
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
const templatesOf = (code: ErrorCode, language: Language): Sentences => (language === 'de' ? SENTENCES_DE[code] : ERROR_CODES[code]);

/** What an error says and what happens next, in a language. */
export function sentencesOf(code: ErrorCode, details: Details, language: Language): Sentences {
  const { says, next } = templatesOf(code, language);
  return { says: fill(says, details), next: fill(next, details) };
}

/** The ways in which a code's sentences stand in a text: both first, since what is filled into one could be anything. */
const waysOf = ({ says, next }: Sentences): string[] => [`${says} ${next}`, says, next];
const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds what was filled into a sentence; a place that comes twice has the same value twice. */
function matcher(template: string): RegExp {
  const seen = new Set<string>();
  const pattern = template.split(/\{(\w+)\}/).map((part, at) => {
    if (at % 2 === 0) return escape(part);
    if (seen.has(part)) return `\\k<${part}>`;
    seen.add(part);
    return `(?<${part}>[\\s\\S]*?)`;
  });
  return new RegExp(`^${pattern.join('')}$`);
}

const matchers = new Map<ErrorCode, RegExp[]>();
function matchersOf(code: ErrorCode): RegExp[] {
  const known = matchers.get(code) ?? waysOf(ERROR_CODES[code]).map(matcher);
  matchers.set(code, known);
  return known;
}

/** What was filled into an English sentence of a code; empty for one that is not the table's (an older release wrote it). */
export function detailsOf(code: string, sentence: string): Details {
  const found = isCode(code) ? matchersOf(code).map((pattern) => pattern.exec(sentence)?.groups).find((groups) => groups !== undefined) : undefined;
  return { ...found };
}

/**
 * An English sentence of a code in another language. What was filled in is read back out of the sentence and stays as it is. A sentence that
 * is not the table's (an older release wrote it) stays English.
 */
export function reword(code: string, sentence: string, language: Language): string {
  if (language === 'en' || !isCode(code)) return sentence;
  for (const [at, pattern] of matchersOf(code).entries()) {
    const found = pattern.exec(sentence);
    if (found) return fill(waysOf(templatesOf(code, language))[at] ?? '', found.groups ?? {});
  }
  return sentence;
}
