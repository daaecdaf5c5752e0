import { findPostgresBinaries } from '../setup/find-program.ts';
import type { RunResult } from './do-run.ts';
import { runLane, type LaneEnd } from './lane.ts';
import type { Mix, Store } from './plan.ts';

export interface ProveOptions {
  seed: number;
  runs: readonly number[];
  mix: Mix;
  /** Null takes the store that belongs to each run. */
  store: Store | null;
  erps: 'both' | 'fno';
  say: (line: string) => void;
  onResult: (result: RunResult) => void;
  signal: AbortSignal;
}

export interface Proof {
  results: RunResult[];
  ends: LaneEnd[];
}

/** PostgreSQL's runs are slower, since a killed instance's work is free only when its beat has stopped: every third one. */
export const storeOf = (run: number): Store => (run % 3 === 0 ? 'postgres' : 'embedded');

/** Does the runs, those of the two stores side by side. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const results: RunResult[] = [];
  const choose = storeChooser(options);
  const stores = (['embedded', 'postgres'] as const).filter((store) => options.runs.some((run) => choose(run) === store));
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const lanes = stores.map((store) => runLane({
    ...options, store, signal, runs: options.runs.filter((run) => choose(run) === store),
    onResult: (result) => {
      results.push(result);
      options.onResult(result);
    },
  }).catch((error: unknown) => {
    stop.abort(); // the other lane ends its run and stops, so that the failure is seen soon
    throw error;
  }));
  const ends = await Promise.allSettled(lanes);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { results: results.sort((one, other) => one.plan.run - other.plan.run), ends: ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])) };
}

function storeChooser({ store, say }: ProveOptions): (run: number) => Store {
  if (store !== null) return () => store;
  if (findPostgresBinaries() !== null) return storeOf;
  say('PostgreSQL is not installed, so all runs use the embedded store: apt-get install postgresql');
  return () => 'embedded';
}
