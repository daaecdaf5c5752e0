import { sql } from 'kysely';
import type { Database } from './database.ts';

/** `sent`: stored before the call, nothing known since. `unknown`: the answer was lost. Both may still have happened. */
export type StepOutcome = 'sent' | 'done' | 'refused' | 'not-done' | 'unknown';

export interface Step {
  id: string;
  step: string;
  attempt: number;
  sent_at: string;
  done_at: string | null;
  outcome: StepOutcome;
  detail: string | null;
}

/** The step with which an order comes to be, and the one that takes it back. */
export const CREATE_HEADER = 'create header';
export const CANCEL_ORDER = 'cancel order';

/** Of a push in the query: its header was asked for and not refused, and nothing took it back since, so that its order may be in the ERP. */
const mayHaveOrder = sql<boolean>`exists (
  select 1 from steps h where h.org_id = pushes.org_id and h.key = pushes.key and h.step = ${CREATE_HEADER} and h.outcome in ('sent', 'done', 'unknown')
    and not exists (select 1 from steps c where c.org_id = h.org_id and c.key = h.key and c.step = ${CANCEL_ORDER} and c.outcome = 'done' and c.id > h.id))`;

export async function isOrderBegun(db: Database, orgId: string, key: string): Promise<boolean> {
  return (await db.selectFrom('pushes').select('key').where('org_id', '=', orgId).where('key', '=', key).where(mayHaveOrder).executeTakeFirst()) !== undefined;
}

/** Orders that were begun through a connection and are not all told to Salesforce yet, in whatever state: each may be taken up again. */
export async function countBegun(db: Database, orgId: string, connection: string): Promise<number> {
  const row = await db.selectFrom('pushes').select(sql<string>`count(*)`.as('count')).where('org_id', '=', orgId).where('connection', '=', connection).where('state', '!=', 'written-back').where(mayHaveOrder).executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Stores the intent of one write; returns its id. Must be committed before the call is made. */
export async function beginStep(db: Database, at: { orgId: string; key: string; step: string }): Promise<string> {
  const row = await sql<{ id: string }>`
    insert into steps (org_id, key, step, attempt, outcome)
    select ${at.orgId}, ${at.key}, ${at.step}, count(*)::int + 1, 'sent'
    from steps where org_id = ${at.orgId} and key = ${at.key} and step = ${at.step}
    returning id`.execute(db);
  return String(row.rows[0]?.id);
}

export async function endStep(db: Database, id: string, outcome: StepOutcome, detail: string | null): Promise<void> {
  await sql`update steps set outcome = ${outcome}, detail = ${detail}, done_at = now() where id = ${id}`.execute(db);
}

/**
 * Milliseconds until nothing of this step can commit any more, by the database's clock; 0 when it may be repeated. Counted from the
 * moment the answer was lost, or from the last instant at which a dead process can have sent it.
 */
export async function unsettledMs(db: Database, at: { orgId: string; key: string; step: string; settleMs: number; callMs: number }): Promise<number> {
  const row = await sql<{ wait: number | null }>`
    select (extract(epoch from max(coalesce(done_at, sent_at + ${at.callMs} * interval '1 millisecond')) + ${at.settleMs} * interval '1 millisecond' - now()) * 1000)::float8 as wait
    from steps where org_id = ${at.orgId} and key = ${at.key} and step = ${at.step} and outcome in ('sent', 'unknown')`.execute(db);
  return Math.max(0, Math.ceil(row.rows[0]?.wait ?? 0));
}

/** Whether any write of this push was begun. */
export async function hasSteps(db: Database, orgId: string, key: string): Promise<boolean> {
  return (await db.selectFrom('steps').select('id').where('org_id', '=', orgId).where('key', '=', key).limit(1).executeTakeFirst()) !== undefined;
}

/** Whether this write of a push was answered, after the last one of the step `since` was begun. */
export async function isDoneSince(db: Database, at: { orgId: string; key: string; step: string; since: string }): Promise<boolean> {
  const row = await sql<{ done: boolean }>`
    select exists (select 1 from steps where org_id = ${at.orgId} and key = ${at.key} and step = ${at.step} and outcome = 'done'
      and id > coalesce((select max(id) from steps where org_id = ${at.orgId} and key = ${at.key} and step = ${at.since}), 0)) as done`.execute(db);
  return row.rows[0]?.done === true;
}

/** When this step of a push was last begun; null when it never was. */
export async function lastBegun(db: Database, at: { orgId: string; key: string; step: string }): Promise<string | null> {
  const row = await db.selectFrom('steps').select('sent_at').where('org_id', '=', at.orgId).where('key', '=', at.key).where('step', '=', at.step).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.sent_at ?? null;
}

export async function listSteps(db: Database, orgId: string, key: string): Promise<Step[]> {
  const rows = await db.selectFrom('steps').selectAll().where('org_id', '=', orgId).where('key', '=', key).orderBy('id').limit(500).execute();
  return rows.map((row) => ({ ...row, id: String(row.id), outcome: row.outcome as StepOutcome }));
}
