import type { WireReply } from '../../../common/wire.ts';
import { OrgError, type WireRecord } from '../../org.ts';
import { param, type Call, type OrgContext, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { json, noContent, readJson } from '../reply.ts';
import { writeCsv } from './csv.ts';
import { queryJobShape, setState, type BulkJob } from './jobs.ts';
import { showJob } from './show-job.ts';

export const queryJobRoutes: Route[] = [
  { method: 'POST', pattern: 'jobs/query', answer: createJob },
  { method: 'GET', pattern: 'jobs/query', answer: (call) => json(200, { done: true, records: call.context.jobs.list('query').map(showJob), nextRecordsUrl: null }) },
  { method: 'GET', pattern: 'jobs/query/:id', answer: (call) => json(200, showJob(findJob(call))) },
  { method: 'DELETE', pattern: 'jobs/query/:id', answer: deleteJob },
  { method: 'GET', pattern: 'jobs/query/:id/results', answer: answerResults },
];

async function createJob(call: Call): Promise<WireReply> {
  const { operation, query, columnDelimiter, lineEnding, contentType } = readJson(call.request, queryJobShape);
  await call.context.org.query(`${query.replace(/\slimit\s+\d+\s*$/i, '')} LIMIT 1`, call.actor); // a broken query is refused at once
  const job = call.context.jobs.create({
    kind: 'query',
    object: /\sfrom\s+(\w+)/i.exec(query)?.[1] ?? '',
    operation,
    query,
    userId: call.actor.userId,
    apiVersion: Number(call.version),
    settings: { columnDelimiter, lineEnding, contentType },
  });
  call.context.jobs.run(() => runQuery(call.context, job));
  return json(200, showJob(job));
}

async function runQuery(context: OrgContext, job: BulkJob): Promise<void> {
  const startedMs = Date.now();
  setState(job, 'InProgress');
  try {
    const { records, columns } = await context.org.query(job.query ?? '', { userId: job.userId }, { includeDeleted: job.operation === 'queryAll' });
    job.columns = columns.map((column) => column.columnName);
    job.results = records.map((record) => job.columns.map((column) => toCell(record, column)));
    job.processed = records.length;
    setState(job, 'JobComplete');
  } catch (cause) {
    job.errorMessage = cause instanceof OrgError ? `${cause.errorCode} : ${cause.message}` : String(cause);
    setState(job, 'Failed');
  }
  job.tookMs = Date.now() - startedMs;
}

function toCell(record: WireRecord, column: string): string {
  let value: unknown = record;
  for (const step of column.split('.')) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Pages by `maxRecords`; the header `Sforce-Locator` names the next page, or says `null`. */
function answerResults(call: Call): WireReply {
  const job = findJob(call);
  if (job.state !== 'JobComplete') throw new RestError(400, 'INVALIDJOBSTATE', `The results of the job are not ready: ${job.state}`);
  const from = Number(Buffer.from(call.request.query.get('locator') ?? '', 'base64url').toString() || '0');
  const most = Number(call.request.query.get('maxRecords') ?? job.results.length) || job.results.length;
  const page = job.results.slice(from, from + most);
  const next = from + most < job.results.length ? Buffer.from(String(from + most)).toString('base64url') : 'null';
  const lineEnding = job.settings.lineEnding === 'LF' ? '\n' : '\r\n';
  const headers = { 'content-type': 'text/csv', 'sforce-locator': next, 'sforce-numberofrecords': String(page.length) };
  return { status: 200, headers, body: writeCsv([job.columns, ...page], job.delimiter, lineEnding) };
}

function deleteJob(call: Call): WireReply {
  call.context.jobs.remove(findJob(call).id);
  return noContent();
}

function findJob(call: Call): BulkJob {
  return call.context.jobs.find('query', param(call, 'id'));
}
