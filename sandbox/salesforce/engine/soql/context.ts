import type { ObjectDef } from '../records/schema.ts';
import type { Permissions } from '../records/security.ts';
import type { Store, StoredRow } from '../records/store.ts';
import type { World } from '../runtime/world.ts';
import type { Scope } from '../runtime/frame.ts';
import type { Value } from '../values/value.ts';
import type { FieldPath } from './plan.ts';

/** One run of a query: over which rows, for whom, with which binds. */
export interface RunContext {
  world: World;
  store: Store;
  permissions: Permissions;
  timeZone: string;
  /** Object and field access is enforced. */
  enforceFields: boolean;
  /** Record access is enforced. */
  enforceSharing: boolean;
  includeDeleted: boolean;
  scope: Scope | null;
}

export function visible(context: RunContext, def: ObjectDef, row: StoredRow, allRows: boolean): boolean {
  if (row.get('isdeleted') === true && !allRows && !context.includeDeleted) return false;
  return !context.enforceSharing || context.world.security.canSeeRow(context.store, context.permissions, def, row);
}

/** The parent row that the hops of a path lead to; null on the way when a lookup is empty. */
export function rowAt(context: RunContext, row: StoredRow, path: FieldPath): StoredRow | null {
  let at: StoredRow | null = row;
  for (const hop of path.hops) {
    const id: Value = at?.get(hop.field.name.toLowerCase()) ?? null;
    at = typeof id === 'string' ? context.store.get(hop.target.name, id) ?? context.store.get(context.store.objectOf(id) ?? hop.target.name, id) : null;
    if (!at) return null;
  }
  return at;
}

export function valueAt(context: RunContext, row: StoredRow, path: FieldPath): Value {
  return rowAt(context, row, path)?.get(path.field.name.toLowerCase()) ?? null;
}
