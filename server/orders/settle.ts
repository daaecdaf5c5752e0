import type { CrossledgerError } from '../kernel/errors.ts';
import type { Push } from '../store/pushes.ts';
import { backoffMs } from './backoff.ts';
import type { OrdersDeps } from './deps.ts';
import type { ConnectionState } from './directory.ts';
import { storeOutcome } from './exceptions.ts';

export const DEFAULT_RECHECK_MS = 300_000;
/** Longest time that a push is tried by itself before somebody must decide. */
const PATIENCE_MS = 30 * 86_400_000;
/** Nothing failed: only its time has not come. */
const WAITS = new Set(['erp.throttled', 'erp.settling', 'contact.busy', 'customer.busy', 'order.earlier']);
/** By rule: it may go by hand, or when its deal is won again. */
const REFUSALS = new Set(['order.not-won', 'order.lost', 'order.superseded', 'connection.before-go-live', 'connection.criteria']);

/** Stores why it did not go through, when it is tried again, and the exception that somebody decides about. */
export async function settle(deps: OrdersDeps, push: Push, error: CrossledgerError, connection: ConnectionState | null): Promise<void> {
  const attempts = WAITS.has(error.code) ? push.attempts : push.attempts + 1;
  const words = { code: error.code, message: error.sentence, fixer: error.entry.fixer, attempts };
  const recheckMs = connection?.recheckMs ?? DEFAULT_RECHECK_MS;
  const overdue = !WAITS.has(error.code) && deps.clock.now() - Date.parse(push.accepted_at) > PATIENCE_MS;
  const change = async (state: Push['state'], nextTryInMs: number | null): Promise<void> => {
    // A cause that is only seen again is no news.
    const entry = push.code === error.code ? null : { action: `order.${state}`, reason: error.message, before: { code: push.code }, after: { code: error.code } };
    await storeOutcome(deps.db, push, { ...words, state, nextTryInMs }, error, entry);
  };
  if (error.code === 'connection.observing') return change('observed', recheckMs);
  if (REFUSALS.has(error.code)) return change('refused', 0);
  if (error.code === 'order.held') return change('held', recheckMs);
  if (error.entry.retry === 'never' || overdue) return change('dead', 0);
  if (error.entry.retry === 'after-fix') return change('blocked', recheckMs);
  return change('waiting', error.retryAfterMs ?? backoffMs(attempts));
}
