import type { AuditLink } from '../kernel/audit-hash.ts';
import { listAudit, type AuditQuery } from '../store/audit.ts';
import type { Database } from '../store/database.ts';

/** A page of an org's trail, newest first; `next` is the cursor of the following page. */
export async function readTrail(db: Database, orgId: string | null, query: AuditQuery): Promise<{ rows: AuditLink[]; next: number | null }> {
  const rows = await listAudit(db, orgId, { ...query, limit: query.limit + 1 });
  const page = rows.slice(0, query.limit);
  return { rows: page, next: rows.length > query.limit ? (page.at(-1)?.seq ?? null) : null };
}
