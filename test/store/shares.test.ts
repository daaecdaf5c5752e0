import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/net/memory-limiter.ts';
import { pauseConnection, takeShare } from '../../server/store/shares.ts';
import { createSharedLimiter } from '../../server/wiring/shared-limiter.ts';
import { STORES, type TestStore } from './support/stores.ts';

const limits = { ...DEFAULT_LIMITS, concurrency: 4, ratePerSecond: 10, burst: 10 };

describe.each(STORES)('shares of a connection ($kind)', ({ available, start }) => {
  let test: TestStore;
  beforeAll(async () => {
    if (available) test = await start();
  }, 60_000);
  afterAll(() => test?.stop());

  it.skipIf(!available)('are never more together than the connection allows, however many ask at once', async () => {
    const take = (instance: string) => takeShare(test.store.db, { connection: 'many', instance, concurrency: 4, running: 0 });
    for (let round = 0; round < 4; round += 1) {
      const shares = await Promise.all(['a', 'b', 'c'].map(take));
      expect(shares.reduce((sum, share) => sum + share.slots, 0)).toBeLessThanOrEqual(4);
    }
    expect((await take('a')).others).toBe(2);
  });

  it.skipIf(!available)('are paused for as long as it was asked by the clock of the database, whatever the instance thinks the time is', async () => {
    const ask = () => takeShare(test.store.db, { connection: 'paused', instance: 'a', concurrency: 4, running: 0 });
    expect((await ask()).pausedForMs).toBe(0);
    await pauseConnection(test.store.db, 'paused', 60_000);
    await pauseConnection(test.store.db, 'paused', 1000);
    const { pausedForMs } = await ask();
    expect(pausedForMs).toBeGreaterThan(50_000);
    expect(pausedForMs).toBeLessThanOrEqual(60_000);
    const yesterday = { now: () => Date.now() - 86_400_000 };
    const limiter = createSharedLimiter(test.store.db, yesterday, 'b', () => limits, () => undefined);
    await expect(limiter.acquire('paused', 'live', yesterday.now() + 5000)).rejects.toMatchObject({ code: 'erp.throttled' });
    await limiter.close();
  });

  it.skipIf(!available)('let an instance that joins another start without a burst of its own, and one that is alone with the whole', async () => {
    const now = Date.now();
    const still = { now: () => now };
    const countStarts = async (instance: string): Promise<number> => {
      const limiter = createSharedLimiter(test.store.db, still, instance, () => limits, () => undefined);
      let started = 0;
      for (let asked = 0; asked < 20; asked += 1) {
        // By this clock nothing is ever refilled: what does not start at once does not start.
        const giveBack = await limiter.acquire('burst', 'live', now + 30).catch(() => null);
        if (giveBack === null) break;
        started += 1;
        giveBack();
      }
      await takeShare(test.store.db, { connection: 'burst', instance, concurrency: 4, running: 0 });
      return started;
    };
    expect(await countStarts('alone')).toBe(10);
    await takeShare(test.store.db, { connection: 'burst', instance: 'joins', concurrency: 4, running: 0 });
    await takeShare(test.store.db, { connection: 'burst', instance: 'alone', concurrency: 4, running: 0 });
    expect(await countStarts('joins')).toBe(0);
  });
});
