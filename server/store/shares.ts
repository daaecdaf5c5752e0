import { sql } from 'kysely';
import type { Database } from './database.ts';

/** A share ends by itself this long after its last renewal. */
export const SHARE_KEPT_MS = 5000;

export interface Share {
  /** Slots that this instance may use until the share ends. */
  slots: number;
  /** Nothing may start for so long. */
  pausedForMs: number;
  /** Instances that hold slots too. */
  others: number;
}

/**
 * Takes or renews this instance's part of a connection's slots, fair to all instances that want some. First the connection's row is
 * locked, then the shares are counted: as one statement the count would use an older snapshot than the lock (measured).
 */
export async function takeShare(db: Database, at: { connection: string; instance: string; concurrency: number; running: number }): Promise<Share> {
  await sql`insert into limiter (connection) values (${at.connection}) on conflict (connection) do nothing`.execute(db);
  return db.transaction().execute(async (trx) => {
    const locked = await sql<{ paused_ms: number | null }>`select (extract(epoch from paused_until - clock_timestamp()) * 1000)::float8 as paused_ms from limiter where connection = ${at.connection} for update`.execute(trx);
    await sql`delete from limiter_shares where connection = ${at.connection} and expires_at < now()`.execute(trx);
    const others = await sql<{ slots: string; instances: string }>`select coalesce(sum(slots), 0) as slots, count(*) as instances from limiter_shares where connection = ${at.connection} and instance <> ${at.instance}`.execute(trx);
    const [taken, instances] = [Number(others.rows[0]?.slots ?? 0), Number(others.rows[0]?.instances ?? 0)];
    const fair = Math.max(1, Math.floor(at.concurrency / (instances + 1)));
    const slots = Math.max(at.running, Math.min(fair, at.concurrency - taken), 0);
    await sql`
      insert into limiter_shares (connection, instance, slots, expires_at) values (${at.connection}, ${at.instance}, ${slots}, now() + ${SHARE_KEPT_MS} * interval '1 millisecond')
      on conflict (connection, instance) do update set slots = excluded.slots, expires_at = excluded.expires_at`.execute(trx);
    return { slots, pausedForMs: Math.max(locked.rows[0]?.paused_ms ?? 0, 0), others: instances };
  });
}

export async function giveShareBack(db: Database, connection: string, instance: string): Promise<void> {
  await sql`delete from limiter_shares where connection = ${connection} and instance = ${instance}`.execute(db);
}

/** All instances keep still for so long, by the database's clock; a longer pause stays. */
export async function pauseConnection(db: Database, connection: string, forMs: number): Promise<void> {
  await sql`
    insert into limiter (connection, paused_until) values (${connection}, now() + ${forMs} * interval '1 millisecond')
    on conflict (connection) do update set paused_until = greatest(limiter.paused_until, excluded.paused_until)`.execute(db);
}
