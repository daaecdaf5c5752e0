import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { CallContext, HttpRequest, HttpResponse, Send } from '../../net/http-client.ts';
import { readBatch, writeChangeset, type BatchAnswer, type BatchPart } from './batch.ts';
import { findRefused, readJsonBatch, writeJsonBatch, type JsonBatchPart } from './json-batch.ts';
import { NOTHING } from './filter.ts';
import { readPages, type Row, type Rows } from './pager.ts';
import { queryString, type Query } from './query.ts';
import { writeQuestions, type Question } from './question-batch.ts';

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
  /** The service's `$metadata` document. */
  metadata(context: CallContext): Promise<string>;
  /** Creates a row, or asks a question when `safe`. 200 and 201 are both fine; an answer without a body gives an empty row. */
  create(set: string, body: unknown, step: string, context: CallContext, safe?: boolean): Promise<Row>;
  /** Rows of the reads in a batch of questions; a refused POST among them is left to the reads, a refused read is an error. */
  ask(questions: readonly Question[], step: string, context: CallContext): Promise<Row[]>;
  update(path: string, body: unknown, headers: Record<string, string>, step: string, context: CallContext): Promise<void>;
  remove(path: string, headers: Record<string, string>, step: string, context: CallContext): Promise<void>;
  /** Writes all parts in one transaction; the answers are those of the parts that ran. */
  changeset(parts: readonly BatchPart[], step: string, context: CallContext): Promise<void>;
  /** The same for a service that takes JSON batches: `headers` ask it for one transaction. */
  jsonBatch(parts: readonly JsonBatchPart[], headers: Record<string, string>, step: string, context: CallContext): Promise<void>;
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

    async metadata(context) {
      const { accept: _accept, ...headers } = settings.headers;
      const response = await ask({ method: 'GET', url: address('$metadata', ''), headers: { ...headers, accept: 'application/xml' }, step: 'read metadata' }, context, false);
      return response.text;
    },

    async create(set, body, step, context, safe = false) {
      const request: HttpRequest = { method: 'POST', url: withExtra(set), headers: jsonHeaders(settings.headers), body: JSON.stringify(body), step, ...(safe ? { safe } : {}) };
      const response = await ask(request, context, !safe);
      return response.text.trim() === '' ? {} : createdRow(response.text, step, safe);
    },

    async update(path, body, headers, step, context) {
      await ask({ method: 'PATCH', url: withExtra(path), headers: { ...jsonHeaders(settings.headers), ...headers }, body: JSON.stringify(body), step }, context, true);
    },

    async remove(path, headers, step, context) {
      await ask({ method: 'DELETE', url: withExtra(path), headers: { ...settings.headers, ...headers }, step }, context, true);
    },

    ask: (questions, step, context) => askTogether(settings, ask, questions, step, context),

    async changeset(parts, step, context) {
      const batch = writeChangeset(parts.map((part) => ({ ...part, path: withQuery(part.path, queryString({}, settings.extra)) })));
      const request: HttpRequest = { method: 'POST', url: address('$batch', ''), headers: { ...settings.headers, accept: 'multipart/mixed', 'content-type': batch.contentType }, body: batch.body, step };
      const response = await ask(request, context, true);
      checkTransaction(readBatch(response.headers['content-type'] ?? '', response.text), parts.length, step, (refused) => settings.classify(request, refused, true));
    },

    async jsonBatch(parts, headers, step, context) {
      const request: HttpRequest = { method: 'POST', url: address('$batch', ''), headers: { ...jsonHeaders(settings.headers), ...headers }, body: writeJsonBatch(parts), step };
      const response = await ask(request, context, true);
      const refused = findRefused(response.text);
      const answers = refused === undefined ? readJsonBatch(response.text, parts.length) : [refused];
      checkTransaction(answers, parts.length, step, (answer) => settings.classify(request, answer, true));
    },
  };
}

/** A new row that cannot be read was made all the same. */
function createdRow(text: string, step: string, safe: boolean): Row {
  const row = asRow(readJsonOrNothing(text));
  if (row !== undefined) return row;
  if (safe) return fail(step);
  throw new CrossledgerError('erp.unknown-outcome', { step }, { outcome: 'unknown' });
}

const withQuery = (path: string, query: string): string => (query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`);

/** One refused part refuses all; fewer answers than parts tell nothing. */
function checkTransaction(answers: readonly BatchAnswer[] | undefined, parts: number, step: string, classify: (refused: BatchAnswer) => CrossledgerError): void {
  const refused = answers?.find((answer) => answer.status >= 400);
  if (refused !== undefined) throw notDone(classify(refused));
  if (answers?.length !== parts) throw new CrossledgerError('erp.unknown-outcome', { step }, { outcome: 'unknown' });
}

/** A changeset that failed inside its batch was rolled back: whatever the reason, nothing of it is kept (fno.md §3, business-central.md §4). */
function notDone(error: CrossledgerError): CrossledgerError {
  if (error.outcome === 'not-done') return error;
  return new CrossledgerError('erp.unavailable', { problem: 'the transaction was rolled back' }, { cause: error });
}

type Ask = (request: HttpRequest, context: CallContext, write: boolean) => Promise<HttpResponse>;

async function askTogether(settings: ODataSettings, ask: Ask, questions: readonly Question[], step: string, context: CallContext): Promise<Row[]> {
  const extra = queryString({}, settings.extra);
  const addressed = (path: string): string => (extra === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${extra}`);
  const batch = writeQuestions(questions.map((question) => ({ ...question, path: addressed(question.path) })));
  const request: HttpRequest = { method: 'POST', url: `${settings.root}/$batch`, headers: { ...settings.headers, accept: 'multipart/mixed', 'content-type': batch.contentType }, body: batch.body, step, safe: true };
  const response = await ask(request, context, false);
  const answers = readBatch(response.headers['content-type'] ?? '', response.text);
  if (answers === undefined || answers.length !== questions.length) return fail(step);
  return answers.flatMap((answer, at) => {
    const isRead = questions[at]?.method === 'GET';
    if (answer.status === 404 || (isRead && answer.status >= 400)) throw settings.classify(request, answer, false);
    return isRead ? rowsOf(answer.text, step) : [];
  });
}

const rowList = z.object({ value: z.array(z.record(z.string(), z.unknown())) });

function rowsOf(text: string, step: string): Row[] {
  const read = rowList.safeParse(readJsonOrNothing(text));
  return read.success ? read.data.value : fail(step);
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
