import { createHash } from 'node:crypto';

/** What one entry of the audit trail says; instants are UTC ISO text with milliseconds. */
export interface AuditContent {
  orgId: string | null;
  /** Who. */
  actor: string;
  /** What, `object.past-tense`. */
  action: string;
  /** Which record. */
  subject: string;
  /** Why. */
  reason: string | null;
  before: unknown;
  after: unknown;
  /** The request that did it. */
  requestId: string | null;
  /** The thread from the first request to the last consequence. */
  correlationId: string | null;
}

export interface AuditLink extends AuditContent {
  /** 1, 2, 3 … without gaps in each chain. */
  seq: number;
  at: string;
  /** Of the entry before; `GENESIS_HASH` for the first. */
  prevHash: string;
  hash: string;
}

/** Format of an export; a reader refuses others. */
export const AUDIT_EXPORT_FORMAT = 'crossledger-audit/1';

/** What stands before the first entry of a chain. */
export const GENESIS_HASH = '0'.repeat(64);

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** JSON with the keys of every object in code unit order and nothing between the parts: equal values give equal text, whatever stored them. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const record = value as Record<string, unknown>;
  return `{${Object.keys(record).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`).join(',')}}`;
}

/**
 * A value as every store gives it back: JSON, without the characters that PostgreSQL cannot keep (NUL, half a surrogate pair), which
 * become U+FFFD.
 */
export function storableJson(value: unknown): unknown {
  return value === undefined ? null : keepable(JSON.parse(JSON.stringify(value)) as unknown);
}

export const storableText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD');

function keepable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(keepable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), keepable(inner)]));
}

/** SHA-256, hex, over the content alone. */
export const contentHash = ({ orgId, actor, action, subject, reason, before, after, requestId, correlationId }: AuditContent): string =>
  sha256(canonicalJson({ orgId, actor, action, subject, reason, before: before ?? null, after: after ?? null, requestId, correlationId }));

/** SHA-256, hex, over the hash before, the place and instant in the chain, and the hash of the content, one to a line. The store computes the same in SQL. */
export const linkHash = (link: { prevHash: string; seq: number; at: string; contentHash: string }): string =>
  sha256([link.prevHash, link.seq, link.at, link.contentHash].join('\n'));

/** What the hash of an entry must be. */
export const hashOfEntry = (entry: Omit<AuditLink, 'hash'>): string => linkHash({ prevHash: entry.prevHash, seq: entry.seq, at: entry.at, contentHash: contentHash(entry) });
