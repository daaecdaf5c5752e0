import type { Transaction } from '../runtime/transaction.ts';
import { SObj } from '../values/sobj.ts';
import { rowError } from './row-error.ts';
import type { RowError } from './row-error.ts';
import { saveRecords } from './save.ts';

const MOST_LOSERS = 2;

/** Moves what hangs on the losers to the master, deletes them with the master's id in them, then saves the master. Only the losers' deletion and the master's update fire triggers; children keep their stamps. */
export async function mergeAccounts(tx: Transaction, master: SObj, loserIds: readonly string[], userMode: boolean): Promise<{ errors: RowError[]; moved: string[] }> {
  await tx.beginWrite();
  const errors = findProblems(tx, master, loserIds);
  if (errors.length || master.id === null) return { errors, moved: [] };
  const moved = loserIds.flatMap((id) => moveChildren(tx, id, master.id ?? ''));
  const mode = { external: true, userMode, allOrNone: true };
  const deleted = await saveRecords(tx, { ...mode, kind: 'delete', records: loserIds.map(accountWith) });
  for (const id of loserIds) {
    const row = tx.store.get('Account', id);
    if (row) tx.store.put('Account', id, new Map(row).set('masterrecordid', master.id));
  }
  const updated = deleted.every((result) => result.ok) ? await saveRecords(tx, { ...mode, kind: 'update', records: [master] }) : [];
  return { errors: [...deleted, ...updated].flatMap((result) => result.errors), moved };
}

function accountWith(id: string): SObj {
  const record = new SObj('Account');
  record.set('Id', id);
  return record;
}

function findProblems(tx: Transaction, master: SObj, loserIds: readonly string[]): RowError[] {
  if (master.id === null) return [rowError('MISSING_ARGUMENT', 'Id not specified in the master record', ['Id'])];
  if (loserIds.length === 0 || loserIds.length > MOST_LOSERS) return [rowError('NUMBER_OUTSIDE_VALID_RANGE', 'a merge takes one or two records beside the master record')];
  if (new Set([master.id, ...loserIds]).size <= loserIds.length) return [rowError('DUPLICATE_VALUE', 'duplicate id in the merge request', ['Id'])];
  const rows = [master.id, ...loserIds].map((id) => tx.store.get('Account', id));
  if (rows.some((row) => !row)) return [rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')];
  if (rows.some((row) => row?.get('isdeleted') === true)) return [rowError('ENTITY_IS_DELETED', 'entity is deleted')];
  if (new Set(rows.map((row) => row?.get('ispersonaccount') === true)).size > 1) return [rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: a person account merges only with person accounts')];
  return [];
}

function moveChildren(tx: Transaction, from: string, to: string): string[] {
  const relations = tx.world.schema.object('Account').childRelationships.filter((child) => child.field !== 'MasterRecordId');
  return relations.flatMap(({ object, field }) => {
    const children = (tx.store.idsByIndex(object, field, [from]) ?? []).filter((id) => tx.store.get(object, id)?.get('isdeleted') !== true);
    for (const id of children) tx.store.put(object, id, new Map(tx.store.get(object, id)).set(field.toLowerCase(), to));
    return children;
  });
}
