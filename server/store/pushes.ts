import { sql, type Selectable } from 'kysely';
import type { Database } from './database.ts';
import { ownerBeats } from './leases.ts';
import type { PushRow } from './schema.ts';

export type Push = Selectable<PushRow>;

/**
 * `observed` would be sent; `accepted` waits for its turn; `working`; `waiting` for a try at `next_try_at`; `blocked` until a cause is gone;
 * `held` until somebody approves the plan; `sent` exists in the ERP; `written-back` and Salesforce knows; `dead` kept until somebody decides;
 * `refused` will never be sent; `discarded` given up by an operator, who alone may take it up again.
 */
export type PushState = 'observed' | 'accepted' | 'working' | 'waiting' | 'blocked' | 'held' | 'sent' | 'written-back' | 'dead' | 'refused' | 'discarded';
export const FINAL_STATES: readonly PushState[] = ['written-back', 'dead', 'refused', 'discarded'];

/** A person asked for it: neither go-live nor the win of the deal is waited for. */
export const isByHand = (push: Pick<Push, 'origin'>): boolean => push.origin === 'button' || push.origin === 'operator';

export interface NewPush {
  orgId: string;
  key: string;
  opportunityId: string;
  cycle: number;
  origin: 'won' | 'button' | 'operator' | 'reconciler';
  /** When the deal was won; absent for a button. */
  wantedAt?: string;
  /** Id of the Salesforce request or outbox row that asked first. */
  correlationId?: string;
  /** Account of a won deal: its orders go in the order in which they were won. */
  accountId?: string;
  /** A person must let it pass, for this reason. */
  holdReason?: string;
}

