import { sql, type Kysely } from 'kysely';
import { contentHash, GENESIS_HASH, linkHash } from '../../kernel/audit-hash.ts';

const BEFORE = [
  `alter table audit add column chain text, add column seq bigint, add column prev_hash text, add column hash text, add column correlation_id text`,
  `create table audit_chains (chain text primary key, seq bigint not null, at timestamptz not null, prev_hash text not null, hash text not null)`,
  `alter table pushes add column correlation_id text`,
];

const AFTER = [
  `alter table audit alter column chain set not null, alter column seq set not null, alter column prev_hash set not null, alter column hash set not null`,
  `create unique index audit_chain on audit (chain, seq)`,
  `drop index audit_by_subject`,
  `create index audit_by_subject on audit (chain, subject, seq)`,
  `create index audit_by_correlation on audit (chain, correlation_id, seq) where correlation_id is not null`,
  `create index audit_by_action on audit (chain, action, seq)`,
  `create index audit_by_time on audit (chain, at, seq)`,
  `create function refuse_audit_change() returns trigger language plpgsql as $$ begin raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege'; end $$`,
  `create trigger audit_append_only before update or delete on audit for each row execute function refuse_audit_change()`,
  `create trigger audit_not_emptied before truncate on audit for each statement execute function refuse_audit_change()`,
];

interface OldEntry {
  id: string;
  at: string;
  org_id: string | null;
  actor: string;
  action: string;
  subject: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  request_id: string | null;
}

const PAGE = 500;

/** Rows become a chain for each org, in the order in which they were written; what was there before is chained too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of BEFORE) await sql.raw(statement).execute(db);
  await chainOldEntries(db);
  for (const statement of AFTER) await sql.raw(statement).execute(db);
}

async function chainOldEntries(db: Kysely<unknown>): Promise<void> {
  const heads = new Map<string, { seq: number; hash: string }>();
  let after = '0';
  for (;;) {
    const { rows } = await sql<OldEntry>`select id, date_trunc('milliseconds', at) as at, org_id, actor, action, subject, reason, before, after, request_id from audit where id > ${after}::bigint order by id limit ${PAGE}`.execute(db);
    for (const row of rows) await chainOne(db, heads, row);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

async function chainOne(db: Kysely<unknown>, heads: Map<string, { seq: number; hash: string }>, row: OldEntry): Promise<void> {
  const chain = row.org_id ?? 'backend';
  const head = heads.get(chain) ?? { seq: 0, hash: GENESIS_HASH };
  const seq = head.seq + 1;
  const content = contentHash({ orgId: row.org_id, actor: row.actor, action: row.action, subject: row.subject, reason: row.reason, before: row.before, after: row.after, requestId: row.request_id, correlationId: row.request_id });
  const hash = linkHash({ prevHash: head.hash, seq, at: row.at, contentHash: content });
  await sql`update audit set chain = ${chain}, seq = ${seq}, at = ${row.at}::timestamptz, prev_hash = ${head.hash}, hash = ${hash}, correlation_id = request_id where id = ${row.id}::bigint`.execute(db);
  await sql`insert into audit_chains (chain, seq, at, prev_hash, hash) values (${chain}, ${seq}, ${row.at}::timestamptz, ${head.hash}, ${hash})
    on conflict (chain) do update set seq = excluded.seq, at = greatest(audit_chains.at, excluded.at), prev_hash = excluded.prev_hash, hash = excluded.hash`.execute(db);
  heads.set(chain, { seq, hash });
}
