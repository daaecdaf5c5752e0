import { tell, type Words } from '../kernel/words.ts';
import type { Price } from '../model/price.ts';

/** Why a price is an estimate, or why there is none. */
export const because = (words: Words): Pick<Price, 'reason' | 'reasonWords'> => ({ reason: tell(words, 'en').says, reasonWords: words });
