import { CrossledgerError } from '../kernel/errors.ts';
import { sourcesOf } from '../mapping/needs.ts';
import type { Mappings } from './directory.ts';

const AGAIN_MS = 500;

/** Throws mapping.moved when documents were published while the deal was read: what they newly name would count as empty. */
export function refuseUnread(mappings: Mappings, read: readonly string[]): void {
  const known = new Set(read);
  const unread = sourcesOf(Object.values(mappings)).find((source) => !source.startsWith('Crossledger.') && !known.has(source));
  if (unread !== undefined) throw new CrossledgerError('mapping.moved', { source: unread }, { retryAfterMs: AGAIN_MS });
}
