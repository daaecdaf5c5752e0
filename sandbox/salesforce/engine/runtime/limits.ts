import { raise } from '../values/exception.ts';

export interface LimitCounts {
  queries: number;
  queryRows: number;
  dml: number;
  dmlRows: number;
  callouts: number;
  queueable: number;
  future: number;
}

const common = { queryRows: 50_000, dml: 150, dmlRows: 10_000, callouts: 100, future: 50 };
/** Source: salesforce.md §5.1. */
export const limitsOf: Record<'sync' | 'async', LimitCounts> = {
  sync: { ...common, queries: 100, queueable: 50 },
  async: { ...common, queries: 200, queueable: 1 },
};

const words: Record<keyof LimitCounts, string> = {
  queries: 'Too many SOQL queries', queryRows: 'Too many query rows', dml: 'Too many DML statements', dmlRows: 'Too many DML rows',
  callouts: 'Too many callouts', queueable: 'Too many queueable jobs added to the queue', future: 'Too many future calls',
};

export const noCounts = (): LimitCounts => ({ queries: 0, queryRows: 0, dml: 0, dmlRows: 0, callouts: 0, queueable: 0, future: 0 });

/** Counts a use and refuses the one that is too many; Apex cannot catch the refusal. */
export function consume(counts: LimitCounts, allowed: LimitCounts, name: keyof LimitCounts, amount = 1): void {
  counts[name] += amount;
  if (counts[name] > allowed[name]) raise('LimitException', `${words[name]}: ${name === 'queryRows' || name === 'dmlRows' ? counts[name] : allowed[name] + 1}`);
}
