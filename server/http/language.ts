import type { Request } from 'express';
import { LANGUAGES, reword, type Language } from '../kernel/sentences.ts';
import { isTellable, tell } from '../kernel/words.ts';

/** Where an object of a reply says a sentence, and where beside it stands whose. */
const CODE_OF = new Map([...['title', 'detail', 'next', 'says', 'sentence', 'fix', 'message', 'problem'].map((name) => [name, 'code'] as const), ['cannotSendBecause', 'cannotSendCode'] as const]);

/** The words from which a sentence beside them was made, and which of their two sentences it is. */
const WORDS_OF: ReadonlyMap<string, readonly [words: string, which: 'says' | 'next']> = new Map([
  ['says', ['words', 'says']], ['next', ['words', 'next']], ['fix', ['words', 'next']], ['reason', ['reasonWords', 'says']], ['roundingRule', ['roundingWords', 'says']],
]);

/** Of whoever reads the answer: Apex sends its user's own, which is that of the labels around it. The first, where none of ours is asked for. */
export function languageOf(req: Pick<Request, 'acceptsLanguages'>): Language {
  const asked = req.acceptsLanguages(...LANGUAGES);
  return LANGUAGES.find((language) => language === asked) ?? LANGUAGES[0];
}

/** A reply with the sentences of its codes in the reader's language; everything else is the same. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (language === LANGUAGES[0] || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => inLanguage(one, language));
  const told = value as Record<string, unknown>;
  return Object.fromEntries(Object.entries(told).map(([name, one]) => {
    return [name, typeof one === 'string' ? (fromWords(told, name, language) ?? fromCode(told, name, one, language)) : inLanguage(one, language)];
  }));
}

function fromWords(told: Record<string, unknown>, name: string, language: Language): string | null {
  const [where, which] = WORDS_OF.get(name) ?? [];
  const words = where === undefined ? undefined : told[where];
  return which !== undefined && isTellable(words) ? tell(words, language)[which] : null;
}

function fromCode(told: Record<string, unknown>, name: string, sentence: string, language: Language): string {
  const code = told[CODE_OF.get(name) ?? ''];
  return typeof code === 'string' ? reword(code, sentence, language) : sentence;
}
