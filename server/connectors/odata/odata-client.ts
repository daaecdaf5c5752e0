import { CrossledgerError } from '../../kernel/errors.ts';
import type { CallContext, HttpRequest, HttpResponse, Send } from '../../net/http-client.ts';
import { readBatch, writeChangeset, type BatchAnswer, type BatchPart } from './batch.ts';
import { NOTHING } from './filter.ts';
import { readPages, type Row, type Rows } from './pager.ts';
import { queryString, type Query } from './query.ts';

export interface ODataSettings {
  send: Send;
  /** Service root without a slash at its end. */
  root: string;
  headers: Readonly<Record<string, string>>;
  /** Query options on every address. */
  extra: Readonly<Record<string, string>>;
  /** Turns a refused answer into an error; `write` tells whether something may have changed. */
  classify(request: HttpRequest, response: BatchAnswer, write: boolean): CrossledgerError;
}

export interface ReadOptions {
  step: string;
  context: CallContext;
  /** Most rows wanted over all pages; the query's `top` or 1,000 when absent. */
  limit?: number;
  headers?: Record<string, string>;
}

export interface ODataClient {
  read(set: string, query: Query, options: ReadOptions): Promise<Rows>;
  /** Creates a row, or asks a question when `safe`. 200 and 201 are both fine; an answer without a body gives an empty row. */
  create(set: string, body: unknown, step: string, context: CallContext, safe?: boolean): Promise<Row>;
  update(path: string, body: unknown, headers: Record<string, string>, step: string, context: CallContext): Promise<void>;
  /** Writes all parts in one transaction; the answers are those of the parts that ran. */
  changeset(parts: readonly BatchPart[], step: string, context: CallContext): Promise<void>;
}

const MOST_ROWS = 1_000;

export function createODataClient(settings: ODataSettings): ODataClient {
  const { root, send } = settings;
  const address = (path: string, query: string): string => `${root}/${path}${query === '' ? '' : `?${query}`}`;
  const withExtra = (path: string): string => address(path, queryString({}, settings.extra));

  async function ask(request: HttpRequest, context: CallContext, write: boolean): Promise<HttpResponse> {
    const response = await send(request, context);
    if (response.status >= 400) throw settings.classify(request, response, write);
    return response;
  }

  return {
    async read(set, query, { step, context, limit, headers }) {
      if (query.filter === NOTHING) return { rows: [], count: 0 };
      const fetchPage = async (url: string): Promise<unknown> => {
        const response = await ask({ method: 'GET', url, headers: { ...settings.headers, ...headers }, step }, context, false);
        return readJson(response.text, step);
      };
      return readPages(fetchPage, root, address(set, queryString(query, settings.extra)), limit ?? query.top ?? MOST_ROWS);
    },

    async create(set, body, step, context, safe = false) {
      const request: HttpRequest = { method: 'POST', url: withExtra(set), headers: jsonHeaders(settings.headers), body: JSON.stringify(body), step, ...(safe ? { safe } : {}) };
      const response = await ask(request, context, !safe);
      if (response.text.trim() === '') return {};
      const row = asRow(readJsonOrNothing(response.text));
      if (row !== undefined) return row;
      if (safe) return fail(step);
      throw new CrossledgerError('erp.unknown-outcome', { step }, { outcome: 'unknown' });
    },

    async update(path, body, headers, step, context) {
      await ask({ method: 'PATCH', url: withExtra(path), headers: { ...jsonHeaders(settings.headers), ...headers }, body: JSON.stringify(body), step }, context, true);
    },

    async changeset(parts, step, context) {
      const query = queryString({}, settings.extra);
      const batch = writeChangeset(parts.map((part) => ({ ...part, path: query === '' ? part.path : `${part.path}?${query}` })));
      const request: HttpRequest = { method: 'POST', url: address('$batch', ''), headers: { ...settings.headers, accept: 'multipart/mixed', 'content-type': batch.contentType }, body: batch.body, step };
      const response = await ask(request, context, true);
      const answers = readBatch(response.headers['content-type'] ?? '', response.text);
      const refused = answers?.find((answer) => answer.status >= 400);
      if (refused !== undefined) throw notDone(settings.classify(request, refused, true));
      if (answers === undefined || answers.length !== parts.length) throw new CrossledgerError('erp.unknown-outcome', { step }, { outcome: 'unknown' });
    },
  };
}

/** A changeset that failed inside its batch was rolled back: whatever the reason, nothing of it is kept (fno.md §3). */
function notDone(error: CrossledgerError): CrossledgerError {
  if (error.outcome === 'not-done') return error;
  return new CrossledgerError('erp.unavailable', { problem: 'the transaction was rolled back' }, { cause: error });
}

const jsonHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> => ({ ...headers, 'content-type': 'application/json' });

const asRow = (json: unknown): Row | undefined => (typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Row) : undefined);

function fail(step: string): never {
  throw new CrossledgerError('erp.answer', { problem: `no JSON row to "${step}"` });
}

function readJsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const readJson = (text: string, step: string): unknown => readJsonOrNothing(text) ?? fail(step);
