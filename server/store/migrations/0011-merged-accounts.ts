import { sql, type Kysely } from 'kysely';

/** An exception may be about an account instead of a deal: its key is then the account that was merged away. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table exceptions alter column opportunity_id drop not null, add column account_id text`.execute(db);
}
