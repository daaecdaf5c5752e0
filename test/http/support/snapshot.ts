import type { Database } from '../../../server/store/database.ts';

const TABLES = ['orgs', 'org_keys', 'connections', 'routing', 'pushes', 'steps', 'customer_creates', 'exceptions', 'cursors', 'panels'] as const;

/** Everything stored, but the trails that every request leaves (audit, last use, used tokens). */
export async function snapshot(db: Database): Promise<string> {
  const tables = await Promise.all(TABLES.map(async (table) => [table, await db.selectFrom(table).selectAll().execute()]));
  const operators = await db.selectFrom('operators').select(['id', 'name', 'role', 'orgs', 'revoked_at']).orderBy('id').execute();
  return JSON.stringify([tables, operators]);
}
