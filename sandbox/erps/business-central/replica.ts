import { header, type WireRequest } from '../../common/wire.ts';
import type { Stored } from '../odata/table.ts';
import type { World } from './world.ts';

/** What one request sees: the live records, or those of a replica that lags behind them. */
export interface View {
  /** The version of a record that this view shows. */
  seen(set: string, stored: Stored): Stored | undefined;
  /** Records of a set among which a filter looks; the narrowed ones plus those that changed lately. */
  among(set: string, narrowed: Iterable<Stored>): Iterable<Stored>;
}

const live: View = { seen: (_set, stored) => stored, among: (_set, narrowed) => narrowed };

/** `Data-Access-Intent: ReadOnly` on a GET reads the replica (business-central.md §2). */
export function viewOf(world: World, request: WireRequest): View {
  const wantsReplica = request.method === 'GET' && header(request, 'data-access-intent')?.toLowerCase() === 'readonly';
  if (!wantsReplica || world.replicaLagMs <= 0) return live;
  const before = new Map<string, Map<string, Stored | undefined>>();
  for (const change of world.store.changesSince(world.replicaLagMs)) {
    const ofSet = before.get(change.table) ?? new Map<string, Stored | undefined>();
    before.set(change.table, ofSet);
    if (!ofSet.has(change.key)) ofSet.set(change.key, change.before);
  }
  return before.size === 0 ? live : makeLagging(before);
}

function makeLagging(before: ReadonlyMap<string, ReadonlyMap<string, Stored | undefined>>): View {
  return {
    seen(set, stored) {
      const ofSet = before.get(set);
      return ofSet?.has(stored.key) === true ? ofSet.get(stored.key) : stored;
    },
    *among(set, narrowed) {
      const ofSet = before.get(set);
      for (const stored of narrowed) if (ofSet?.has(stored.key) !== true) yield stored;
      for (const old of ofSet?.values() ?? []) if (old) yield old;
    },
  };
}
