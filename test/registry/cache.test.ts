import { describe, expect, it, vi } from 'vitest';
import { createCache } from '../../server/registry/cache.ts';

/** A cache over a counter that answers only when it is told to. */
function setUp() {
  const time = { now: 0 };
  const waiting: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
  let loads = 0;
  const cache = createCache({ now: () => time.now }, { keepMs: 1800, renewMs: 900 }, () => new Promise<number>((resolve, reject) => { loads += 1; waiting.push({ resolve, reject }); }));
  return { cache, time, answer: (value: number) => waiting.shift()?.resolve(value), fail: () => waiting.shift()?.reject(new Error('store is away')), loads: () => loads };
}

describe('what is kept', () => {
  it('is read once for many readers at once', async () => {
    const { cache, answer, loads } = setUp();
    const reads = [cache.get('a'), cache.get('a'), cache.get('a')];
    answer(1);
    expect(await Promise.all(reads)).toEqual([1, 1, 1]);
    expect(loads()).toBe(1);
  });
  it('is renewed behind the readers\' backs when it gets old, and never served beyond its time', async () => {
    const { cache, time, answer, loads } = setUp();
    const first = cache.get('a');
    answer(1);
    expect(await first).toBe(1);
    time.now = 1000;
    expect([await cache.get('a'), await cache.get('a'), loads()]).toEqual([1, 1, 2]);
    answer(2);
    await vi.waitFor(async () => expect(await cache.get('a')).toBe(2));
    time.now = 2799;
    expect(await cache.get('a')).toBe(2);
    time.now = 2800;
    const late = cache.get('a');
    answer(3);
    answer(3);
    expect(await late).toBe(3);
  });
  it('is not overwritten by a renewal that began before it was forgotten', async () => {
    const { cache, time, answer } = setUp();
    const first = cache.get('a');
    answer(1);
    await first;
    time.now = 1000;
    await cache.get('a');
    cache.forget('a');
    const afterChange = cache.get('a', true);
    answer(1);
    answer(2);
    expect(await afterChange).toBe(2);
    expect(await cache.get('a')).toBe(2);
  });
  it('is not an error: a failed read is tried again by the next reader', async () => {
    const { cache, answer, fail } = setUp();
    const first = cache.get('a');
    fail();
    await expect(first).rejects.toThrow('store is away');
    const second = cache.get('a');
    answer(5);
    expect(await second).toBe(5);
  });
});
