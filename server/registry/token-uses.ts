import { instant } from '../kernel/clock.ts';
import type { RegistryParts } from './parts.ts';

const PURGE_EVERY_MS = 60_000;

/** Remembers which tokens were used, over all instances; expired rows go once a minute. */
export function createTokenUses(parts: Pick<RegistryParts, 'db' | 'clock'>) {
  let purgedAt = 0;
  const purge = async (): Promise<void> => {
    purgedAt = parts.clock.now();
    await parts.db.deleteFrom('token_uses').where('expires_at', '<', instant(purgedAt)).execute();
  };
  return {
    /** False when this token of this org was used before. */
    useToken: async (orgId: string, jti: string, expiresAt: string): Promise<boolean> => {
      const inserted = await parts.db.insertInto('token_uses').values({ org_id: orgId, jti, expires_at: expiresAt })
        .onConflict((c) => c.columns(['org_id', 'jti']).doNothing()).returning('jti').executeTakeFirst();
      if (parts.clock.now() - purgedAt > PURGE_EVERY_MS) await purge();
      return inserted !== undefined;
    },
  };
}
