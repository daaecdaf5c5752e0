import type { Request } from 'express';
import { LANGUAGES, reword, type Language } from '../kernel/sentences.ts';

/** Where an object of a reply says a sentence, and where beside it stands whose. */
const CODE_OF = new Map([...['title', 'detail', 'next', 'says', 'sentence', 'fix', 'message', 'problem'].map((name) => [name, 'code'] as const), ['cannotSendBecause', 'cannotSendCode'] as const]);

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
    const code = told[CODE_OF.get(name) ?? ''];
    return [name, typeof code === 'string' && typeof one === 'string' ? reword(code, one, language) : inLanguage(one, language)];
  }));
}
