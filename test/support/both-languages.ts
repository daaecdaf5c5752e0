import { tell, type Words } from '../../server/kernel/words.ts';

/** A sentence, what to do, and from what they were made. */
export interface Shown {
  says: string;
  next: string | null;
  words: Words;
}

/** What words do not say as it is shown, or what a German reader would read in English; empty when all is well. */
export function notInBothLanguages(shown: readonly Shown[]): string[] {
  return shown.flatMap(({ says, next, words }) => {
    const [english, german] = [tell(words, 'en'), tell(words, 'de')];
    const isShown = english.says === says && english.next === next;
    const isGerman = german.says !== says && (next === null || german.next !== next);
    return isShown && isGerman ? [] : [`${words.code}: ${says} ${next ?? ''} | ${german.says} ${german.next ?? ''}`];
  });
}
