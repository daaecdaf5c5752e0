import { instant } from '../kernel/clock.ts';
import { readCursor, writeCursor } from '../store/cursors.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import type { OrdersDeps } from './deps.ts';

/** Rows commit later than their stamp says (salesforce.md §4.2); also room for clocks that differ. */
const OVERLAP_MS = 15 * 60_000;
const PAGE = 100;
/** A turn reads at most this many pages; the next one goes on. */
const MAX_PAGES = 50;
const LEASE_MS = 300_000;

export interface TouchedPlace {
  modifiedAt: string;
  id: string | null;
}

export interface Touched<T> {
  /** Of the cursor and of the lease: one instance reads at a time. */
  name: string;
  read: (place: TouchedPlace, limit: number) => Promise<T[]>;
  placeOf: (row: T) => { modifiedAt: string; id: string };
  work: (page: readonly T[]) => Promise<void>;
}

/** Works through records of an org that were touched since the last turn, oldest first. Returns how many were looked at. */
export async function forTouched<T>(deps: OrdersDeps, orgId: string, { name, read, placeOf, work }: Touched<T>): Promise<number> {
  const lease = { name: `${name}/${orgId}`, owner: deps.instance };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return 0;
  try {
    const startedAt = deps.clock.now();
    let place: TouchedPlace = { modifiedAt: (await readCursor(deps.db, orgId, name)) ?? instant(startedAt - OVERLAP_MS), id: null };
    let count = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const rows = await read(place, PAGE);
      count += rows.length;
      await work(rows);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) {
        // All is read: what is older than the overlap will not appear any more.
        await writeCursor(deps.db, orgId, name, instant(startedAt - OVERLAP_MS));
        break;
      }
      place = placeOf(last);
      await writeCursor(deps.db, orgId, name, place.modifiedAt);
    }
    return count;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}
