import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whether the instance that holds the row of `leases` still beats. */
export const ownerBeats = sql<boolean>`exists (select 1 from leases as beat where beat.name = 'instance/' || split_part(leases.owner, '/', 1) and beat.until > now())`;

/**
 * A named lease: at most one owner at a time by the database's clock. It is not a lock on the outside world: a write must
 * start only after `extendLease` said yes. An owner is an instance, or a part of it behind a slash; the lease of an instance
 * whose own beat has stopped is free.
 */
export async function takeLease(db: Database, name: string, owner: string, forMs: number): Promise<boolean> {
  const row = await sql<{ owner: string }>`
    insert into leases (name, owner, until) values (${name}, ${owner}, now() + ${forMs} * interval '1 millisecond')
    on conflict (name) do update set owner = excluded.owner, until = excluded.until
      where leases.until < now() or leases.owner = excluded.owner
        or not ${ownerBeats}
    returning owner`.execute(db);
  // Taken anew: what was owed is no longer meant.
  owed.get(db)?.delete(`${name} ${owner}`);
  return row.rows.length === 1;
}

/** False when the lease was lost meanwhile: stop at once. */
export async function extendLease(db: Database, name: string, owner: string, forMs: number): Promise<boolean> {
  const row = await sql`
    update leases set until = greatest(until, now() + ${forMs} * interval '1 millisecond')
    where name = ${name} and owner = ${owner} and until >= now()`.execute(db);
  return row.numAffectedRows === 1n;
}

/** Leases whose owner is done with them and that the database did not hear of: nobody else could take them while the instance beats. */
const owed = new WeakMap<Database, Map<string, { name: string; owner: string }>>();

/** When the database does not answer, the next beat drops it: the caller's work has ended one way or the other. */
export async function dropLease(db: Database, name: string, owner: string): Promise<void> {
  try {
    await remove(db, name, owner);
  } catch {
    const debts = owed.get(db) ?? new Map<string, { name: string; owner: string }>();
    owed.set(db, debts.set(`${name} ${owner}`, { name, owner }));
  }
}

const remove = async (db: Database, name: string, owner: string): Promise<void> => {
  await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute();
};

async function dropOwed(db: Database): Promise<void> {
  const debts = owed.get(db);
  for (const [id, { name, owner }] of debts ?? []) {
    await remove(db, name, owner);
    debts?.delete(id);
  }
}

const BEAT_MS = 3000;
const BEAT_KEPT_MS = 10_000;

/** Says that this instance lives, until the returned function is called; onError is told when the database does not answer. */
export async function startBeating(db: Database, instance: string, onError: (error: unknown) => void): Promise<() => Promise<void>> {
  const beat = async (): Promise<void> => {
    await takeLease(db, `instance/${instance}`, instance, BEAT_KEPT_MS);
    await dropOwed(db);
  };
  await beat();
  const timer = setInterval(() => void beat().catch(onError), BEAT_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await dropLease(db, `instance/${instance}`, instance);
  };
}
