import { sql, type Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { ExceptionRow } from './schema.ts';

export type ExceptionEntry = Selectable<ExceptionRow>;
/** `open` waits for a decision; `retrying` was brought forward and has not failed again; the other two are history. */
export type ExceptionState = 'open' | 'retrying' | 'resolved' | 'discarded';
/** `push`: it does not go. `aftermath`: something happened to the deal after its order was sent. `merge`: an account was merged into another one. */
export type ExceptionKind = 'push' | 'aftermath' | 'merge';

const OPEN = ['open', 'retrying'] as const;

export interface ExceptionSubject {
  orgId: string;
  key: string;
  kind: ExceptionKind;
}

export interface NewException extends ExceptionSubject {
  opportunityId: string | null;
  accountId?: string | null;
  connection: string | null;
  code: string;
  cause: string;
  owner: string;
  sentence: string;
  fix: string;
  /** JSON text; kept from before when absent. */
  before?: string | null;
  after?: string | null;
}

/**
 * Opens the exception of a subject, or refreshes the one that is open; at most one of a kind is open per push. Returns the cause
 * that it had before when that was another one. Call it after the push's row was changed in the same transaction, or under a lease,
 * which serialises it. What somebody closed meanwhile stays closed.
 */
export async function openException(db: Database, entry: NewException): Promise<string | null> {
  const before = await findOpenException(db, entry);
  const { orgId, key, kind, opportunityId, accountId = null, ...rest } = entry;
  if (before === undefined) {
    await db.insertInto('exceptions').values({ org_id: orgId, key, kind, opportunity_id: opportunityId, account_id: accountId, resolution: null, resolved_by: null, ...rest }).execute();
    return null;
  }
  const isSame = before.cause === entry.cause;
  await db.updateTable('exceptions').set({ ...rest, account_id: accountId, state: 'open', seen: isSame ? before.seen + 1 : 1, last_seen_at: sql<string>`now()` }).where('id', '=', before.id).where('org_id', '=', orgId).where('state', 'in', OPEN).execute();
  return isSame ? null : before.cause;
}

export const findOpenException = (db: Database, subject: ExceptionSubject): Promise<ExceptionEntry | undefined> =>
  db.selectFrom('exceptions').selectAll().where('org_id', '=', subject.orgId).where('key', '=', subject.key).where('kind', '=', subject.kind).where('state', 'in', OPEN).executeTakeFirst();

export interface Resolution {
  state: 'resolved' | 'discarded';
  /** In words: why it is closed. */
  resolution: string;
  by: string;
  /** JSON text of what was sent in the end. */
  after?: string | null;
}

/** Closes what is open of a subject; returns its cause, or null when nothing was open. */
export async function closeException(db: Database, subject: ExceptionSubject, { state, resolution, by, after }: Resolution): Promise<string | null> {
  const row = await db.updateTable('exceptions')
    .set({ state, resolution, resolved_by: by, resolved_at: sql<string>`now()`, ...(after === undefined ? {} : { after }) })
    .where('org_id', '=', subject.orgId).where('key', '=', subject.key).where('kind', '=', subject.kind).where('state', 'in', OPEN)
    .returning('cause').executeTakeFirst();
  return row?.cause ?? null;
}

/** Stores what an edit changes: the planned values as they were and as they will be. */
export async function noteEdit(db: Database, subject: ExceptionSubject, payload: { before: string; after: string }): Promise<void> {
  await db.updateTable('exceptions').set(payload).where('org_id', '=', subject.orgId).where('key', '=', subject.key).where('kind', '=', subject.kind).where('state', 'in', OPEN).execute();
}

export async function markRetrying(db: Database, orgId: string, key: string): Promise<void> {
  await db.updateTable('exceptions').set({ state: 'retrying' }).where('org_id', '=', orgId).where('key', '=', key).where('state', '=', 'open').execute();
}

/**
 * Brings forward every push that waits for this cause, once: what is brought forward counts as `retrying` until it fails again.
 * Takes pushes before exceptions, as all others do, and leaves out what is locked. Returns how many.
 */
export async function redriveCause(db: Database, orgId: string, cause: string, limit: number): Promise<number> {
  const rows = await sql<{ key: string }>`
    with due as (
      select p.key from pushes p join exceptions e on e.org_id = p.org_id and e.key = p.key
      where e.org_id = ${orgId} and e.cause = ${cause} and e.state = 'open' and e.kind = 'push' and p.state in ('blocked', 'waiting')
      order by p.accepted_at limit ${limit} for update of p skip locked),
    moved as (update pushes set next_try_at = now() where org_id = ${orgId} and key in (select key from due) returning key)
    update exceptions set state = 'retrying' where org_id = ${orgId} and kind = 'push' and state = 'open' and key in (select key from moved) returning key`.execute(db);
  return rows.rows.length;
}

/** What waits for a decision, about orders of one connection or of all. */
export async function countOpenExceptions(db: Database, orgId: string, connection?: string): Promise<number> {
  const all = db.selectFrom('exceptions').select(sql<string>`count(*)`.as('count')).where('org_id', '=', orgId).where('state', 'in', OPEN);
  return Number((await (connection === undefined ? all : all.where('connection', '=', connection)).executeTakeFirstOrThrow()).count);
}

/** Deals that changed after sending through a connection, which wait for a decision about the order there. */
export async function countOpenAftermath(db: Database, orgId: string, connection: string): Promise<number> {
  const row = await db.selectFrom('exceptions').select(sql<string>`count(*)`.as('count')).where('org_id', '=', orgId).where('connection', '=', connection).where('kind', '=', 'aftermath').where('state', 'in', OPEN).executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Accounts of merges that wait, those first that were longest not looked at; a look counts from here on, whatever comes of it. Without those of one code. */
export async function takeOpenMerges(db: Database, orgId: string, { without, limit }: { without: string; limit: number }): Promise<string[]> {
  const longest = db.selectFrom('exceptions').select('id').where('org_id', '=', orgId).where('kind', '=', 'merge').where('state', 'in', OPEN).where('code', '!=', without).orderBy('last_seen_at').orderBy('id').limit(limit);
  return (await db.updateTable('exceptions').set({ last_seen_at: sql<string>`now()` }).where('id', 'in', longest).returning('key').execute()).map((row) => row.key);
}

/** Says what is open of a subject in other words; its cause stays. */
export async function rewordException(db: Database, subject: ExceptionSubject, words: { code: string; sentence: string; fix: string }): Promise<void> {
  await db.updateTable('exceptions').set(words).where('org_id', '=', subject.orgId).where('key', '=', subject.key).where('kind', '=', subject.kind).where('state', 'in', OPEN).execute();
}

/** Whether somebody has already decided to leave exactly this as it is. */
export async function wasDiscarded(db: Database, subject: ExceptionSubject, cause: string): Promise<boolean> {
  const row = await db.selectFrom('exceptions').select('id').where('org_id', '=', subject.orgId).where('key', '=', subject.key).where('kind', '=', subject.kind)
    .where('cause', '=', cause).where('state', '=', 'discarded').limit(1).executeTakeFirst();
  return row !== undefined;
}
