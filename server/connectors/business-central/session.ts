import type { Clock } from '../../kernel/clock.ts';
import type { CallContext, Send } from '../../net/http-client.ts';
import type { ConnectionSettings } from '../connector.ts';
import { eq, type Filter } from '../odata/filter.ts';
import { guidLiteral, stringLiteral } from '../odata/literal.ts';
import { createODataClient, type ODataClient, type ReadOptions } from '../odata/odata-client.ts';
import type { JsonBatchPart } from '../odata/json-batch.ts';
import type { Row, Rows } from '../odata/pager.ts';
import type { Query } from '../odata/query.ts';
import { createCompanies, type Companies } from './company.ts';
import { classify, isMissing } from './errors.ts';

/** The standard API, and Microsoft's analytics API beside it, which not every environment has. */
export type Api = 'v2' | 'analytics';

/** Reads a set of a company, given by id or name. */
export type ReadSet = (company: string, set: string, query: Query, step: string, context: CallContext) => Promise<Rows>;

export interface Session {
  settings: ConnectionSettings;
  clock: Clock;
  companies: Companies;
  read: ReadSet;
  /** The same, never from a replica, whoever asks: a write is decided by it. */
  readNow: ReadSet;
  /** Creates a row in a set of a company; the answer is the new row. */
  create(company: string, set: string, body: unknown, step: string, context: CallContext): Promise<Row>;
  /** Changes a row, when it still is as it was read. */
  update(company: string, path: string, body: unknown, etag: string, step: string, context: CallContext): Promise<void>;
  /** Deletes a row, when it still is as it was read. */
  remove(company: string, path: string, etag: string, step: string, context: CallContext): Promise<void>;
  /** All parts or none; the addresses start at the API's root. */
  writeTogether(parts: readonly JsonBatchPart[], step: string, context: CallContext): Promise<void>;
  /** Null when this environment does not have the set; asked once, then remembered until the next probe. */
  readIfThere(company: string, api: Api, set: string, query: Query, step: string, context: CallContext): Promise<Rows | null>;
  metadata(context: CallContext): Promise<string>;
  noteMissing(api: Api, set: string, missing: boolean): void;
  isMissing(api: Api, set: string): boolean;
}

export function openSession(settings: ConnectionSettings, send: Send, clock: Clock): Session {
  const environment = settings.baseUrl.replace(/\/+$/, '').replace(/\/api\/v2\.0$/, '');
  const client = (path: string): ODataClient => createODataClient({ send, root: `${environment}${path}`, headers: { accept: 'application/json' }, extra: {}, classify });
  const apis: Record<Api, ODataClient> = { v2: client('/api/v2.0'), analytics: client('/api/microsoft/analytics/v1.0') };
  const missing = new Set<string>();
  const companies = createCompanies(apis.v2, clock);
  const pathOf = async (company: string, set: string, context: CallContext): Promise<string> => `companies(${guidLiteral(await companies.idOf(company, context))})/${set}`;
  return {
    settings,
    clock,
    companies,
    read: async (company, set, query, step, context) => apis.v2.read(await pathOf(company, set, context), query, optionsOf(step, context)),
    readNow: async (company, set, query, step, context) => apis.v2.read(await pathOf(company, set, context), query, { step, context, limit: MOST_ROWS }),
    create: async (company, set, body, step, context) => apis.v2.create(await pathOf(company, set, context), body, step, context),
    update: async (company, path, body, etag, step, context) => apis.v2.update(await pathOf(company, path, context), body, { 'if-match': etag }, step, context),
    remove: async (company, path, etag, step, context) => apis.v2.remove(await pathOf(company, path, context), { 'if-match': etag }, step, context),
    writeTogether: (parts, step, context) => apis.v2.jsonBatch(parts, { isolation: 'snapshot' }, step, context),
    async readIfThere(company, api, set, query, step, context) {
      if (missing.has(`${api}/${set}`)) return null;
      const path = await pathOf(company, set, context);
      try {
        return await apis[api].read(path, query, optionsOf(step, context));
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
        missing.add(`${api}/${set}`);
        return null;
      }
    },
    metadata: (context) => apis.v2.metadata(context),
    noteMissing(api, set, isGone) {
      if (isGone) missing.add(`${api}/${set}`);
      else missing.delete(`${api}/${set}`);
    },
    isMissing: (api, set) => missing.has(`${api}/${set}`),
  };
}

/** A replica serves open pages; it lags, so nothing that decides about a write may read it (business-central.md §2). */
const optionsOf = (step: string, context: CallContext): ReadOptions => ({ step, context, limit: MOST_ROWS, ...(context.lane === 'live' ? { headers: { 'data-access-intent': 'ReadOnly' } } : {}) });

const MOST_ROWS = 2_000;

export const textIs = (property: string, value: string): Filter => eq(property, stringLiteral(value));
