import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPushLease } from '../../server/orders/push-lease.ts';
import type { Store } from '../../server/store/database.ts';
import { dropLease, startBeating, takeLease } from '../../server/store/leases.ts';
import { ORG_ID, openTestStore } from '../support/order-bench.ts';

const KEY = 'ABCDEFGHIJKLMNOP';
const RUN = { name: `push/${ORG_ID}/${KEY}`, owner: 'one/run' };
let store: Store & { remove(): Promise<void> };
let endBeat: () => Promise<void>;
beforeAll(async () => {
  store = await openTestStore();
  endBeat = await startBeating(store.db, 'one', (error) => { throw error; });
});
afterAll(async () => {
  await endBeat();
  await store.remove();
});

const decide = (waitMs?: number) => withPushLease({ db: store.db, instance: 'one' }, ORG_ID, KEY, async ({ owner }) => owner, waitMs);

describe('a decision about an order', () => {
  it('waits until the run that works on it has ended', async () => {
    expect(await takeLease(store.db, RUN.name, RUN.owner, 60_000)).toBe(true);
    let ended = false;
    const decided = decide().then((owner) => ({ owner, afterTheRun: ended }));
    // It has been refused the lease at least once before the run ends.
    expect(await takeLease(store.db, RUN.name, 'one/another', 60_000)).toBe(false);
    ended = true;
    await dropLease(store.db, RUN.name, RUN.owner);
    const { owner, afterTheRun } = await decided;
    expect(owner).toMatch(/^one\/[0-9a-f-]{36}$/);
    expect(afterTheRun).toBe(true);
  });

  it('is refused with order.busy when the run does not end, and takes nothing from it', async () => {
    expect(await takeLease(store.db, RUN.name, RUN.owner, 60_000)).toBe(true);
    await expect(decide(0)).rejects.toMatchObject({ code: 'order.busy' });
    expect(await takeLease(store.db, RUN.name, 'one/another', 60_000)).toBe(false);
    await dropLease(store.db, RUN.name, RUN.owner);
  });

  it('leaves no lease behind, whatever came of it', async () => {
    const fails = withPushLease({ db: store.db, instance: 'one' }, ORG_ID, KEY, async () => { throw new Error('no'); });
    await expect(fails).rejects.toThrow('no');
    expect(await takeLease(store.db, RUN.name, 'one/another', 60_000)).toBe(true);
  });
});
