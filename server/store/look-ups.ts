import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Something read from the ERP on the way of a push, beside its writes. */
export interface LookUp {
  orgId: string;
  key: string;
  step: string;
  /** From question to answer. */
  tookMs: number;
  outcome: 'done' | 'not-done';
  detail: string;
}

/** Stores one look-up that is over, in one row; it ends now, by the database's clock. */
export async function storeLookUp(db: Database, at: LookUp): Promise<void> {
  await sql`
    insert into steps (org_id, key, step, attempt, outcome, detail, sent_at, done_at)
    select ${at.orgId}, ${at.key}, ${at.step}, count(*)::int + 1, ${at.outcome}::text, ${at.detail}::text, now() - ${at.tookMs}::float8 * interval '1 millisecond', now()
    from steps where org_id = ${at.orgId} and key = ${at.key} and step = ${at.step}`.execute(db);
}
