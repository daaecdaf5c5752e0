import { createHash } from 'node:crypto';
import { CrossledgerError } from '../kernel/errors.ts';
import type { ChangedDeal, Deal, OrgPort } from '../salesforce/org-port.ts';
import { closeException, openException, wasDiscarded } from '../store/exceptions.ts';
import { lockPush, sentPushesOf, type Push } from '../store/pushes.ts';
import { dealAsSent, findAftermath } from './aftermath.ts';
import type { OrdersDeps } from './deps.ts';
import { CAUSE_GONE } from './exceptions.ts';
import { needPush } from './service.ts';
import { forTouched } from './touched.ts';

/** Compares deals that were touched since their order was sent with what was sent. Returns how many deals were looked at. */
export async function watchSentDeals(deps: OrdersDeps, orgId: string): Promise<number> {
  const org = await deps.directory.org(orgId);
  return forTouched<ChangedDeal>(deps, orgId, {
    name: 'watch-sent-deals',
    read: (place, limit) => org.changedDeals(place, limit),
    placeOf: ({ modifiedAt, deal }) => ({ modifiedAt, id: deal.id }),
    work: (changed) => comparePage(deps, org, orgId, new Map(changed.map(({ deal, isDeleted }) => [deal.id, isDeleted ? null : deal]))),
  });
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
