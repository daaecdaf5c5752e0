import { OrgError } from '../../org.ts';
import type { Actor, QueryResult } from '../../org.ts';
import { buildPlan } from '../soql/build-plan.ts';
import { parseQuery } from '../soql/parse.ts';
import { SoqlError } from '../soql/plan.ts';
import { runPlan } from '../soql/run.ts';
import { columnsOf, toWireRecord } from '../wire.ts';
import type { World } from './world.ts';

/** Runs a query of a client of the API. */
export async function queryWire(world: World, soql: string, actor: Actor, includeDeleted: boolean): Promise<QueryResult> {
  try {
    const plan = buildPlan(world.schema, parseQuery(soql), {
      text: soql, inward: (name) => world.names.inward(name),
      bind: () => {
        throw new SoqlError('MALFORMED_QUERY', '\nBind variables only allowed in Apex code');
      },
    });
    await world.lockOf(world.store).settle({});
    const enforce = !actor.system;
    const timeZone = world.store.get('User', actor.userId)?.get('timezonesidkey');
    const outcome = await runPlan(plan, { world, store: world.store, permissions: world.security.permissionsOf(world.store, actor.userId), timeZone: typeof timeZone === 'string' ? timeZone : 'UTC', enforceFields: enforce, enforceSharing: enforce, includeDeleted, scope: null });
    if (outcome.count !== null) return { totalSize: outcome.count, records: [], columns: [] };
    return { totalSize: outcome.rows.length, records: outcome.rows.map((row) => toWireRecord(world, plan, row)), columns: columnsOf(world, plan) };
  } catch (error) {
    if (error instanceof SoqlError) throw new OrgError(error.errorCode, error.message);
    throw error;
  }
}
