import { instant } from '../kernel/clock.ts';
import { newId, orderKey } from '../kernel/ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { readCursor, writeCursor } from '../store/cursors.ts';
import { findPushes } from '../store/pushes.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import { acceptPush } from './accept.ts';
import type { OrdersDeps } from './deps.ts';

const CURSOR = 'reconcile-won-deals';
/** Rows commit later than their stamp says (salesforce.md §4.2). */
const OVERLAP_MS = 15 * 60_000;
const FIRST_LOOK_BACK_MS = 86_400_000;
const PAGE = 1000;
const MAX_PAGES = 100;
const LEASE_MS = 600_000;

/** Finds won deals without an outbox row: trigger switched off, row lost, won by a data load that bypassed it. Returns how many were found. */
export async function reconcileWonDeals(deps: OrdersDeps, jobs: Jobs, orgId: string): Promise<number> {
  const lease = { name: `reconcile/${orgId}`, owner: deps.instance };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return 0;
  try {
    const org = await deps.directory.org(orgId);
    const cursor = await readCursor(deps.db, orgId, CURSOR);
    const from = (cursor === null ? deps.clock.now() - FIRST_LOOK_BACK_MS : Date.parse(cursor)) - OVERLAP_MS;
    let place: { modifiedAt: string; id: string | null } = { modifiedAt: instant(from), id: null };
    let found = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const deals = await org.wonDealsAfter(place, PAGE);
      const keyed = deals.map((deal) => ({ deal, key: orderKey(orgId, deal.id, deal.cycle) }));
      const known = await findPushes(deps.db, orgId, keyed.map((entry) => entry.key));
      for (const { deal, key } of keyed) {
        if (known.has(key)) continue;
        found += 1;
        await acceptPush(deps.db, jobs, { orgId, opportunityId: deal.id, cycle: deal.cycle, origin: 'reconciler', wantedAt: deal.wonAt, correlationId: newId(), ...(deal.accountId === null ? {} : { accountId: deal.accountId }) });
      }
      const last = deals.at(-1);
      if (last !== undefined) await writeCursor(deps.db, orgId, CURSOR, last.modifiedAt);
      if (last === undefined || deals.length < PAGE) break;
      place = { modifiedAt: last.modifiedAt, id: last.id };
    }
    return found;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}
