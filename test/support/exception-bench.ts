import type { Jobs } from '../../server/jobs/jobs.ts';
import type { Who } from '../../server/orders/service.ts';
import type { Store } from '../../server/store/database.ts';
import { dropLease, takeLease } from '../../server/store/leases.ts';
import { ORG_ID } from './order-bench.ts';

export const OPERATOR: Who = { orgId: ORG_ID, actor: 'operator:Otto (1)', requestId: 'request-1' };

/** The sweep finds what is due in the database: jobs only make it faster, and these tests advance by hand. */
export const noJobs: Jobs = { add: async () => undefined, work: async () => undefined, stop: async () => undefined };

export const exceptionsIn = (store: Store) => store.db.selectFrom('exceptions').selectAll().orderBy('opened_at').execute();

/** The last entry of this action about a push. */
export const lastAudit = (store: Store, subject: string, action: string) =>
  store.db.selectFrom('audit').select(['actor', 'reason', 'before', 'after']).where('subject', '=', subject).where('action', '=', action).orderBy('id', 'desc').limit(1).executeTakeFirst();

export async function emptyOrders(store: Store): Promise<void> {
  for (const table of ['exceptions', 'pushes', 'steps', 'leases', 'customer_creates', 'cursors'] as const) await store.db.deleteFrom(table).execute();
}

/** A lease that a run of another instance holds until it ends. */
export async function otherRun(store: Store, name: string): Promise<{ end(): Promise<void> }> {
  for (const lease of ['instance/another', name]) if (!(await takeLease(store.db, lease, 'another', 60_000))) throw new Error(`${lease} is taken`);
  return { end: () => dropLease(store.db, name, 'another') };
}

/** So many queries, one after the other, that what was begun before has had its turn between them. */
export async function someTurns(store: Store): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await store.db.selectFrom('cursors').select('name').execute();
}
