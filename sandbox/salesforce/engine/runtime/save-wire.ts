import { OrgError } from '../../org.ts';
import type { Actor, SaveOperation, SaveOptions, SaveResult, WireRecord } from '../../org.ts';
import { upsertRecords } from '../interpreter/dml-statements.ts';
import { rowError } from '../records/row-error.ts';
import type { RowError, RowResult } from '../records/row-error.ts';
import { saveRecords } from '../records/save.ts';
import { ApexError } from '../values/exception.ts';
import type { SObj } from '../values/sobj.ts';
import { fromWireRecord } from '../wire.ts';
import { writeJobRows } from './jobs.ts';
import type { JobRunner } from './jobs.ts';
import { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Saves records of a client of the API in one transaction. */
export async function saveWire(world: World, jobs: JobRunner, operation: SaveOperation, wires: WireRecord[], actor: Actor, options: SaveOptions): Promise<SaveResult[]> {
  const refused = new Map<SObj, RowError[]>();
  const records = wires.map((wire) => readRecord(world, wire, refused));
  const tx = new Transaction(world, actor.userId, 'sync');
  const mode = { allOrNone: options.allOrNone, external: true, userMode: !actor.system, refused };
  try {
    const results = operation === 'upsert' ? await upsertRecords({ tx }, mode, records, keyOf(world, options, records)) : await saveRecords(tx, { ...mode, kind: operation, records });
    await writeJobRows(tx);
    tx.commit();
    jobs.start(tx.jobs);
    return results.map((result) => toResult(result, operation));
  } catch (error) {
    tx.rollback();
    if (!(error instanceof ApexError)) throw error;
    // Limits end the transaction of the whole call.
    const refusal = rowError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${error.value.typeName}: ${error.value.message ?? ''}`);
    return wires.map(() => toResult({ id: null, ok: false, created: false, errors: [refusal] }, operation));
  }
}

export function readRecord(world: World, wire: WireRecord, refused: Map<SObj, RowError[]>): SObj {
  try {
    return fromWireRecord(world, wire, refused);
  } catch (error) {
    if (error instanceof TypeError) throw new OrgError('INVALID_TYPE', `sObject type '${error.message}' is not supported.`);
    throw error;
  }
}

function keyOf(world: World, options: SaveOptions, records: SObj[]): string | null {
  const shown = options.externalIdField;
  if (shown === undefined || shown.toLowerCase() === 'id') return null;
  const inner = world.names.inward(shown);
  const type = records[0]?.type;
  if (inner === null || (type !== undefined && !world.schema.field(type, inner))) throw new OrgError('INVALID_FIELD', `No such column '${shown}' on sobject of type ${type === undefined ? '' : world.names.outward(type)}`);
  return inner;
}

const toResult = (result: RowResult, operation: SaveOperation): SaveResult => ({ id: result.id, success: result.ok, ...(operation === 'upsert' && result.ok ? { created: result.created } : {}), errors: result.errors });
