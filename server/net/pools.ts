import { Pool } from 'undici';

export interface PoolSettings {
  /** Sockets per origin; the limiter decides how many of them work. */
  connections: number;
  connectTimeoutMs: number;
  headersTimeoutMs: number;
  bodyTimeoutMs: number;
  maxBodyBytes: number;
}

export const DEFAULT_POOL: PoolSettings = { connections: 64, connectTimeoutMs: 5_000, headersTimeoutMs: 120_000, bodyTimeoutMs: 60_000, maxBodyBytes: 20 * 1024 * 1024 };

/** One undici pool per origin, made on first use. Redirects are never followed. */
export interface Pools {
  of(origin: string): Pool;
  /** Lets what is under way end. */
  close(): Promise<void>;
  /** Ends what is under way too. */
  destroy(): Promise<void>;
}

export function createPools(settings: PoolSettings = DEFAULT_POOL): Pools {
  const pools = new Map<string, Pool>();
  const takeAll = (): Pool[] => {
    const open = [...pools.values()];
    pools.clear();
    return open;
  };
  return {
    of(origin) {
      const known = pools.get(origin);
      if (known !== undefined) return known;
      const pool = new Pool(origin, {
        connections: settings.connections,
        connect: { timeout: settings.connectTimeoutMs },
        headersTimeout: settings.headersTimeoutMs,
        bodyTimeout: settings.bodyTimeoutMs,
        maxResponseSize: settings.maxBodyBytes,
      });
      pools.set(origin, pool);
      return pool;
    },
    async close() {
      await Promise.all(takeAll().map((pool) => pool.close()));
    },
    async destroy() {
      await Promise.all(takeAll().map((pool) => pool.destroy()));
    },
  };
}
