import { createHash } from 'node:crypto';
import { instant } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Deal, OrgPort } from '../salesforce/org-port.ts';
import { readCursor, writeCursor } from '../store/cursors.ts';
import { closeException, openException, wasDiscarded } from '../store/exceptions.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import { lockPush, sentPushesOf, type Push } from '../store/pushes.ts';
import { dealAsSent, findAftermath } from './aftermath.ts';
import type { OrdersDeps } from './deps.ts';
import { CAUSE_GONE } from './exceptions.ts';
import { needPush } from './service.ts';

const CURSOR = 'watch-sent-deals';
/** Rows commit later than their stamp says (salesforce.md §4.2); also room for clocks that differ. */
const OVERLAP_MS = 15 * 60_000;
const PAGE = 100;
/** A turn reads at most this many pages; the next one goes on. */
const MAX_PAGES = 50;
const LEASE_MS = 300_000;

/** Compares deals that were touched since their order was sent with what was sent. Returns how many deals were looked at. */
export async function watchSentDeals(deps: OrdersDeps, orgId: string): Promise<number> {
  const lease = { name: `watch/${orgId}`, owner: deps.instance };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return 0;
  try {
    const startedAt = deps.clock.now();
    const org = await deps.directory.org(orgId);
    const cursor = await readCursor(deps.db, orgId, CURSOR);
    let place: { modifiedAt: string; id: string | null } = { modifiedAt: cursor ?? instant(startedAt - OVERLAP_MS), id: null };
    let count = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const changed = await org.changedDeals(place, PAGE);
      count += changed.length;
      await comparePage(deps, org, orgId, new Map(changed.map(({ deal, isDeleted }) => [deal.id, isDeleted ? null : deal])));
      const last = changed.at(-1);
      if (last === undefined || changed.length < PAGE) {
        // All is read: what is older than the overlap will not appear any more.
        await writeCursor(deps.db, orgId, CURSOR, instant(startedAt - OVERLAP_MS));
        break;
      }
      place = { modifiedAt: last.modifiedAt, id: last.deal.id };
      await writeCursor(deps.db, orgId, CURSOR, last.modifiedAt);
    }
    return count;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}

async function comparePage(deps: OrdersDeps, org: OrgPort, orgId: string, deals: ReadonlyMap<string, Deal | null>): Promise<void> {
  for (const push of await sentPushesOf(deps.db, orgId, [...deals.keys()])) {
    const deal = deals.get(push.opportunity_id) ?? null;
    // A page of deals gives only the first lines of a large one.
    await compare(deps, push, deal?.moreLines === true ? await org.readDeal(deal.id, []) : deal);
  }
}

/** Compares one sent order with its deal as it is now. */
export async function lookAgain(deps: OrdersDeps, orgId: string, key: string): Promise<void> {
  const push = await needPush(deps, orgId, key);
  await compare(deps, push, await (await deps.directory.org(orgId)).readDeal(push.opportunity_id, []));
}

async function compare(deps: OrdersDeps, push: Push, deal: Deal | null): Promise<void> {
  const found = findAftermath(push, deal);
  const subject = { orgId: push.org_id, key: push.key, kind: 'aftermath' as const };
  await deps.db.transaction().execute(async (db) => {
    await lockPush(db, push.org_id, push.key);
    if (found === null) {
      await closeException(db, subject, { state: 'resolved', resolution: CAUSE_GONE, by: 'crossledger' });
      return;
    }
    const cause = causeOf(push.key, found);
    if (await wasDiscarded(db, subject, cause)) return;
    await openException(db, {
      ...subject, opportunityId: push.opportunity_id, connection: push.connection, code: found.code, cause, owner: found.entry.fixer, sentence: found.message, fix: found.next,
      before: JSON.stringify(push.sent_deal), after: deal === null ? null : JSON.stringify(dealAsSent(deal)),
    });
  });
}

/** Another difference is another case: what somebody left as it is stays so until it changes again. */
const causeOf = (key: string, found: CrossledgerError): string => `${found.code}:${key}:${createHash('sha256').update(found.message).digest('hex').slice(0, 12)}`;
