import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CrossledgerError } from '../kernel/errors.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import type { OrdersDeps } from './deps.ts';

const LEASE_MS = 60_000;
/** A look at a held order takes a second or two; Apex waits 30 seconds for the whole answer. */
const WAIT_MS = 10_000;
const LOOK_MS = 150;

/** Decides about a push while no run works on it: waits for the run that does, and throws order.busy when it is not done within `waitMs`. */
export async function withPushLease<T>(deps: Pick<OrdersDeps, 'db' | 'instance'>, orgId: string, key: string, decide: (lease: { name: string; owner: string }) => Promise<T>, waitMs = WAIT_MS): Promise<T> {
  const lease = { name: `push/${orgId}/${key}`, owner: `${deps.instance}/${randomUUID()}` };
  const endsAt = performance.now() + waitMs;
  while (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) {
    if (performance.now() >= endsAt) throw new CrossledgerError('order.busy', { key });
    await pause(LOOK_MS);
  }
  try {
    return await decide(lease);
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}
