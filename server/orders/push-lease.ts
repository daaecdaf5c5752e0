import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CrossledgerError } from '../kernel/errors.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import type { OrdersDeps } from './deps.ts';

const LEASE_MS = 60_000;
/** A look at a held order takes a second or two; Apex waits 30 seconds for the whole answer. */
const WAIT_MS = 10_000;
const LOOK_MS = 150;

type LeaseDeps = Pick<OrdersDeps, 'db' | 'instance'>;
type Decide<T> = (lease: { name: string; owner: string }) => Promise<T>;

/** Decides about a push while no run works on it: waits for the run that does, and throws order.busy when it is not done within `waitMs`. */
export const withPushLease = <T>(deps: LeaseDeps, orgId: string, key: string, decide: Decide<T>, waitMs = WAIT_MS): Promise<T> =>
  withLease(deps, { name: `push/${orgId}/${key}`, waitMs, busy: () => new CrossledgerError('order.busy', { key }) }, decide);

/** Decides about merges into an account while nobody looks at them; throws exception.busy. */
export const withMergeLease = <T>(deps: LeaseDeps, orgId: string, survivorId: string, decide: Decide<T>): Promise<T> =>
  withLease(deps, { name: mergeLease(orgId, survivorId), waitMs: WAIT_MS, busy: () => new CrossledgerError('exception.busy') }, decide);

/** Several accounts may have been merged into one: it is the one that is left that counts. */
export const mergeLease = (orgId: string, survivorId: string): string => `merge/${orgId}/${survivorId}`;

async function withLease<T>(deps: LeaseDeps, { name, waitMs, busy }: { name: string; waitMs: number; busy: () => CrossledgerError }, decide: Decide<T>): Promise<T> {
  const lease = { name, owner: `${deps.instance}/${randomUUID()}` };
  const endsAt = performance.now() + waitMs;
  while (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) {
    if (performance.now() >= endsAt) throw busy();
    await pause(LOOK_MS);
  }
  try {
    return await decide(lease);
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}
