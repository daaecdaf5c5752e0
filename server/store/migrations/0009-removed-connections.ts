import { sql, type Kysely } from 'kysely';

/** A removed connection keeps its row, so that orders, exceptions and the trail still name something that was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table connections add column removed_at timestamptz`.execute(db);
}
