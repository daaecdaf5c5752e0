import { isDeepStrictEqual } from 'node:util';
import { listenFarEnd, type FarEnd } from '../../common/listen.ts';
import { header, type WireReply, type WireRequest } from '../../common/wire.ts';
import type { ErpEndpoint } from '../erp-options.ts';
import { fnoDialect } from '../fno/dialect.ts';
import { notFoundForUpdate, noResource, toReply, unknownProperty } from '../fno/problems.ts';
import type { FilterDialect } from '../odata/filter-run.ts';
import type { EntityType } from '../odata/model.ts';
import { readKey } from '../odata/path.ts';
import { ODataProblem } from '../odata/problem.ts';
import { readOptions, type QueryOptions } from '../odata/query.ts';
import { readPage } from '../odata/read.ts';
import { makeTable, type Stored, type Table } from '../odata/table.ts';
import { makeTokenService, type TokenService } from '../odata/token-service.ts';
import { guessType, writeMetadata } from './guess-type.ts';
import { pathOnly, readRecordings, setPath, type Exchange, type Recordings } from './recordings.ts';

export interface ReplayOptions {
  /** Folder of recordings: JSON files with `exchanges`. */
  readonly folder: string;
  readonly port?: number;
}

export interface RunningReplay extends ErpEndpoint {
  readonly farEnd: FarEnd;
  readonly close: () => Promise<void>;
}

interface Replay {
  readonly recordings: Recordings;
  readonly types: ReadonlyMap<string, EntityType>;
  readonly tables: ReadonlyMap<string, Table>;
}

const dialect: FilterDialect = { ...fnoDialect, guessesTypes: true, blankOf: () => undefined };
const client = { id: '33333333-3333-3333-3333-333333333333', secret: 'replay-secret' };
const tenant = '00000000-0000-0000-0000-000000000000';

/** Serves recorded exchanges: lists by filter over the recorded rows, everything else as it was recorded. */
export async function startReplay(options: ReplayOptions): Promise<RunningReplay> {
  const replay = makeReplay(readRecordings(options.folder));
  let baseUrl = '';
  const tokens = makeTokenService({ ...client, scope: () => `${baseUrl}/.default` }, 3599);
  const farEnd = await listenFarEnd({ port: options.port ?? 0, handle: (request) => answer(replay, tokens, request), expireTokens: () => tokens.expireAll(), reset: () => undefined });
  baseUrl = farEnd.baseUrl;
  const endpoint = { baseUrl, tokenUrl: `${baseUrl}/${tenant}/oauth2/v2.0/token`, scope: `${baseUrl}/.default`, clientId: client.id, clientSecret: client.secret };
  return { ...endpoint, farEnd, company: companyIn(replay.recordings), faults: `${baseUrl}/__sandbox/faults`, close: () => farEnd.close() };
}

function makeReplay(recordings: Recordings): Replay {
  const types = new Map<string, EntityType>();
  const tables = new Map<string, Table>();
  for (const [path, rows] of recordings.sets) {
    const name = path.split('/').at(-1) ?? path;
    const table = makeTable({ name, keys: [], foldsCase: true });
    rows.forEach((row, at) => table.put({ key: String(at), id: at, version: 1, row }));
    types.set(path, guessType(name, rows));
    tables.set(path, table);
  }
  return { recordings, types, tables };
}

function companyIn(recordings: Recordings): string {
  for (const rows of recordings.sets.values()) for (const row of rows) if (typeof row['dataAreaId'] === 'string') return row['dataAreaId'];
  return '';
}

function answer(replay: Replay, tokens: TokenService, request: WireRequest): WireReply {
  const issued = tokens.answer(request);
  if (issued) return issued;
  if (!tokens.isAccepted(request)) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  try {
    return request.method === 'GET' ? answerRead(replay, request) : answerWrite(replay, request);
  } catch (cause) {
    if (cause instanceof ODataProblem) return toReply(cause);
    throw cause;
  }
}

function answerRead(replay: Replay, request: WireRequest): WireReply {
  const path = pathOnly(request.path);
  if (path.endsWith('/$metadata')) return { status: 200, headers: { 'content-type': 'application/xml' }, body: writeMetadata(replay.types) };
  const count = path.endsWith('/$count');
  const listPath = count ? path.slice(0, -'/$count'.length) : path;
  const table = replay.tables.get(setPath(listPath));
  const type = replay.types.get(setPath(listPath));
  if (!table || !type) throw noResource(`http://${header(request, 'host') ?? ''}${path}`);
  const options = readOptions(request.query);
  const key = /\(([^]*)\)$/.exec(listPath)?.[1];
  if (key !== undefined) return readOne(replay, request, table, key, options);
  const page = readPage({ type, table, options, dialect, pageSize: 10_000 });
  if (count) return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(page.total) };
  const body = { '@odata.context': `${request.path}#${type.name}`, ...(options.count && { '@odata.count': page.total }), value: page.rows.map((stored) => pick(stored, options)) };
  return { status: 200, headers: jsonHeaders, body };
}

const jsonHeaders = { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' };

function readOne(replay: Replay, request: WireRequest, table: Table, key: string, options: QueryOptions): WireReply {
  const recorded = replay.recordings.exchanges.find((one) => one.method === 'GET' && pathOnly(one.path) === pathOnly(request.path));
  if (recorded && !options.select) return replyOf(recorded);
  const names = [...key.matchAll(/(\w+)=/g)].map((match) => match[1] ?? '');
  const wanted = readKey(key, names);
  for (const stored of table.all()) {
    if ([...wanted].every(([name, value]) => sameText(stored.row[name], value))) return { status: 200, headers: jsonHeaders, body: pick(stored, options) };
  }
  throw noResource(`http://${header(request, 'host') ?? ''}${pathOnly(request.path)}`);
}

function sameText(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** The recorded values themselves, less what `$select` leaves out. */
function pick(stored: Stored, options: QueryOptions): Record<string, unknown> {
  const { select } = options;
  return Object.fromEntries(Object.entries(stored.row).filter(([name]) => !select || name.startsWith('@') || select.includes(name)));
}

/** A write answers as recorded: the exchange with the same body if there is one, else the first of that method and path. */
function answerWrite(replay: Replay, request: WireRequest): WireReply {
  const same = replay.recordings.exchanges.filter((one) => one.method === request.method && pathOnly(one.path) === pathOnly(request.path));
  const [first] = same;
  if (first) return replyOf(same.find((one) => isDeepStrictEqual(one.request.data, bodyOf(request))) ?? first);
  const path = setPath(request.path);
  const isKnownSet = replay.tables.has(path) || replay.recordings.exchanges.some((one) => setPath(one.path) === path);
  if (!isKnownSet) throw noResource(`http://${header(request, 'host') ?? ''}${pathOnly(request.path)}`);
  if (request.method === 'PATCH' || request.method === 'DELETE') throw notFoundForUpdate();
  throw unknownProperty('(a write that was not recorded)', guessType(path, []));
}

function bodyOf(request: WireRequest): unknown {
  try {
    return JSON.parse(request.text) as unknown;
  } catch {
    throw new ODataProblem(400, 'json', 'The request body is not valid JSON.');
  }
}

function replyOf(recorded: Exchange): WireReply {
  const { date: _date, 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = recorded.headers;
  if (recorded.response === '' || recorded.response === null || recorded.response === undefined) return { status: recorded.status, headers };
  const body = typeof recorded.response === 'string' || typeof recorded.response === 'object' ? recorded.response : JSON.stringify(recorded.response);
  return { status: recorded.status, headers, body };
}
