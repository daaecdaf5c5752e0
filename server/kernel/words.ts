import { ERROR_CODES, type ErrorCode } from './error-codes.ts';
import { SENTENCES_DE } from './error-sentences.de.ts';
import type { CrossledgerError, Details } from './errors.ts';
import { FINDING_SENTENCES, FINDING_SENTENCES_DE, type FindingCode } from './finding-sentences.ts';
import type { Language } from './sentences.ts';

/** From what a sentence is made in any language: its code, of a finding or of an error, and what is filled in, which may be words again. */
export interface Words {
  code: string;
  params: Readonly<Record<string, unknown>>;
}
/** Several words are said one after the other, with semicolons. */
export type Param = string | number | Words | readonly Words[];

interface Told {
  says: string;
  next: string | null;
}
/** As everything is stored, in English, and from what it was made. */
export type Said = Told & { words: Words };

type Places<T extends string> = T extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;
type PlacesOf<C extends FindingCode> = Places<NonNullable<(typeof FINDING_SENTENCES)[C][number]>>;
/** Something for each place of the sentence, and for no other. */
type Given<C extends FindingCode> = [PlacesOf<C>] extends [never] ? [] : [params: Readonly<Record<PlacesOf<C>, Param>>];

export const wordsOf = <C extends FindingCode>(code: C, ...given: Given<C>): Words => ({ code, params: given[0] ?? {} });

export const saidOf = (words: Words): Said => ({ ...tell(words, 'en'), words });
/** A finding in words; the type asks for what its sentence needs. */
export const say = <C extends FindingCode>(code: C, ...given: Given<C>): Said => saidOf(wordsOf(code, ...given));

/** The words of an error: of its details only those that its sentence shows. */
export function wordsOfError({ code, details, entry }: Pick<CrossledgerError, 'code' | 'details' | 'entry'>): Words {
  const shown = new Set([...`${entry.says} ${entry.next}`.matchAll(PLACE)].map(([, place]) => place));
  return { code, params: Object.fromEntries(Object.entries(details).filter(([name]) => shown.has(name))) };
}

/** What is filled in, in English, as errors take it. */
export const inEnglish = (params: Readonly<Record<string, Param>>): Details =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? value : partIn(value, 'en')]));

const isFinding = (code: string): code is FindingCode => Object.hasOwn(FINDING_SENTENCES, code);
const isError = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string' && 'params' in value && typeof value.params === 'object' && value.params !== null;
export const isTellable = (value: unknown): value is Words => isWords(value) && (isFinding(value.code) || isError(value.code));

/** The sentences of words. Codes that there are not (a stored price of another release may have one) stand as they are. */
export function tell({ code, params }: Words, language: Language): Told {
  const [says, next] = templatesOf(code, language);
  return { says: fillIn(says, params, language), next: next === undefined ? null : fillIn(next, params, language) };
}

function templatesOf(code: string, language: Language): readonly [says: string, next?: string] {
  if (isFinding(code)) return language === 'de' ? FINDING_SENTENCES_DE[code] : FINDING_SENTENCES[code];
  if (!isError(code)) return [code];
  const { says, next } = language === 'de' ? SENTENCES_DE[code] : ERROR_CODES[code];
  return [says, next];
}

const PLACE = /\{(\w+)\}/g;
const fillIn = (template: string, params: Words['params'], language: Language): string => template.replace(PLACE, (_, place: string) => partIn(params[place] ?? place, language));

function partIn(value: unknown, language: Language): string {
  if (Array.isArray(value)) return value.map((one: unknown) => partIn(one, language)).join('; ');
  return isWords(value) ? tell(value, language).says : String(value);
}
