import { z } from 'zod';
import type { WireReply } from '../../../common/wire.ts';
import { param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { json, noContent, readJson } from '../reply.ts';
import { writeCsv } from './csv.ts';
import { ingestShape, setState, type BulkJob } from './jobs.ts';
import { runIngest } from './run-ingest.ts';
import { showJob } from './show-job.ts';

export const ingestRoutes: Route[] = [
  { method: 'POST', pattern: 'jobs/ingest', answer: createJob },
  { method: 'GET', pattern: 'jobs/ingest', answer: listJobs },
  { method: 'GET', pattern: 'jobs/ingest/:id', answer: (call) => json(200, showJob(findJob(call))) },
  { method: 'PATCH', pattern: 'jobs/ingest/:id', answer: changeState },
  { method: 'DELETE', pattern: 'jobs/ingest/:id', answer: deleteJob },
  { method: 'PUT', pattern: 'jobs/ingest/:id/batches', answer: upload },
  { method: 'GET', pattern: 'jobs/ingest/:id/successfulResults', answer: (call) => answerCsv(findJob(call), ['sf__Id', 'sf__Created'], (job) => job.successful) },
  { method: 'GET', pattern: 'jobs/ingest/:id/failedResults', answer: (call) => answerCsv(findJob(call), ['sf__Id', 'sf__Error'], (job) => job.refused) },
  { method: 'GET', pattern: 'jobs/ingest/:id/unprocessedrecords', answer: (call) => answerCsv(findJob(call), [], (job) => job.unprocessed) },
];

const stateShape = z.looseObject({ state: z.enum(['UploadComplete', 'Aborted']) });
const largestUploadBytes = 150_000_000;

function createJob(call: Call): WireReply {
  const settings = readJson(call.request, ingestShape);
  const object = call.context.org.describe(settings.object, call.actor);
  if (!object) throw new RestError(400, 'INVALIDENTITY', `Unable to find object: ${settings.object}`);
  if (settings.operation === 'upsert' && settings.externalIdFieldName === undefined) throw new RestError(400, 'INVALIDJOB', 'externalIdFieldName is required for upsert');
  const { columnDelimiter, lineEnding, contentType, operation, externalIdFieldName } = settings;
  const job = call.context.jobs.create({
    kind: 'ingest',
    object: object.name,
    operation,
    externalIdFieldName,
    userId: call.actor.userId,
    apiVersion: Number(call.version),
    settings: { columnDelimiter, lineEnding, contentType },
  });
  return json(200, showJob(job));
}

function listJobs(call: Call): WireReply {
  return json(200, { done: true, records: call.context.jobs.list('ingest').map(showJob), nextRecordsUrl: null });
}

function findJob(call: Call): BulkJob {
  return call.context.jobs.find('ingest', param(call, 'id'));
}

/** One upload per job: a second PUT is refused. */
function upload(call: Call): WireReply {
  const job = findJob(call);
  if (job.state !== 'Open' || job.upload !== '') throw new RestError(400, 'INVALIDJOBSTATE', `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job`);
  if (call.request.body.byteLength > largestUploadBytes) throw new RestError(413, 'REQUEST_ENTITY_TOO_LARGE', 'The upload is larger than 150 MB');
  job.upload = call.request.text;
  return { status: 201 };
}

function changeState(call: Call): WireReply {
  const job = findJob(call);
  const { state } = readJson(call.request, stateShape);
  if (job.state !== 'Open') throw new RestError(400, 'INVALIDJOBSTATE', `Current job state is not 'Open'; it is '${job.state}'`);
  setState(job, state);
  const shown = showJob(job);
  if (state === 'UploadComplete') call.context.jobs.run(() => runIngest(call.context, job));
  return json(200, shown);
}

function deleteJob(call: Call): WireReply {
  const job = findJob(call);
  if (!['JobComplete', 'Failed', 'Aborted'].includes(job.state)) throw new RestError(400, 'INVALIDJOBSTATE', 'Only a finished job can be deleted');
  call.context.jobs.remove(job.id);
  return noContent();
}

function answerCsv(job: BulkJob, own: readonly string[], pick: (job: BulkJob) => readonly string[][]): WireReply {
  const lineEnding = job.settings.lineEnding === 'LF' ? '\n' : '\r\n';
  return { status: 200, headers: { 'content-type': 'text/csv' }, body: writeCsv([[...own, ...job.columns], ...pick(job)], job.delimiter, lineEnding) };
}