/** Stores the intent unless it exists; returns true when it is new. Safe to repeat. */
export async function insertPush(db: Database, push: NewPush): Promise<boolean> {
  const row = await db
    .insertInto('pushes')
    .values({
      org_id: push.orgId, key: push.key, opportunity_id: push.opportunityId, cycle: push.cycle, origin: push.origin, state: 'accepted', correlation_id: push.correlationId ?? null, account_id: push.accountId ?? null, hold_reason: push.holdReason ?? null,
      next_try_at: sql<string>`now()`, ...(push.wantedAt === undefined ? {} : { wanted_at: push.wantedAt }),
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

/** A push that was refused when it was asked for by hand is judged anew, as won, when its deal is won later. Returns whether it was so; repeating it changes nothing. */
export async function reviveAsWon(db: Database, orgId: string, key: string, wonAt: string): Promise<boolean> {
  const row = await db
    .updateTable('pushes')
    .set({ origin: 'won', wanted_at: wonAt, state: 'accepted', code: null, message: null, fixer: null, next_try_at: sql<string>`now()`, updated_at: sql<string>`now()` })
    .where('org_id', '=', orgId)
    .where('key', '=', key)
    .where('state', '=', 'refused')
    .where('origin', 'in', ['button', 'operator', 'reconciler'])
    .where('wanted_at', '!=', wonAt)
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export const findPush = (db: Database, orgId: string, key: string): Promise<Push | undefined> =>
  db.selectFrom('pushes').selectAll().where('org_id', '=', orgId).where('key', '=', key).executeTakeFirst();

/** Pushes of these deals whose order exists in the ERP. */
export async function sentPushesOf(db: Database, orgId: string, opportunityIds: readonly string[]): Promise<Push[]> {
  if (opportunityIds.length === 0) return [];
  return db.selectFrom('pushes').selectAll().where('org_id', '=', orgId).where('opportunity_id', 'in', opportunityIds).where('state', 'in', ['sent', 'written-back']).orderBy('cycle').execute();
}

/** The newest push of a deal that waits for approval. */
export const findHeldPush = (db: Database, orgId: string, opportunityId: string): Promise<Push | undefined> =>
  db.selectFrom('pushes').selectAll().where('org_id', '=', orgId).where('opportunity_id', '=', opportunityId).where('state', '=', 'held').orderBy('cycle', 'desc').limit(1).executeTakeFirst();

/** Locked until the transaction ends. */
export const lockPush = (db: Database, orgId: string, key: string): Promise<Push | undefined> =>
  db.selectFrom('pushes').selectAll().where('org_id', '=', orgId).where('key', '=', key).forUpdate().executeTakeFirst();

/** The pushes of these keys that exist, by key. */
export async function findPushes(db: Database, orgId: string, keys: readonly string[]): Promise<Map<string, Push>> {
  if (keys.length === 0) return new Map();
  const rows = await db.selectFrom('pushes').selectAll().where('org_id', '=', orgId).where('key', 'in', keys).execute();
  return new Map(rows.map((row) => [row.key, row]));
}

export type PushChange = Partial<Pick<Push, 'state' | 'connection' | 'company' | 'customer_number' | 'order_number' | 'link' | 'code' | 'message' | 'fixer' | 'attempts' | 'sent_at' | 'origin' | 'told' | 'tell_attempts' | 'tell_code' | 'tell_message'>> & {
  plan?: string | null;
  overrides?: string | null;
  approved?: string | null;
  hold_reason?: string | null;
  sent_deal?: string | null;
  /** Milliseconds from now by the database's clock; null for never. */
  nextTryInMs?: number | null;
};

export async function changePush(db: Database, orgId: string, key: string, change: PushChange): Promise<void> {
  const { nextTryInMs, ...columns } = change;
  await db
    .updateTable('pushes')
    .set({
      ...columns,
      updated_at: sql<string>`now()`,
      ...(nextTryInMs === undefined ? {} : { next_try_at: nextTryInMs === null ? null : sql<string>`now() + ${nextTryInMs} * interval '1 millisecond'` }),
    })
    .where('org_id', '=', orgId)
    .where('key', '=', key)
    .execute();
}

/** So many failed attempts in a row, about a quarter of an hour: somebody should know, and later orders of the account do not wait any more. */
export const PATIENT_ATTEMPTS = 10;

/**
 * Whether an order of the same account that was won earlier is still on its way by itself. One that waits for somebody holds nobody up.
 * Rows of one transaction have one instant: then the id of the outbox row decides, which Salesforce counts up in the order of its bytes.
 */
const isAfterAnother = sql<boolean>`exists (select 1 from pushes earlier where earlier.org_id = pushes.org_id and earlier.account_id = pushes.account_id
  and (earlier.state in ('accepted', 'working') or (earlier.state = 'waiting' and earlier.attempts < ${sql.lit(PATIENT_ATTEMPTS)}))
  and (earlier.wanted_at, coalesce(earlier.correlation_id, '') collate "C", earlier.key) < (pushes.wanted_at, coalesce(pushes.correlation_id, '') collate "C", pushes.key))`;

/** Whether it must wait for an earlier order of its account. */
export const waitsForAnother = async (db: Database, orgId: string, key: string): Promise<boolean> =>
  (await db.selectFrom('pushes').select('key').where('org_id', '=', orgId).where('key', '=', key).where(isAfterAnother).executeTakeFirst()) !== undefined;

/** Pushes whose time and turn have come and that nobody works on: what a lost job would have done. */
export const duePushes = (db: Database, overdueMs: number, limit: number): Promise<{ org_id: string; key: string; connection: string | null }[]> =>
  db
    .selectFrom('pushes')
    .select(['org_id', 'key', 'connection'])
    .where('next_try_at', '<', sql<string>`now() - ${overdueMs} * interval '1 millisecond'`)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('leases').select('name').whereRef('name', '=', sql<string>`'push/' || pushes.org_id || '/' || pushes.key`).where('until', '>', sql<string>`now()`)
      .where(ownerBeats))))
    .where(sql<boolean>`not ${isAfterAnother}`)
    .orderBy('next_try_at')
    .limit(limit)
    .execute();

/** An earlier cycle of the same deal that is still on its way: orders of one deal go one after the other. */
export const earlierUnfinished = (db: Database, push: Push): Promise<{ key: string } | undefined> =>
  db
    .selectFrom('pushes')
    .select('key')
    .where('org_id', '=', push.org_id)
    .where('opportunity_id', '=', push.opportunity_id)
    .where('cycle', '<', push.cycle)
    .where('state', 'in', ['accepted', 'working', 'waiting', 'blocked', 'held'])
    .limit(1)
    .executeTakeFirst();

/** A later cycle of the same deal. */
export const newerCycle = (db: Database, push: Push): Promise<{ key: string } | undefined> =>
  db.selectFrom('pushes').select('key').where('org_id', '=', push.org_id).where('opportunity_id', '=', push.opportunity_id).where('cycle', '>', push.cycle).limit(1).executeTakeFirst();

/** Orders of an account that was merged into another one take their turn among those of that one. */
export async function moveAccount(db: Database, orgId: string, from: string, to: string): Promise<void> {
  await db.updateTable('pushes').set({ account_id: to }).where('org_id', '=', orgId).where('account_id', '=', from).execute();
}

export async function countPushes(db: Database, orgId: string): Promise<Record<string, number>> {
  const rows = await db.selectFrom('pushes').select(['state', sql<string>`count(*)`.as('count')]).where('org_id', '=', orgId).groupBy('state').execute();
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
}

/** Orders on their way through a connection, and those that wait for somebody. */
export async function countUnfinished(db: Database, orgId: string, connection: string): Promise<number> {
  const finished = [...FINAL_STATES, 'observed'];
  const row = await db.selectFrom('pushes').select(sql<string>`count(*)`.as('count')).where('org_id', '=', orgId).where('connection', '=', connection).where('state', 'not in', finished).executeTakeFirstOrThrow();
  return Number(row.count);
}
