import type { RowResult } from '../records/row-error.ts';
import { rowError } from '../records/row-error.ts';
import { saveRecords } from '../records/save.ts';
import type { SaveRequest } from '../records/save.ts';
import type { Frame } from '../runtime/frame.ts';
import { AList } from '../values/collections.ts';
import { equals } from '../values/compare.ts';
import { ApexError, makeException, raise, raiseNull } from '../values/exception.ts';
import { SObj } from '../values/sobj.ts';
import { kindOf, text } from '../values/text.ts';
import type { Value } from '../values/value.ts';

export interface DmlRequest {
  word: string;
  input: Value;
  allOrNone: boolean;
  userMode: boolean;
  /** External id field of an upsert. */
  key: string | null;
}

/** Runs a DML statement or a Database method; with allOrNone a failure is a DmlException. */
export async function runDml(frame: Frame, request: DmlRequest): Promise<RowResult[]> {
  const { tx } = frame;
  const records = recordsOf(request.input);
  tx.consume('dml');
  tx.consume('dmlRows', records.length);
  if (!records.length) return [];
  await tx.beginWrite();
  const mark = tx.store.mark();
  const results = await saveByKind(frame, request, records);
  const failed = results.flatMap((result, index) => (result.ok ? [] : result.errors.map((error) => ({ index, id: result.id ?? records[index]?.id ?? null, error }))));
  if (!failed.length || !request.allOrNone) return results;
  tx.store.rollback(mark);
  const real = failed.filter((row) => row.error.statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
  const first = real[0];
  const fields = first?.error.fields.join(', ') ?? '';
  const verb = request.word.charAt(0).toUpperCase() + request.word.slice(1);
  const exception = makeException('DmlException', `${verb} failed. First exception on row ${first?.index ?? 0}${request.word !== 'insert' && first?.id ? ` with id ${first.id}` : ''}; first error: ${first?.error.statusCode ?? ''}, ${first?.error.message ?? ''}: [${fields}]`);
  exception.dml = real;
  throw new ApexError(exception);
}

export function recordsOf(input: Value): SObj[] {
  if (input === null) return raiseNull();
  if (input instanceof SObj) return [input];
  if (!(input instanceof AList)) throw new Error(`DML needs records, not ${kindOf(input)}`);
  return input.items.map((item) => (item instanceof SObj ? item : raise('NullPointerException', 'DML on a null record')));
}

async function saveByKind(frame: Frame, request: DmlRequest, records: SObj[]): Promise<RowResult[]> {
  const mode = { allOrNone: request.allOrNone, external: false, userMode: request.userMode };
  const word = request.word;
  if (word === 'insert' || word === 'update' || word === 'delete' || word === 'undelete') return saveRecords(frame.tx, { ...mode, kind: word, records });
  if (word !== 'upsert') throw new Error(`The statement ${word} is not supported`);
  return upsertRecords(frame, mode, records, request.key);
}

type UpsertMode = Omit<SaveRequest, 'kind' | 'records'>;

/** Upsert: rows are matched by Id or external id, new ones inserted, known ones updated (salesforce.md §3.3). */
export async function upsertRecords(frame: Pick<Frame, 'tx'>, mode: UpsertMode, records: SObj[], key: string | null): Promise<RowResult[]> {
  const { tx } = frame;
  await tx.beginWrite();
  const results: (RowResult | null)[] = records.map((record, i) => matchRecord(frame, record, key, records.slice(0, i)));
  const isBad = results.some((result) => result && !result.ok);
  const mark = tx.store.mark();
  for (const kind of ['insert', 'update'] as const) {
    const chosen = records.map((record, index) => ({ record, index })).filter(({ record, index }) => results[index] === null && (record.id === null) === (kind === 'insert'));
    if (!chosen.length || (isBad && mode.allOrNone)) continue;
    const saved = await saveRecords(tx, { ...mode, kind, records: chosen.map((each) => each.record) });
    chosen.forEach((each, i) => { results[each.index] = saved[i] ?? null; });
  }
  const failed = results.some((result) => result && !result.ok);
  if (failed && mode.allOrNone) tx.store.rollback(mark);
  return results.map((result) => (result && (!failed || !mode.allOrNone || !result.ok) ? result : { id: null, ok: false, created: false, errors: [rowError('ALL_OR_NONE_OPERATION_ROLLED_BACK', 'Record rolled back because not all records were valid and the request was using AllOrNone header')] }));
}

/** Gives a record the id of the row that its key names; answers the refusal when it names several or none fits. */
function matchRecord({ tx }: Pick<Frame, 'tx'>, record: SObj, key: string | null, before: SObj[]): RowResult | null {
  const refuse = (code: string, message: string, fields: string[] = []): RowResult => ({ id: null, ok: false, created: false, errors: [rowError(code, message, fields)] });
  if (key === null || key.toLowerCase() === 'id') return null;
  const name = tx.world.names.inwardFromApex(key);
  const field = tx.world.schema.field(record.type, name);
  if (!field || (!field.externalId && !field.unique)) return refuse('INVALID_FIELD', `Field name provided, ${key} is not an External ID or indexed field for ${tx.world.names.outward(record.type)}`);
  const value = record.get(name);
  if (value === null) return refuse('MISSING_ARGUMENT', `${key} not specified`, [key]);
  if (before.some((other) => other.type === record.type && equals(other.get(name), value))) return refuse('DUPLICATE_VALUE', `Duplicate external id specified: ${text(value)}`, [key]);
  const ids = (tx.store.idsByIndex(record.type, name, [value]) ?? []).filter((id) => {
    const row = tx.store.get(record.type, id);
    return row !== null && row.get('isdeleted') !== true && (!field.caseSensitive || row.get(name.toLowerCase()) === value);
  });
  if (ids.length > 1) return refuse('DUPLICATE_EXTERNAL_ID', `${key}: more than one record found for external id field: [${ids.join(', ')}]`, [key]);
  if (ids[0] !== undefined) record.set('Id', ids[0]);
  return null;
}
