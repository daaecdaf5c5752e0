import { describe, expect, it } from 'vitest';
import { createMemoryLimiter, type LimiterSettings, type LimiterUse } from '../../server/net/memory-limiter.ts';
import { fakeTime, type FakeTime } from './fake-time.ts';

const roomy: LimiterSettings = { concurrency: 4, ratePerSecond: 1_000, burst: 1_000, liveShare: 0.25 };
function open(settings: Partial<LimiterSettings> = {}): { time: FakeTime; take: (lane: 'live' | 'work', withinMs?: number) => { granted: boolean; giveBack: () => void; error: unknown }; pause: (ms: number) => Promise<void>; use: () => LimiterUse } {
  const time = fakeTime();
  const limiter = createMemoryLimiter(time, () => ({ ...roomy, ...settings }), time);
  return {
    time,
    take(lane, withinMs = 10_000) {
      const call = { granted: false, giveBack: (): void => undefined, error: undefined as unknown };
      limiter.acquire('c', lane, time.now() + withinMs).then(
        (giveBack) => Object.assign(call, { granted: true, giveBack }),
        (error: unknown) => Object.assign(call, { error }),
      );
      return call;
    },
    pause: (ms) => limiter.pause('c', time.now() + ms),
    use: () => limiter.use('c'),
  };
}

describe('limiter', () => {
  it('never lets more run than there are slots, and keeps a share for live reads', async () => {
    const { time, take } = open();
    const writes = [1, 2, 3, 4].map(() => take('work'));
    await time.advance(0);
    expect(writes.filter((call) => call.granted)).toHaveLength(3);
    const reads = [take('live'), take('live')];
    await time.advance(0);
    expect(reads.map((call) => call.granted)).toEqual([true, false]);
    writes[0]?.giveBack();
    writes[0]?.giveBack();
    await time.advance(0);
    expect(reads[1]?.granted).toBe(true);
    expect(writes[3]?.granted).toBe(false);
  });

  it('tells what is in use', async () => {
    const { time, take, pause, use } = open({ concurrency: 2 });
    expect(use()).toEqual({ running: 0, waiting: 0, pausedUntil: null });
    const first = take('live');
    take('live');
    take('live');
    await time.advance(0);
    expect(use()).toEqual({ running: 2, waiting: 1, pausedUntil: null });
    first.giveBack();
    await pause(500);
    expect(use()).toEqual({ running: 2, waiting: 0, pausedUntil: time.now() + 500 });
    await time.advance(501);
    expect(use().pausedUntil).toBeNull();
  });

  it('starts no more in a second than rate and burst allow', async () => {
    const { time, take } = open({ concurrency: 100, ratePerSecond: 20, burst: 5 });
    const calls = Array.from({ length: 60 }, () => take('live'));
    await time.advance(1_000);
    const started = calls.filter((call) => call.granted).length;
    expect(started).toBeGreaterThanOrEqual(24);
    expect(started).toBeLessThanOrEqual(25);
  });

  it('starts nothing before a pause is over, and tells at once when the pause outlasts the deadline', async () => {
    const { time, take, pause } = open();
    await pause(2_000);
    const patient = take('live', 5_000);
    const hasty = take('live', 1_000);
    await time.advance(0);
    expect(hasty.error).toMatchObject({ code: 'erp.throttled', retryAfterMs: 2_000 });
    await time.advance(1_999);
    expect(patient.granted).toBe(false);
    await time.advance(2);
    expect(patient.granted).toBe(true);
  });

  it('rejects who waits beyond the deadline, and the slot goes to the next', async () => {
    const { time, take } = open({ concurrency: 1 });
    const first = take('work');
    const late = take('work', 100);
    const next = take('work');
    await time.advance(101);
    expect(late.error).toMatchObject({ code: 'erp.slow', outcome: 'not-done' });
    first.giveBack();
    await time.advance(0);
    expect(next.granted).toBe(true);
  });

  it('is held up by no more than was asked for when the wall clock is set back', async () => {
    const { time, take, pause } = open({ ratePerSecond: 10, burst: 1, concurrency: 8 });
    expect(take('live')).toMatchObject({ granted: false });
    await time.advance(0);
    time.step(-54_000);
    const next = take('live');
    await time.advance(100);
    expect(next.granted).toBe(true);
    await pause(1_000);
    time.step(-54_000);
    const paused = take('live');
    await time.advance(900);
    expect(paused.granted).toBe(false);
    await time.advance(200);
    expect(paused.granted).toBe(true);
  });
});
