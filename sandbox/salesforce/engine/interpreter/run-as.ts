import type { Scope } from '../runtime/frame.ts';
import { SObj } from '../values/sobj.ts';
import { raiseNull } from '../values/exception.ts';
import type { Value } from '../values/value.ts';
import type { Completion, Exec } from './class-model.ts';

/** System.runAs: another user inside the block, with that user's records access. */
export async function runAs(scope: Scope, user: Value, block: Exec): Promise<Completion> {
  const { tx } = scope.frame;
  if (!tx.test) throw new Error('System.runAs belongs into tests');
  if (!(user instanceof SObj) || user.id === null) return raiseNull();
  const before = tx.userId;
  tx.userId = user.id;
  try {
    return await block(scope);
  } finally {
    tx.userId = before;
  }
}
