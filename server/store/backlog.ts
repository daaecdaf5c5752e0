import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What the store knows of one connection's work. */
export interface Backlog {
  /** Pushes that are not finished, by state. */
  states: Record<string, number>;
  exceptions: number;
  /** When the ERP last took an order or answered a panel. */
  lastSuccessAt: string | null;
  /** Of the push that the ERP failed last. */
  lastFailure: { at: string; code: string; sentence: string } | null;
}

const UNFINISHED = ['accepted', 'working', 'waiting', 'blocked', 'held', 'sent', 'dead'] as const;

export async function readBacklog(db: Database, orgId: string, connection: string): Promise<Backlog> {
  const [states, exceptions, sent, read, failed] = await Promise.all([
    db.selectFrom('pushes').select(['state', sql<string>`count(*)`.as('count')]).where('org_id', '=', orgId).where('connection', '=', connection).where('state', 'in', UNFINISHED).groupBy('state').execute(),
    db.selectFrom('exceptions').select(sql<string>`count(*)`.as('count')).where('org_id', '=', orgId).where('connection', '=', connection).where('state', 'in', ['open', 'retrying']).executeTakeFirst(),
    db.selectFrom('pushes').select((one) => one.fn.max('sent_at').as('at')).where('org_id', '=', orgId).where('connection', '=', connection).executeTakeFirst(),
    db.selectFrom('panels').select((one) => one.fn.max('as_of').as('at')).where('org_id', '=', orgId).where('connection', '=', connection).executeTakeFirst(),
    db.selectFrom('pushes').select(['updated_at', 'code', 'message']).where('org_id', '=', orgId).where('connection', '=', connection).where('code', 'like', 'erp.%').orderBy('updated_at', 'desc').limit(1).executeTakeFirst(),
  ]);
  return {
    states: Object.fromEntries(states.map((row) => [row.state, Number(row.count)])),
    exceptions: Number(exceptions?.count ?? 0),
    lastSuccessAt: latest(sent?.at ?? null, read?.at ?? null),
    lastFailure: failed === undefined || failed.code === null ? null : { at: failed.updated_at, code: failed.code, sentence: failed.message ?? failed.code },
  };
}

/** The later of two instants, whatever their precision. */
export const latest = (one: string | null, other: string | null): string | null => (one === null || (other !== null && Date.parse(other) > Date.parse(one)) ? other : one);
