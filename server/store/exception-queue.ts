import { sql, type SelectQueryBuilder } from 'kysely';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Database } from './database.ts';
import type { ExceptionEntry } from './exceptions.ts';
import type { Tables } from './schema.ts';

export interface ExceptionFilter {
  state?: string | undefined;
  owner?: string | undefined;
  code?: string | undefined;
  cause?: string | undefined;
  connection?: string | undefined;
}

/** An exception with where its push stands. */
export type QueueRow = ExceptionEntry & { push_state: string | null; order_number: string | null };

export interface QueueCause {
  cause: string;
  code: string;
  count: number;
}

type Query<O> = SelectQueryBuilder<Tables, 'exceptions', O>;

function filtered<O>(query: Query<O>, orgId: string, filter: ExceptionFilter): Query<O> {
  let found = query.where('exceptions.org_id', '=', orgId);
  for (const column of ['state', 'owner', 'code', 'cause', 'connection'] as const) {
    const value = filter[column];
    if (value !== undefined) found = found.where(`exceptions.${column}`, '=', value);
  }
  return found;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Newest first, from after the cursor `<opened at>~<id>`. */
export async function readQueue(db: Database, orgId: string, filter: ExceptionFilter, page: { limit: number; after?: string | undefined }): Promise<{ rows: QueueRow[]; next: string | null }> {
  const place = cursorOf(page.after);
  const base = filtered(db.selectFrom('exceptions') as Query<object>, orgId, filter);
  const from = place === null ? base : base.where(sql<boolean>`(exceptions.opened_at, exceptions.id) < (${place.openedAt}::timestamptz, ${place.id}::uuid)`);
  const rows = (await from
    .leftJoin('pushes', (join) => join.onRef('pushes.org_id', '=', 'exceptions.org_id').onRef('pushes.key', '=', 'exceptions.key'))
    .selectAll('exceptions').select(['pushes.state as push_state', 'pushes.order_number', sql<string>`to_char(exceptions.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place')])
    .orderBy('exceptions.opened_at', 'desc').orderBy('exceptions.id', 'desc').limit(page.limit + 1).execute()) as (QueueRow & { place: string })[];
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return { rows: rows.slice(0, page.limit), next: last === undefined ? null : `${last.place}~${last.id}` };
}

/** The database keeps microseconds; the cursor carries them, so that none is skipped. Null: from the newest on. */
function cursorOf(after: string | undefined): { openedAt: string; id: string } | null {
  if (after === undefined) return null;
  const [openedAt = '', id = ''] = after.split('~');
  if (Number.isNaN(Date.parse(openedAt)) || !UUID.test(id)) throw new CrossledgerError('request.invalid', { problem: 'after must be the `next` of the page before' });
  return { openedAt, id };
}

export async function findException(db: Database, orgId: string, id: string): Promise<QueueRow | undefined> {
  const row = await db.selectFrom('exceptions')
    .leftJoin('pushes', (join) => join.onRef('pushes.org_id', '=', 'exceptions.org_id').onRef('pushes.key', '=', 'exceptions.key'))
    .selectAll('exceptions').select(['pushes.state as push_state', 'pushes.order_number']).where('exceptions.org_id', '=', orgId).where('exceptions.id', '=', id).executeTakeFirst();
  return row;
}

/** How many there are by state, under the other filters. */
export async function countQueue(db: Database, orgId: string, filter: ExceptionFilter): Promise<Record<string, number>> {
  const rows = await filtered(db.selectFrom('exceptions').select(['exceptions.state', sql<string>`count(*)`.as('count')]), orgId, { ...filter, state: undefined }).groupBy('exceptions.state').execute();
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
}

/** How many are not closed, by who can put them right, under the other filters. */
export async function countOwners(db: Database, orgId: string, filter: ExceptionFilter): Promise<Record<string, number>> {
  const rows = await filtered(db.selectFrom('exceptions').select(['exceptions.owner', sql<string>`count(*)`.as('count')]), orgId, { ...filter, owner: undefined, state: undefined })
    .where('exceptions.state', 'in', ['open', 'retrying']).groupBy('exceptions.owner').execute();
  return Object.fromEntries(rows.map((row) => [row.owner, Number(row.count)]));
}

/** Connections that any exception of the org names. */
export async function exceptionConnections(db: Database, orgId: string): Promise<string[]> {
  const rows = await db.selectFrom('exceptions').select('connection').distinct().where('org_id', '=', orgId).where('connection', 'is not', null).orderBy('connection').execute();
  return rows.flatMap((row) => (row.connection === null ? [] : [row.connection]));
}

/** The causes for which most is waiting. */
export async function commonCauses(db: Database, orgId: string, filter: ExceptionFilter, limit: number): Promise<QueueCause[]> {
  const rows = await filtered(db.selectFrom('exceptions').select(['exceptions.cause', 'exceptions.code', sql<string>`count(*)`.as('count')]), orgId, { ...filter, state: 'open' })
    .groupBy(['exceptions.cause', 'exceptions.code']).orderBy('count', 'desc').orderBy('exceptions.cause').limit(limit).execute();
  return rows.map((row) => ({ cause: row.cause, code: row.code, count: Number(row.count) }));
}
