import { randomUUID } from 'node:crypto';
import { CrossledgerError } from '../kernel/errors.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import type { OrdersDeps } from './deps.ts';

const LEASE_MS = 60_000;

/** Decides about a push while no run works on it; throws order.busy when one does. */
export async function withPushLease<T>(deps: OrdersDeps, orgId: string, key: string, decide: (lease: { name: string; owner: string }) => Promise<T>): Promise<T> {
  const lease = { name: `push/${orgId}/${key}`, owner: `${deps.instance}/${randomUUID()}` };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) throw new CrossledgerError('order.busy', { key });
  try {
    return await decide(lease);
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}
