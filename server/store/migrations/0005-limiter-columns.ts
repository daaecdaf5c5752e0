import { sql, type Kysely } from 'kysely';

/** The bucket of each instance is in its memory: only the pause is shared by its row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table limiter drop column tokens, drop column refilled_at`.execute(db);
}
