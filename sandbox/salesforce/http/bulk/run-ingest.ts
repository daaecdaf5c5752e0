import { OrgError, type FieldDescribe, type SaveOperation, type SaveResult, type WireRecord } from '../../org.ts';
import type { OrgContext } from '../call.ts';
import { saveRows } from '../records/save-rows.ts';
import { parseCsv } from './csv.ts';
import { setState, type BulkJob } from './jobs.ts';

const rowsPerTransaction = 200;

/** Saves the uploaded rows in transactions of 200; a row that fails does not hold up the others. */
export async function runIngest(context: OrgContext, job: BulkJob): Promise<void> {
  const startedMs = Date.now();
  setState(job, 'InProgress');
  const [header = [], ...rows] = parseCsv(job.upload, job.delimiter);
  job.columns = header;
  try {
    checkColumns(context, job, header);
    for (let at = 0; at < rows.length; at += rowsPerTransaction) await saveChunk(context, job, rows.slice(at, at + rowsPerTransaction));
    setState(job, 'JobComplete');
  } catch (cause) {
    job.errorMessage = cause instanceof OrgError ? `${cause.errorCode} : ${cause.message}` : String(cause);
    job.unprocessed = rows.slice(job.processed);
    setState(job, 'Failed');
  }
  job.tookMs = Date.now() - startedMs;
}

async function saveChunk(context: OrgContext, job: BulkJob, rows: readonly string[][]): Promise<void> {
  const actor = { userId: job.userId };
  const fields = context.org.describe(job.object, actor)?.fields ?? [];
  const records = rows.map((row) => toRecord(job, fields, row));
  const options = { allOrNone: false, ...(job.externalIdFieldName !== undefined && { externalIdField: job.externalIdFieldName }) };
  const operation: SaveOperation = job.operation === 'hardDelete' ? 'delete' : (job.operation as SaveOperation);
  const results = await saveRows(context, operation, records, actor, options);
  rows.forEach((row, at) => noteResult(job, row, results[at]));
}

function noteResult(job: BulkJob, row: string[], result: SaveResult | undefined): void {
  job.processed += 1;
  if (result?.success) {
    const created = job.operation === 'insert' || result.created === true;
    job.successful.push([result.id ?? '', String(created), ...row]);
    return;
  }
  job.failed += 1;
  const [error] = result?.errors ?? [];
  job.refused.push([result?.id ?? '', `${error?.statusCode ?? 'UNKNOWN_EXCEPTION'}:${error?.message ?? ''}:${error?.fields.join(' ') ?? ''} --`, ...row]);
}

function checkColumns(context: OrgContext, job: BulkJob, header: readonly string[]): void {
  const describe = context.org.describe(job.object, { userId: job.userId });
  if (!describe) throw new OrgError('InvalidEntity', `Unable to find object: ${job.object}`);
  const known = new Set(describe.fields.flatMap((field) => [field.name.toLowerCase(), (field.relationshipName ?? '').toLowerCase()]));
  const unknown = header.find((name) => !known.has((name.split('.')[0] ?? '').split(':').at(-1)?.toLowerCase() ?? ''));
  if (unknown !== undefined) throw new OrgError('InvalidBatch', `Field name not found : ${unknown}`);
}

/** An empty cell leaves the field as it is, `#N/A` empties it, `Parent__r.Key__c` names a parent (salesforce.md §3.3). */
function toRecord(job: BulkJob, fields: readonly FieldDescribe[], row: readonly string[]): WireRecord {
  const record: WireRecord = { attributes: { type: job.object } };
  job.columns.forEach((column, at) => {
    const cell = row[at] ?? '';
    if (cell === '') return;
    const [name = '', key] = column.split('.');
    const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (key === undefined) record[field?.name ?? name] = toValue(field, cell);
    else record[name.split(':').at(-1) ?? name] = { [key]: cell };
  });
  return record;
}

function toValue(field: FieldDescribe | undefined, cell: string): unknown {
  if (cell === '#N/A') return null;
  if (field?.type === 'boolean') return /^(true|1|yes)$/i.test(cell);
  const isNumber = field !== undefined && ['int', 'double', 'currency', 'percent'].includes(field.type);
  if (isNumber && cell.trim() !== '' && Number.isFinite(Number(cell))) return Number(cell);
  if (field?.type === 'datetime') return cell.replace(/Z$/, '+0000');
  return cell;
}
