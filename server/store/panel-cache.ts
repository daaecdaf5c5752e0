import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface PanelKey {
  orgId: string;
  connection: string;
  company: string;
  part: string;
  /** Customer number, or a hash of what was asked. */
  subject: string;
}

export interface KeptPanel {
  data: unknown;
  asOf: string;
}

export async function readPanel(db: Database, key: PanelKey): Promise<KeptPanel | null> {
  const row = await db
    .selectFrom('panels')
    .select(['data', 'as_of'])
    .where('org_id', '=', key.orgId).where('connection', '=', key.connection).where('company', '=', key.company).where('part', '=', key.part).where('subject', '=', key.subject)
    .where('expires_at', '>', sql<string>`now()`)
    .executeTakeFirst();
  return row === undefined ? null : { data: row.data, asOf: row.as_of };
}

export async function keepPanels(db: Database, rows: readonly (PanelKey & { data: unknown; asOf: string; keepDays: number })[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto('panels')
    .values(rows.map((row) => ({
      org_id: row.orgId, connection: row.connection, company: row.company, part: row.part, subject: row.subject,
      data: JSON.stringify(row.data), as_of: row.asOf, expires_at: sql<string>`now() + ${row.keepDays} * interval '1 day'`,
    })))
    .onConflict((conflict) => conflict.columns(['org_id', 'connection', 'company', 'part', 'subject']).doUpdateSet((excluded) => ({
      data: excluded.ref('excluded.data'), as_of: excluded.ref('excluded.as_of'), expires_at: excluded.ref('excluded.expires_at'),
    })))
    .execute();
}

export async function forgetExpiredPanels(db: Database): Promise<void> {
  await db.deleteFrom('panels').where('expires_at', '<', sql<string>`now()`).execute();
}
