import { sql, type Kysely } from 'kysely';

/** When the certificate of an org's key ends; null for a bare public key and for what was registered before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table org_keys add column expires_at timestamptz`.execute(db);
}
