import { sql, type Selectable, type SelectQueryBuilder } from 'kysely';
import { contentHash, GENESIS_HASH, type AuditContent, type AuditLink } from '../kernel/audit-hash.ts';
import type { Database } from './database.ts';
import type { AuditRow, Tables } from './schema.ts';

/** Chain of the entries that belong to no org. */
const NO_ORG = 'backend';
const chainOf = (orgId: string | null): string => orgId ?? NO_ORG;

const linked = (head: string, seq: string, at: string, content: string) =>
  sql`encode(sha256(convert_to(${sql.raw(head)} || E'\n' || ${sql.raw(seq)} || E'\n' || to_char(${sql.raw(at)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || E'\n' || ${content}::text, 'UTF8')), 'hex')`;

/**
 * Appends one entry to the chain of its org, in one statement: the row of the chain is locked from here to the end of the caller's
 * transaction, so entries of one org come one after the other, and instants never run backwards. Returns its place.
 */
export async function appendAudit(db: Database, entry: AuditContent): Promise<number> {
  const content = contentHash(entry);
  const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));
  const { rows } = await sql<{ seq: string }>`
    with link as (
      insert into audit_chains as head (chain, seq, at, prev_hash, hash)
      select ${chainOf(entry.orgId)}, 1, now.at, ${GENESIS_HASH}, ${linked(`'${GENESIS_HASH}'`, '1', 'now.at', content)}
      from (select date_trunc('milliseconds', clock_timestamp()) as at) as now
      on conflict (chain) do update set
        seq = head.seq + 1, at = greatest(head.at, excluded.at), prev_hash = head.hash,
        hash = ${linked('head.hash', '(head.seq + 1)', 'greatest(head.at, excluded.at)', content)}
      returning chain, seq, at, prev_hash, hash
    )
    insert into audit (chain, seq, at, prev_hash, hash, org_id, actor, action, subject, reason, before, after, request_id, correlation_id)
    select chain, seq, at, prev_hash, hash, ${entry.orgId}::text, ${entry.actor}::text, ${entry.action}::text, ${entry.subject}::text, ${entry.reason}::text,
      ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb, ${entry.requestId}::text, ${entry.correlationId}::text
    from link returning seq`.execute(db);
  return Number(rows[0]?.seq);
}

export interface AuditSpan {
  /** From this instant on. */
  since?: string | undefined;
  /** Before this instant. */
  until?: string | undefined;
}

export interface AuditQuery extends AuditSpan {
  subject?: string | undefined;
  /** 18 characters: the orders of this deal. */
  opportunityId?: string | undefined;
  correlationId?: string | undefined;
  action?: string | undefined;
  limit: number;
  /** Only entries before this place. */
  before?: number | undefined;
}

type AuditSelect = SelectQueryBuilder<Tables, 'audit', Selectable<AuditRow>>;

/** Entries of one chain, newest first. */
export async function listAudit(db: Database, orgId: string | null, query: AuditQuery): Promise<AuditLink[]> {
  let select = within(chain(db, orgId), query).orderBy('seq', 'desc').limit(query.limit);
  if (query.before !== undefined) select = select.where('seq', '<', String(query.before));
  if (query.subject !== undefined) select = select.where('subject', '=', query.subject);
  if (query.correlationId !== undefined) select = select.where('correlation_id', '=', query.correlationId);
  if (query.action !== undefined) select = select.where('action', '=', query.action);
  const { opportunityId } = query;
  if (opportunityId !== undefined && orgId !== null) {
    select = select.where('subject', 'in', (eb) => eb.selectFrom('pushes').select('key').where('org_id', '=', orgId).where('opportunity_id', '=', opportunityId));
  }
  return (await select.execute()).map(linkOf);
}

/** The last place of a chain; 0 when it is empty. */
export async function lastAuditSeq(db: Database, orgId: string | null): Promise<number> {
  const row = await db.selectFrom('audit_chains').select('seq').where('chain', '=', chainOf(orgId)).executeTakeFirst();
  return Number(row?.seq ?? 0);
}

/** First and last place of a span; null when nothing lies in it. Instants never run backwards in a chain, so a span has no gaps. */
export async function auditRange(db: Database, orgId: string | null, span: AuditSpan): Promise<{ first: number; last: number } | null> {
  const select = within(chain(db, orgId), span);
  const ends = await Promise.all([select.orderBy('seq').limit(1).executeTakeFirst(), select.orderBy('seq', 'desc').limit(1).executeTakeFirst()]);
  const [first, last] = ends;
  return first === undefined || last === undefined ? null : { first: Number(first.seq), last: Number(last.seq) };
}

/** Entries from one place to another, oldest first, both included. */
export async function readAudit(db: Database, orgId: string | null, first: number, last: number): Promise<AuditLink[]> {
  const rows = await chain(db, orgId).where('seq', '>=', String(first)).where('seq', '<=', String(last)).orderBy('seq').execute();
  return rows.map(linkOf);
}

const chain = (db: Database, orgId: string | null): AuditSelect => db.selectFrom('audit').selectAll().where('chain', '=', chainOf(orgId));

function within(select: AuditSelect, { since, until }: AuditSpan): AuditSelect {
  const from = since === undefined ? select : select.where('at', '>=', since);
  return until === undefined ? from : from.where('at', '<', until);
}

const linkOf = (row: Selectable<AuditRow>): AuditLink => ({
  seq: Number(row.seq), at: row.at, orgId: row.org_id, actor: row.actor, action: row.action, subject: row.subject, reason: row.reason,
  before: row.before, after: row.after, requestId: row.request_id, correlationId: row.correlation_id, prevHash: row.prev_hash, hash: row.hash,
});
