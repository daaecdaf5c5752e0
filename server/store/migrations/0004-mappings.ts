import { sql, type Kysely } from 'kysely';

/** Never changed after a release. Must run on PostgreSQL 15 and later. */
const STATEMENTS = [
  `create table mappings (id uuid primary key default gen_random_uuid(), org_id text not null references orgs(id), connection text not null, object text not null,
     published integer not null default 0, unique (org_id, connection, object))`,
  `create table mapping_versions (mapping_id uuid not null references mappings(id), version integer not null, text text not null, author text not null, reason text not null,
     created_at timestamptz not null default now(), primary key (mapping_id, version))`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
