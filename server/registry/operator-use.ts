import { instant } from '../kernel/clock.ts';
import { actorOf, type Operator } from './operators.ts';
import type { RegistryParts } from './parts.ts';

const SCRAPE_AUDIT_EVERY_MS = 3_600_000;

export interface OperatorUse {
  /** Id of the endpoint. */
  endpoint: string;
  orgId: string | null;
  allowed: boolean;
  /** A monitoring system repeats these for ever; one row per hour tells as much. */
  scrape: boolean;
  requestId: string;
}

/** Writes down each use of an operator's token, refused ones too. */
export function createOperatorUse(parts: RegistryParts) {
  const scrapedAt = new Map<string, number>();
  return async (operator: Operator, use: OperatorUse): Promise<void> => {
    const now = parts.clock.now();
    await parts.db.updateTable('operators').set({ last_used_at: instant(now) }).where('id', '=', operator.id).execute();
    if (use.scrape && use.allowed) {
      if (now - (scrapedAt.get(operator.id) ?? 0) < SCRAPE_AUDIT_EVERY_MS) return;
      scrapedAt.set(operator.id, now);
    }
    await parts.audit(parts.db, { orgId: use.orgId, actor: actorOf(operator), action: use.allowed ? 'operator.used' : 'operator.refused', subject: `endpoint/${use.endpoint}`, requestId: use.requestId });
  };
}
