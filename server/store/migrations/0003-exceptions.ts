import { sql, type Kysely } from 'kysely';

/** Never changed after a release. Must run on PostgreSQL 15 and later. */
const STATEMENTS = [
  `create table exceptions (id uuid primary key default gen_random_uuid(), org_id text not null references orgs(id), kind text not null, key text not null, opportunity_id text not null,
     connection text, code text not null, cause text not null, owner text not null, sentence text not null, fix text not null, before jsonb, after jsonb,
     state text not null default 'open', seen integer not null default 1, opened_at timestamptz not null default now(), last_seen_at timestamptz not null default now(),
     resolution text, resolved_by text, resolved_at timestamptz)`,
  `create unique index exceptions_one_open on exceptions (org_id, key, kind) where state in ('open', 'retrying')`,
  `create index exceptions_by_cause on exceptions (org_id, cause) where state = 'open'`,
  `create index exceptions_newest on exceptions (org_id, opened_at desc, id)`,
  `create index exceptions_by_push on exceptions (org_id, key)`,
  `alter table pushes add column overrides jsonb, add column approved jsonb, add column sent_deal jsonb`,
  `alter table connections add column approval jsonb not null default '{"amountAbove":[],"discountPercentAbove":null,"newCustomer":false,"creditExceeded":false}'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
