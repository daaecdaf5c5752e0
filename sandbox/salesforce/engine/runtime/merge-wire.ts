import { OrgError } from '../../org.ts';
import type { Actor, MergeResult, WireRecord } from '../../org.ts';
import { mergeAccounts } from '../records/merge-accounts.ts';
import { rowError } from '../records/row-error.ts';
import type { RowError } from '../records/row-error.ts';
import { ApexError } from '../values/exception.ts';
import type { SObj } from '../values/sobj.ts';
import { writeJobRows } from './jobs.ts';
import type { JobRunner } from './jobs.ts';
import { readRecord } from './save-wire.ts';
import { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Merges accounts for a client of the API, in one transaction: all or nothing. */
export async function mergeWire(world: World, jobs: JobRunner, wire: WireRecord, ids: readonly string[], actor: Actor): Promise<MergeResult> {
  const refused = new Map<SObj, RowError[]>();
  const master = readRecord(world, wire, refused);
  if (master.type !== 'Account') throw new OrgError('INVALID_TYPE', 'This org merges accounts only');
  const loserIds = ids.map((id) => world.repairId(id));
  const tx = new Transaction(world, actor.userId, 'sync');
  const failed = (errors: RowError[]): MergeResult => {
    tx.rollback();
    return { id: null, success: false, mergedRecordIds: [], updatedRelatedIds: [], errors };
  };
  try {
    const unread = refused.get(master);
    if (unread) return failed(unread);
    const { errors, moved } = await mergeAccounts(tx, master, loserIds, !actor.system);
    if (errors.length) return failed(errors);
    await writeJobRows(tx);
    tx.commit();
    jobs.start(tx.jobs);
    return { id: master.id, success: true, mergedRecordIds: loserIds, updatedRelatedIds: moved, errors: [] };
  } catch (error) {
    if (error instanceof ApexError) return failed([rowError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${error.value.typeName}: ${error.value.message ?? ''}`)]);
    tx.rollback();
    throw error;
  }
}
