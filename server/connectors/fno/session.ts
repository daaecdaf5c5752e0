import type { Clock } from '../../kernel/clock.ts';
import type { CallContext, Send } from '../../net/http-client.ts';
import type { ConnectionSettings } from '../connector.ts';
import { compare, eq, NOTHING, type Filter } from '../odata/filter.ts';
import { stringLiteral } from '../odata/literal.ts';
import { createODataClient, type ODataClient } from '../odata/odata-client.ts';
import type { Rows } from '../odata/pager.ts';
import type { Query } from '../odata/query.ts';
import { classify, isMissing } from './errors.ts';
import { companyId } from './wire.ts';

/** What every object file of this connector works with. */
export interface Session {
  settings: ConnectionSettings;
  clock: Clock;
  odata: ODataClient;
  /** Reads a set that not every environment publishes; null when this one does not. Asked once, then remembered until the next probe. */
  readIfThere(set: string, query: Query, step: string, context: CallContext): Promise<Rows | null>;
  /** Whether a set is there, as far as known. */
  isMissing(set: string): boolean;
  noteMissing(set: string, missing: boolean): void;
}

export function openSession(settings: ConnectionSettings, send: Send, clock: Clock): Session {
  const odata = createODataClient({
    send,
    root: `${settings.baseUrl.replace(/\/+$/, '').replace(/\/data$/, '')}/data`,
    headers: { accept: 'application/json;odata.metadata=minimal', 'odata-version': '4.0', 'odata-maxversion': '4.0' },
    // Without it only the user's default company is seen (fno.md §3).
    extra: { 'cross-company': 'true' },
    classify,
  });
  const missing = new Set<string>();
  return {
    settings,
    clock,
    odata,
    async readIfThere(set, query, step, context) {
      if (missing.has(set)) return null;
      try {
        return await odata.read(set, query, { step, context });
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
        missing.add(set);
        return null;
      }
    },
    isMissing: (set) => missing.has(set),
    noteMissing(set, isGone) {
      if (isGone) missing.add(set);
      else missing.delete(set);
    },
  };
}

export const inCompany = (company: string): Filter => eq('dataAreaId', stringLiteral(companyId(company)));

/** A `*` inside an eq literal is a wildcard that cannot be escaped (fno.md §3): such a value is never asked for. */
export const textIs = (property: string, value: string): Filter => (value.includes('*') ? NOTHING : eq(property, stringLiteral(value)));

/** A pattern on purpose: each `*` stands for any text. Compare what comes back. */
export const textLike = (property: string, pattern: string): Filter => eq(property, stringLiteral(pattern));

export const textIsNot = (property: string, value: string): Filter => compare(property, 'ne', stringLiteral(value));
