import { sql, type Kysely } from 'kysely';

/** Never changed after a release. Must run on PostgreSQL 15 and later. */
const STATEMENTS = [
  `alter table pushes add column account_id text`,
  `create index pushes_by_account on pushes (org_id, account_id, wanted_at) where account_id is not null and state in ('accepted', 'working', 'waiting')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
