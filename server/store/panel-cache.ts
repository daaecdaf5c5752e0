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

/** All rows as one JSON parameter: a parameter for each value costs the event loop more than the rest of a live read. */
export async function keepPanels(db: Database, rows: readonly (PanelKey & { data: unknown; asOf: string; keepDays: number })[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into panels (org_id, connection, company, part, subject, data, as_of, expires_at)
    select "orgId", connection, company, part, subject, coalesce(data, 'null'::jsonb), "asOf", now() + "keepDays" * interval '1 day'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as kept ("orgId" text, connection text, company text, part text, subject text, data jsonb, "asOf" timestamptz, "keepDays" integer)
    on conflict (org_id, connection, company, part, subject)
      do update set data = excluded.data, as_of = excluded.as_of, expires_at = excluded.expires_at`.execute(db);
}

export async function forgetExpiredPanels(db: Database): Promise<void> {
  await db.deleteFrom('panels').where('expires_at', '<', sql<string>`now()`).execute();
}
