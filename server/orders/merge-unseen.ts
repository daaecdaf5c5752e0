import { CrossledgerError } from '../kernel/errors.ts';
import { detailsOf } from '../kernel/sentences.ts';
import type { ExceptionEntry } from '../store/exceptions.ts';

export const MERGE_UNSEEN = 'account.merge-unseen';

/** What is said of a merge once Salesforce has no record of it: nothing can close its case any more but somebody's decision. */
export const mergeUnseen = ({ code, cause, sentence, key, account_id }: Pick<ExceptionEntry, 'code' | 'cause' | 'sentence' | 'key' | 'account_id'>): CrossledgerError =>
  new CrossledgerError(MERGE_UNSEEN, { lost: key, kept: account_id ?? key, lostCustomer: cause.split(':')[2] ?? '', ...detailsOf(code, sentence) });
