import { sql, type Kysely } from 'kysely';

/** Codes that let an org in that is not registered yet; only their hashes are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table pairing_codes (
    code_hash text primary key, org_id text not null, sandbox boolean not null, created_by text not null,
    created_at timestamptz not null default now(), expires_at timestamptz not null, used_at timestamptz
  )`.execute(db);
}
