import type { Clock } from '../kernel/clock.ts';
import type { Limiter } from '../net/http-client.ts';
import { createMemoryLimiter, type LimiterSettings, type MemoryLimiter } from '../net/memory-limiter.ts';
import type { Database } from '../store/database.ts';
import { SHARE_KEPT_MS, giveShareBack, pauseConnection, takeShare } from '../store/shares.ts';

const RENEW_MS = 1000;
const IDLE_MS = 5000;
const MARGIN_MS = 1000;

interface Holding {
  slots: number;
  validUntil: number;
  lastUsedAt: number;
  running: number;
  /** In the queue: the share must not be given back under them. */
  waiting: number;
  renewing: Promise<void> | null;
}

/** A share that seems good for longer than any is kept was taken before the wall clock was set back: how old it is nobody knows. */
const isGood = ({ validUntil }: Holding, now: number): boolean => validUntil >= now && validUntil - now <= SHARE_KEPT_MS;

/**
 * The limiter that all instances on one PostgreSQL share: each holds a part of the slots, renewed every second while there is
 * demand, so that a live read does not pay a round trip to the database. Rate and burst are divided like the slots.
 */
export function createSharedLimiter(db: Database, clock: Clock, instance: string, settingsOf: (connection: string) => LimiterSettings, onError: (error: unknown) => void): Limiter & Pick<MemoryLimiter, 'use'> & { close(): Promise<void> } {
  const held = new Map<string, Holding>();

  const partOf = (connection: string): LimiterSettings => {
    const whole = settingsOf(connection);
    const holding = held.get(connection);
    const slots = holding === undefined || !isGood(holding, clock.now()) ? 0 : Math.min(holding.slots, whole.concurrency);
    const part = slots / whole.concurrency;
    return { ...whole, concurrency: slots, ratePerSecond: Math.max(whole.ratePerSecond * part, 0.001), burst: Math.max(whole.burst * part, slots > 0 ? 1 : 0) };
  };
  const local = createMemoryLimiter(clock, partOf);

  const renew = async (connection: string, holding: Holding): Promise<void> => {
    const askedAt = clock.now();
    const joins = !isGood(holding, clock.now());
    const share = await takeShare(db, { connection, instance, concurrency: settingsOf(connection).concurrency, running: holding.running });
    holding.slots = share.slots;
    holding.validUntil = askedAt + SHARE_KEPT_MS - MARGIN_MS;
    // What this instance saved up while it had no share was not its own: the others may have used it.
    if (joins && share.others > 0) local.empty(connection);
    if (share.pausedForMs > 0) await local.pause(connection, clock.now() + share.pausedForMs);
    local.wake(connection);
  };
  /** One renewal at a time for each connection. */
  const renewOnce = (connection: string, holding: Holding): Promise<void> => (holding.renewing ??= renew(connection, holding).finally(() => { holding.renewing = null; }));

  const waitForSlot = async (connection: string, holding: Holding, lane: 'live' | 'work', deadlineAt: number): Promise<() => void> => {
    if (!isGood(holding, clock.now())) await renewOnce(connection, holding);
    return local.acquire(connection, lane, deadlineAt);
  };

  const beat = setInterval(() => {
    for (const [connection, holding] of held) {
      if (holding.running > 0 || holding.waiting > 0 || clock.now() - holding.lastUsedAt < IDLE_MS) renewOnce(connection, holding).catch(onError);
      else {
        held.delete(connection);
        giveShareBack(db, connection, instance).catch(onError);
      }
    }
  }, RENEW_MS);
  beat.unref();

  return {
    async acquire(connection, lane, deadlineAt) {
      const holding = held.get(connection) ?? { slots: 0, validUntil: 0, lastUsedAt: 0, running: 0, waiting: 0, renewing: null };
      held.set(connection, holding);
      holding.lastUsedAt = clock.now();
      holding.waiting += 1;
      const release = await waitForSlot(connection, holding, lane, deadlineAt).finally(() => { holding.waiting -= 1; });
      holding.running += 1;
      return () => {
        holding.running -= 1;
        holding.lastUsedAt = clock.now();
        release();
      };
    },
    async pause(connection, untilMs) {
      await local.pause(connection, untilMs);
      await pauseConnection(db, connection, untilMs - clock.now());
    },
    use: (connection) => local.use(connection),
    async close() {
      clearInterval(beat);
      for (const connection of held.keys()) await giveShareBack(db, connection, instance);
    },
  };
}
