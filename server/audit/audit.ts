import { storableJson, storableText } from '../kernel/audit-hash.ts';
import { appendAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Who did what to what, why, and what it changed. Before and after never hold secrets. */
export interface AuditEntry {
  /** Null for what belongs to no org, such as operators. */
  orgId: string | null;
  /** `operator:<name> (<id>)`, `user:<Salesforce id>` or `crossledger`. */
  actor: string;
  /** `object.past-tense`, such as `connection.stopped`. */
  action: string;
  /** The record: an order's key, `connection/<name>`, … */
  subject: string;
  reason?: string | null;
  before?: unknown;
  after?: unknown;
  requestId?: string | null;
  /** The thread that this belongs to; the request when absent. */
  correlationId?: string | null;
}

export type RecordAudit = (db: Database, entry: AuditEntry) => Promise<void>;

/**
 * Appends one entry to the chain of its org; give the transaction of the change itself, so that neither exists without the other.
 * Make it the last statement of a transaction: other entries of the org wait until that ends, and what locks rows after it can
 * block, and be blocked by, a transaction that locked them first.
 */
export const record: RecordAudit = async (db, entry) => {
  const requestId = entry.requestId ?? null;
  await appendAudit(db, {
    orgId: entry.orgId,
    actor: storableText(entry.actor),
    action: entry.action,
    subject: storableText(entry.subject),
    reason: textOrNull(entry.reason),
    before: withoutSecrets(storableJson(entry.before)),
    after: withoutSecrets(storableJson(entry.after)),
    requestId: textOrNull(requestId),
    correlationId: textOrNull(entry.correlationId ?? requestId),
  });
};

const textOrNull = (text: string | null | undefined): string | null => (text === null || text === undefined ? null : storableText(text));
