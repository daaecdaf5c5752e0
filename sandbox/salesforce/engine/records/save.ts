import { fireTriggers } from '../interpreter/fire-triggers.ts';
import type { Transaction } from '../runtime/transaction.ts';
import type { SObj } from '../values/sobj.ts';
import { recordOf } from './convert.ts';
import { deriveRow, rollUp } from './derive.ts';
import { keepPersonContact } from './person-accounts.ts';
import { prepareRow } from './prepare-row.ts';
import type { PendingRow, RowKind, SaveMode } from './prepare-row.ts';
import { rowError } from './row-error.ts';
import type { RowError, RowResult } from './row-error.ts';
import type { ObjectDef } from './schema.ts';
import { validateRow } from './validate.ts';
import { deleteRow, setDeleted, writeRow } from './write-row.ts';

const CHUNK_ROWS = 200;
const MAX_ATTEMPTS = 3;

export interface SaveRequest extends SaveMode {
  kind: RowKind;
  records: SObj[];
  allOrNone: boolean;
  /** Refusals that were found while the records were read. */
  refused?: Map<SObj, RowError[]>;
}

/** Saves records of any objects with triggers, row by row errors and retries of the good rows, as one DML statement does. */
export async function saveRecords(tx: Transaction, request: SaveRequest): Promise<RowResult[]> {
  await tx.beginWrite();
  const results: (RowResult | null)[] = request.records.map(() => null);
  const mark = tx.store.mark();
  let waiting = request.records.map((_, index) => index);
  for (let attempt = 1; waiting.length; attempt += 1) {
    const rows = await attemptSave(tx, request, waiting);
    const failed = rows.filter((row) => row.errors.length);
    if (failed.length) tx.store.rollback(mark);
    for (const row of failed) results[row.index] = { id: request.kind === 'insert' ? null : row.input.id, ok: false, created: false, errors: row.errors };
    if (!failed.length) {
      for (const row of rows) finishRow(row, results);
      break;
    }
    if (request.allOrNone) break;
    waiting = rows.filter((row) => !row.errors.length).map((row) => row.index);
    if (attempt === MAX_ATTEMPTS && waiting.length) {
      for (const index of waiting) results[index] = failure('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'Too many batch retries in the presence of Apex triggers and partial failures.');
      break;
    }
  }
  if (results.some((result) => result?.ok)) tx.uncommitted = true;
  return results.map((result) => result ?? failure('ALL_OR_NONE_OPERATION_ROLLED_BACK', 'Record rolled back because not all records were valid and the request was using AllOrNone header'));
}

const failure = (code: string, message: string): RowResult => ({ id: null, ok: false, created: false, errors: [rowError(code, message)] });

function finishRow(row: PendingRow, results: (RowResult | null)[]): void {
  if (row.kind === 'insert') row.input.set('Id', row.record.id);
  results[row.index] = { id: row.record.id, ok: true, created: row.kind === 'insert', errors: [] };
}

async function attemptSave(tx: Transaction, request: SaveRequest, indices: number[]): Promise<PendingRow[]> {
  const done: PendingRow[] = [];
  for (const chunk of chunksOf(request.records, indices)) {
    const first = request.records[chunk[0] ?? 0];
    if (first) done.push(...await saveChunk(tx, tx.world.schema.object(first.type), request, chunk));
  }
  return done;
}

/** Runs of records of one object, at most 200 each. */
function chunksOf(records: SObj[], indices: number[]): number[][] {
  const chunks: number[][] = [];
  for (const index of indices) {
    const last = chunks.at(-1);
    const before = last && records[last[0] ?? 0];
    if (last && last.length < CHUNK_ROWS && before?.type === records[index]?.type) last.push(index);
    else chunks.push([index]);
  }
  return chunks;
}

async function saveChunk(tx: Transaction, def: ObjectDef, request: SaveRequest, indices: number[]): Promise<PendingRow[]> {
  const rows = indices.flatMap((index) => {
    const input = request.records[index];
    return input ? [prepareRow(tx, def, index, request.kind, input, request)] : [];
  });
  for (const row of rows) row.errors.push(...(request.refused?.get(row.input) ?? []));
  refuseRepeats(rows);
  const isDelete = request.kind === 'delete';
  await fire(tx, def, 'before', request.kind, good(rows));
  if (!isDelete && request.kind !== 'undelete') for (const row of good(rows)) deriveAndValidate(tx, def, row);
  for (const row of good(rows)) {
    if (isDelete) deleteRow(tx, def, row);
    else if (request.kind === 'undelete') setDeleted(tx, def, row.record.id ?? '', false);
    else saveOne(tx, def, row);
  }
  rollUp(tx, good(rows));
  await fire(tx, def, 'after', request.kind, good(rows));
  return rows;
}

function deriveAndValidate(tx: Transaction, def: ObjectDef, row: PendingRow): void {
  deriveRow(tx, row);
  if (!row.errors.length) validateRow(tx, def, row);
}

/** Uniqueness is tested once more, against rows of the same call that are written by now. */
function saveOne(tx: Transaction, def: ObjectDef, row: PendingRow): void {
  if (row.kind === 'insert' && [...def.fields.values()].some((field) => field.unique)) validateRow(tx, def, row);
  if (row.errors.length) return;
  writeRow(tx, def, row);
  keepPersonContact(tx, def, row.record);
}

const good = (rows: PendingRow[]): PendingRow[] => rows.filter((row) => !row.errors.length);

function refuseRepeats(rows: PendingRow[]): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const id = row.kind === 'insert' ? null : row.input.id;
    if (id === null) continue;
    if (seen.has(id)) row.errors.push(rowError('DUPLICATE_VALUE', `Duplicate id in list: ${id}`, ['Id']));
    seen.add(id);
  }
}

async function fire(tx: Transaction, def: ObjectDef, when: 'before' | 'after', kind: RowKind, rows: PendingRow[]): Promise<void> {
  if (!rows.length || (kind === 'undelete' && when === 'before') || !tx.program.hasTrigger(def.name, `${when}${kind}`)) return;
  const olds = rows.map((row) => (row.old ? recordOf(def, row.old) : null));
  for (const row of rows) row.record.errors = null;
  const problem = await fireTriggers(tx, { def, when, kind, news: rows.map((row) => row.record), olds });
  rows.forEach((row, i) => {
    const errors = (kind === 'delete' ? olds[i]?.errors : row.record.errors) ?? [];
    row.errors.push(...errors);
    if (problem) row.errors.push(problem);
  });
}
