import { record } from '../audit/audit.ts';
import type { Database } from '../store/database.ts';
import type { Push } from '../store/pushes.ts';

/** Writes down what Crossledger did with one order, on the order's own thread. `action` is `order.past-tense`. Give the transaction of the change itself. */
export const recordOrder = (db: Database, push: Pick<Push, 'org_id' | 'key' | 'correlation_id'>, action: string, more: { reason?: string; before?: unknown; after?: unknown } = {}): Promise<void> =>
  record(db, { orgId: push.org_id, actor: 'crossledger', action, subject: push.key, correlationId: push.correlation_id, ...more });
