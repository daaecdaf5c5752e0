import { CrossledgerError, messageOf } from '../kernel/errors.ts';
import type { Refusal } from './org-port.ts';

/** Row errors that go away by themselves (salesforce.md §3.4). */
const TRANSIENT = new Set(['UNABLE_TO_LOCK_ROW', 'SERVER_UNAVAILABLE', 'QUERY_TIMEOUT', 'INVALID_QUERY_LOCATOR', 'UNKNOWN_EXCEPTION', 'REQUEST_RUNNING_TOO_LONG']);
const MISSING = new Set(['NOT_FOUND', 'ENTITY_IS_DELETED', 'MALFORMED_ID', 'INVALID_CROSS_REFERENCE_KEY']);

export const isTransientRefusal = (refusal: NonNullable<Refusal>): boolean => TRANSIENT.has(refusal.code);
export const isMissing = (error: unknown): boolean => error instanceof CrossledgerError && MISSING.has(String(error.details['salesforceCode'] ?? ''));

/** What jsforce throws, as our own: its `name` is Salesforce's error code, or ERROR_HTTP_<status> for a page. */
export function fromSalesforce(error: unknown): CrossledgerError {
  if (error instanceof CrossledgerError) return error;
  const code = error instanceof Error ? error.name : '';
  const text = messageOf(error).slice(0, 300);
  if (code === 'REQUEST_LIMIT_EXCEEDED') return new CrossledgerError('salesforce.limit', {}, { cause: error });
  if (code === 'INVALID_SESSION_ID' || /Unable to refresh session/.test(text)) {
    return new CrossledgerError('salesforce.sign-in', { problem: text }, { cause: error });
  }
  if (TRANSIENT.has(code) || /^ERROR_HTTP_(408|420|429|5\d\d)$/.test(code) || !/^[A-Z][A-Z_]+$/.test(code)) {
    return new CrossledgerError('salesforce.unavailable', { problem: /^ERROR_HTTP_/.test(code) ? code.replace('ERROR_HTTP_', 'status ') : text }, { cause: error });
  }
  return new CrossledgerError('salesforce.refused', { problem: text, salesforceCode: code }, { cause: error });
}
