import { randomUUID } from 'node:crypto';
import { asError, CrossledgerError, messageOf } from '../kernel/errors.ts';
import type { Database } from '../store/database.ts';
import { changePush, earlierUnfinished, findPush, waitsForAnother, type Push } from '../store/pushes.ts';
import { dropLease, extendLease, takeLease } from '../store/leases.ts';
import type { PushRun } from './context.ts';
import type { OrdersDeps } from './deps.ts';
import type { ConnectionState } from './directory.ts';
import { runPush } from './run.ts';
import { DEFAULT_RECHECK_MS, settle } from './settle.ts';
import { tellDeal } from './tell.ts';

/** Longer than all reads of a slow ERP together; the lease of a dead instance is free all the same. */
const LEASE_MS = 240_000;
const EARLIER_MS = 15_000;
/** After a fault that no rule settled, most often a database that was away for a moment: nobody has to mend anything, so it goes on soon. */
const AFTER_FAULT_MS = 10_000;

/** Brings one push as far as it gets now. Runs again from the top after any interruption. */
export async function advancePush(deps: OrdersDeps, orgId: string, key: string): Promise<void> {
  // An owner for each run: two jobs of one push exclude each other inside one process too.
  const lease = { name: `push/${orgId}/${key}`, owner: `${deps.instance}/${randomUUID()}` };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return;
  try {
    const push = await findPush(deps.db, orgId, key);
    if (push === undefined || push.next_try_at === null) return;
    // The sweep brings it back when its turn has come.
    if (isOpen(push) && (await waitsForAnother(deps.db, orgId, key))) return;
    const recheckMs = isOpen(push) ? await work(deps, push, lease) : DEFAULT_RECHECK_MS;
    await tellDeal(deps.db, await deps.directory.org(orgId), orgId, key, { recheckMs: await tellAgainMs(deps, push, recheckMs) });
    await closeWhenTold(deps.db, orgId, key);
  } catch (thrown) {
    await changePush(deps.db, orgId, key, { nextTryInMs: AFTER_FAULT_MS });
    throw thrown;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}

const isOpen = (push: Push): boolean => ['accepted', 'working', 'waiting', 'blocked', 'held', 'observed'].includes(push.state);

async function tellAgainMs(deps: OrdersDeps, push: Push, recheckMs: number): Promise<number> {
  return isOpen(push) ? recheckMs : ((await knownConnection(deps, push))?.recheckMs ?? recheckMs);
}

/** A dead or refused push whose deal has been told needs no further look. */
async function closeWhenTold(db: Database, orgId: string, key: string): Promise<void> {
  const push = await findPush(db, orgId, key);
  if (push !== undefined && (push.state === 'dead' || push.state === 'refused' || push.state === 'discarded' || push.state === 'written-back') && push.tell_code === null) await changePush(db, orgId, key, { nextTryInMs: null });
}

/** Returns how soon a cause that somebody must remove is looked at again. */
async function work(deps: OrdersDeps, push: Push, lease: PushRun['lease']): Promise<number> {
  let connection: ConnectionState | null = await knownConnection(deps, push);
  try {
    await changePush(deps.db, push.org_id, push.key, push.state === 'accepted' ? { state: 'working' } : {});
    if ((await earlierUnfinished(deps.db, push)) !== undefined) throw new CrossledgerError('order.earlier', {}, { retryAfterMs: EARLIER_MS });
    await runPush(deps, push, lease, (found) => { connection = found; });
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'internal.fault') deps.log.error('push.failed', { key: push.key, orgId: push.org_id, problem: messageOf(error.cause ?? error), stack: error.cause instanceof Error ? (error.cause.stack ?? '') : '' });
    // A run that lost its lease has nothing more to say about the push.
    if (await extendLease(deps.db, lease.name, lease.owner, LEASE_MS)) await settle(deps, push, error, connection);
  }
  return connection?.recheckMs ?? DEFAULT_RECHECK_MS;
}

/** Where it was to go last time: its pace counts until the place is found again. */
const knownConnection = async (deps: OrdersDeps, push: Push): Promise<ConnectionState | null> =>
  push.connection === null ? null : deps.directory.connection(push.org_id, push.connection);
