import { AUDIT_EXPORT_FORMAT, GENESIS_HASH } from '../kernel/audit-hash.ts';
import { auditRange, readAudit, type AuditSpan } from '../store/audit.ts';
import type { Database } from '../store/database.ts';

const PAGE = 200;

/**
 * An org's chain as lines of JSON, oldest first: a head, the entries of the span that exist when it begins, and an end with their count
 * and the last hash. Reads page by page as fast as the lines are taken, so memory stays flat.
 */
export async function* exportLines(db: Database, orgId: string | null, span: AuditSpan, exportedAt: string): AsyncGenerator<string> {
  const range = await auditRange(db, orgId, span);
  yield line({ format: AUDIT_EXPORT_FORMAT, orgId, firstSeq: range?.first ?? 1, exportedAt });
  let count = 0;
  let lastSeq: number | null = null;
  let lastHash = GENESIS_HASH;
  for (let first = range?.first ?? 1; range !== null && first <= range.last; first += PAGE) {
    const page = await readAudit(db, orgId, first, Math.min(first + PAGE - 1, range.last));
    count += page.length;
    lastSeq = page.at(-1)?.seq ?? lastSeq;
    lastHash = page.at(-1)?.hash ?? lastHash;
    // Entries are few and small: a page is one piece, which the wire takes at once.
    yield page.map(line).join('');
  }
  yield line({ end: true, count, lastSeq, lastHash });
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
