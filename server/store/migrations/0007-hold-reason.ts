import { sql, type Kysely } from 'kysely';

/** Why a person must let the order pass, whatever the rules of its connection say. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table pushes add column hold_reason text`.execute(db);
}
