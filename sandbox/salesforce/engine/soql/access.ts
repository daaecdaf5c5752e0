import { noColumn } from './build-paths.ts';
import type { RunContext } from './context.ts';
import { SoqlError } from './plan.ts';
import type { Plan } from './plan.ts';

/** Refuses objects and fields that the user may not read, with the words for things that do not exist. */
export function checkAccess(plan: Plan, context: RunContext): void {
  if (!context.enforceFields && plan.mode !== 'enforced') return;
  const { permissions } = context;
  for (const { def, field, name } of [{ def: plan.def, field: null, name: '' }, ...plan.used]) {
    const readable = permissions.object(def).read && (!field || permissions.canRead(def, field));
    if (readable) continue;
    if (plan.mode === 'enforced') throw new SoqlError('INSUFFICIENT_ACCESS', `Insufficient permissions: secure query included inaccessible ${field ? 'field' : 'entity'}`);
    if (!permissions.object(def).read) throw new SoqlError('INVALID_TYPE', `sObject type '${context.world.names.outward(def.name)}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`);
    throw new SoqlError('INVALID_FIELD', noColumn(context.world.names.outward(name), context.world.names.outward(def.name)));
  }
}
