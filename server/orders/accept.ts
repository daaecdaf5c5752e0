import { orderKey } from '../kernel/ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Database } from '../store/database.ts';
import { insertPush, reviveAsWon, type NewPush } from '../store/pushes.ts';
import { recordOrder } from './trail.ts';

export const PUSH_ORDER = 'push-order';

export const pushJob = (orgId: string, key: string) => ({ kind: PUSH_ORDER, data: { orgId, key }, key: `${orgId}/${key}`, group: orgId });

export type Wanted = Omit<NewPush, 'key'>;

/** Stores that an order is wanted, with the job that makes it, in one transaction. Repeating it changes nothing; what was refused by hand is judged anew once the deal is won. Returns the key and whether it is new; `note` is what else is written down with a new one. */
export async function acceptPush(db: Database, jobs: Jobs, wanted: Wanted, note?: (db: Database, key: string) => Promise<void>): Promise<{ key: string; isNew: boolean }> {
  const key = orderKey(wanted.orgId, wanted.opportunityId, wanted.cycle);
  const isNew = await db.transaction().execute(async (transaction) => {
    const inserted = await insertPush(transaction, { ...wanted, key });
    const revived = !inserted && wanted.origin === 'won' && wanted.wantedAt !== undefined && (await reviveAsWon(transaction, wanted.orgId, key, wanted.wantedAt));
    if (inserted || revived) await jobs.add(pushJob(wanted.orgId, key), transaction);
    const { opportunityId, cycle, origin, wantedAt } = wanted;
    if (inserted || revived) await recordOrder(transaction, { org_id: wanted.orgId, key, correlation_id: wanted.correlationId ?? null }, 'order.wanted', { after: { opportunityId, cycle, origin, wantedAt } });
    if (inserted) await note?.(transaction, key);
    return inserted;
  });
  return { key, isNew };
}
