import { createHash } from 'node:crypto';
import { header } from '../../../common/wire.ts';
import type { WireRecord } from '../../org.ts';
import type { Call } from '../call.ts';
import { RestError } from '../errors.ts';

/** Conditional requests compare whole seconds (salesforce.md §3.3). */
export function checkUnmodified(call: Call, record: WireRecord): void {
  const since = header(call.request, 'if-unmodified-since');
  const sinceMs = since === undefined ? NaN : Date.parse(since);
  if (Number.isFinite(sinceMs) && wholeSeconds(modifiedMs(record)) > wholeSeconds(sinceMs)) throw changed();
  const ifMatch = header(call.request, 'if-match');
  if (ifMatch !== undefined && record.attributes.type === 'Account' && ifMatch !== etagOf(record)) throw changed();
}

/** True when a read with If-Modified-Since may be answered 304. */
export function isUnmodified(call: Call, record: WireRecord): boolean {
  const sinceMs = Date.parse(header(call.request, 'if-modified-since') ?? '');
  return Number.isFinite(sinceMs) && wholeSeconds(modifiedMs(record)) <= wholeSeconds(sinceMs);
}

/** Only Account rows have an entity tag (salesforce.md §3.3). */
export function etagOf(record: WireRecord): string {
  return `"${createHash('sha256').update(`${String(record['Id'])}|${String(record['SystemModstamp'])}`).digest('base64url').slice(0, 22)}"`;
}

export function hasPrecondition(call: Call): boolean {
  return ['if-unmodified-since', 'if-match'].some((name) => call.request.headers[name] !== undefined);
}

function changed(): RestError {
  return new RestError(412, 'PRECONDITION_FAILED', 'The row was changed since');
}

function modifiedMs(record: WireRecord): number {
  return Date.parse(String(record['LastModifiedDate'] ?? record['SystemModstamp']));
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
