import type { Database } from '../store/database.ts';

/** Who did what to what, why, and what it changed. Before and after never hold secrets. */
export interface AuditEntry {
  /** Null for what belongs to no org, such as operators. */
  orgId: string | null;
  /** `operator:<name> (<id>)`, `user:<Salesforce id>` or `crossledger`. */
  actor: string;
  /** `object.past-tense`, such as `connection.stopped`. */
  action: string;
  subject: string;
  reason?: string | null;
  before?: unknown;
  after?: unknown;
  requestId?: string | null;
}

export type RecordAudit = (db: Database, entry: AuditEntry) => Promise<void>;

/** Appends one entry; give the transaction of the change itself, so that neither exists without the other. */
export const record: RecordAudit = async (db, entry) => {
  await db.insertInto('audit').values({
    org_id: entry.orgId,
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    reason: entry.reason ?? null,
    before: asJson(entry.before),
    after: asJson(entry.after),
    request_id: entry.requestId ?? null,
  }).execute();
};

const asJson = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value));
