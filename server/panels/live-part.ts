import { instant, type Clock } from '../kernel/clock.ts';
import { CrossledgerError, asError } from '../kernel/errors.ts';
import type { Problem } from '../contract/problem.ts';
import type { KeptPanel, PanelKey } from '../store/panel-cache.ts';

export interface Part<T> {
  state: 'live' | 'stale' | 'error';
  asOf: string | null;
  data: T | null;
  problem: Problem | null;
}

export interface KeptPanels {
  read(key: PanelKey): Promise<KeptPanel | null>;
  /** Returns at once; written in the background. */
  keep(key: PanelKey, data: unknown, asOf: string, keepDays: number): void;
}

export interface LiveRead<T> {
  key: PanelKey;
  keepDays: number;
  deadlineMs: number;
  requestId: string;
  read: () => Promise<T>;
}

/**
 * One part, live if the ERP answers within the deadline. Else what it said last, marked stale; the late answer is kept, so that
 * asking once more shows it. Never rejects.
 */
export async function livePart<T>(clock: Clock, kept: KeptPanels, live: LiveRead<T>): Promise<Part<T>> {
  const reading = live.read().then((data) => {
    const asOf = instant(clock.now());
    kept.keep(live.key, data, asOf, live.keepDays);
    return { data, asOf };
  });
  try {
    const { data, asOf } = await within(reading, live.deadlineMs);
    return { state: 'live', asOf, data, problem: null };
  } catch (thrown) {
    const problem = toProblem(asError(thrown), live.requestId);
    const last = await kept.read(live.key);
    return last === null ? { state: 'error', asOf: null, data: null, problem } : { state: 'stale', asOf: last.asOf, data: last.data as T, problem };
  }
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new CrossledgerError('erp.slow', { seconds: ms / 1000 })), ms);
  });
  // The late answer still counts for the next question; its failure was told by then.
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export const toProblem = (error: CrossledgerError, requestId: string): Problem => ({
  type: `urn:crossledger:error:${error.code}`,
  title: error.message,
  status: error.entry.status,
  detail: error.sentence,
  code: error.code,
  fixer: error.entry.fixer,
  next: error.next,
  requestId,
});
