import type { CrossledgerError } from '../kernel/errors.ts';
import { changePush, type Push } from '../store/pushes.ts';
import { backoffMs } from './backoff.ts';
import type { OrdersDeps } from './deps.ts';
import type { ConnectionState } from './directory.ts';

export const DEFAULT_RECHECK_MS = 300_000;
/** Longest time that a push is tried by itself before somebody must decide. */
const PATIENCE_MS = 30 * 86_400_000;
/** Nothing failed: only its time has not come. */
const WAITS = new Set(['erp.throttled', 'erp.settling', 'customer.busy', 'order.earlier']);

/** Stores why it did not go through, and when it is tried again. */
export async function settle(deps: OrdersDeps, push: Push, error: CrossledgerError, connection: ConnectionState | null): Promise<void> {
  const attempts = WAITS.has(error.code) ? push.attempts : push.attempts + 1;
  const words = { code: error.code, message: error.sentence, fixer: error.entry.fixer, attempts };
  const recheckMs = connection?.recheckMs ?? DEFAULT_RECHECK_MS;
  const overdue = !WAITS.has(error.code) && deps.clock.now() - Date.parse(push.accepted_at) > PATIENCE_MS;
  const change = (state: Push['state'], nextTryInMs: number | null) => changePush(deps.db, push.org_id, push.key, { ...words, state, nextTryInMs });
  if (error.code === 'connection.observing') return change('observed', recheckMs);
  if (error.code === 'order.not-won' || error.code === 'order.superseded' || error.code === 'connection.before-go-live' || error.code === 'connection.criteria') return change('refused', 0);
  if (error.entry.retry === 'never' || overdue) return change('dead', 0);
  if (error.entry.retry === 'after-fix') return change('blocked', recheckMs);
  return change('waiting', error.retryAfterMs ?? backoffMs(attempts));
}
