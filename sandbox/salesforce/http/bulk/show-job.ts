import type { BulkJob } from './jobs.ts';

/** A job as the wire shows it; figures appear once there is something to count. */
export function showJob(job: BulkJob): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: job.createdDate,
    systemModstamp: job.changedDate,
    state: job.state,
    ...(job.externalIdFieldName !== undefined && { externalIdFieldName: job.externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: job.settings.contentType,
    apiVersion: job.apiVersion,
    ...(job.kind === 'ingest' && job.state === 'Open' && { contentUrl: `services/data/v${job.apiVersion.toFixed(1)}/jobs/ingest/${job.id}/batches` }),
    lineEnding: job.settings.lineEnding,
    columnDelimiter: job.settings.columnDelimiter,
    ...(job.state !== 'Open' && showFigures(job)),
    ...(job.errorMessage !== undefined && { errorMessage: job.errorMessage }),
  };
}

function showFigures(job: BulkJob): Record<string, unknown> {
  const common = { jobType: job.kind === 'ingest' ? 'V2Ingest' : 'V2Query', numberRecordsProcessed: job.processed, retries: 0, totalProcessingTime: job.tookMs };
  if (job.kind === 'query') return { ...common, isPkChunkingSupported: false };
  return { ...common, numberRecordsFailed: job.failed, apiActiveProcessingTime: job.tookMs, apexProcessingTime: 0 };
}
