import { recordOf } from '../records/convert.ts';
import type { ObjectDef } from '../records/schema.ts';
import { defaultOf } from '../records/prepare-row.ts';
import type { Scope } from '../runtime/frame.ts';
import { AMap } from '../values/collections.ts';
import { SObj } from '../values/sobj.ts';
import { text } from '../values/text.ts';
import { NotInLibrary, makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { str } from './arguments.ts';
import { tokenOf } from './describe.ts';

/** Statics of an object: hierarchy settings, custom metadata records, tokens. */
export function callObjectStatic(scope: Scope, def: ObjectDef, name: string, args: Value[]): Value {
  const { tx } = scope.frame;
  if (name === 'getsobjecttype') return tokenOf(scope, def.name);
  if (def.kind === 'setting') {
    if (name === 'getorgdefaults') return settingOf(scope, def, [tx.world.orgId]);
    if (name === 'getinstance' || name === 'getvalues') return settingOf(scope, def, hierarchyOf(scope, args), name === 'getvalues');
  }
  if (def.kind === 'metadata') {
    const rows = [...tx.store.rows(def.name).values()].map((row) => recordOf(def, row));
    if (name === 'getinstance') return rows.find((row) => text(row.get('DeveloperName')).toLowerCase() === str(args, 0).toLowerCase()) ?? null;
    if (name === 'getall') {
      const map = new AMap(makeType('String'), makeType(def.name));
      for (const row of rows) map.put(row.get('DeveloperName'), row);
      return map;
    }
  }
  throw new NotInLibrary(`${def.name}.${name}()`);
}

/** User, then profile, then organisation. */
function hierarchyOf(scope: Scope, args: Value[]): string[] {
  const { tx } = scope.frame;
  const owner = typeof args[0] === 'string' ? args[0] : tx.userId;
  const profile = tx.store.get('User', owner)?.get('profileid');
  return [owner, ...(typeof profile === 'string' ? [profile] : []), tx.world.orgId];
}

/** Each field comes from the lowest level that sets it; without any record, the fields' defaults. */
function settingOf(scope: Scope, def: ObjectDef, owners: string[], exact = false): Value {
  const { tx } = scope.frame;
  const rows = [...tx.store.rows(def.name).values()].filter((row) => row.get('isdeleted') !== true);
  const levels = (exact ? owners.slice(0, 1) : owners).flatMap((owner) => rows.find((row) => row.get('setupownerid') === owner) ?? []);
  if (exact && !levels.length) return null;
  const result = new SObj(def.name);
  for (const field of def.fields.values()) {
    const key = field.name.toLowerCase();
    const set = levels.map((row) => row.get(key) ?? null).find((value) => value !== null);
    result.set(field.name, set ?? (levels.length ? null : field.custom ? defaultOf(tx, field) : null));
  }
  result.set('SetupOwnerId', owners[0] ?? null);
  return result;
}
