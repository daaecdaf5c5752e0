import type { QueryContext } from '@apexdevtools/apex-parser';
import { timeZoneOf } from '../records/prepare-row.ts';
import type { Frame, Scope } from '../runtime/frame.ts';
import { SoqlError } from '../soql/plan.ts';
import type { Plan } from '../soql/plan.ts';
import { buildPlan } from '../soql/build-plan.ts';
import type { RunContext } from '../soql/context.ts';
import { parseQuery } from '../soql/parse.ts';
import { runPlan } from '../soql/run.ts';
import type { QueryOutcome } from '../soql/run.ts';
import { AList, AMap } from '../values/collections.ts';
import { raise } from '../values/exception.ts';
import { text } from '../values/text.ts';
import { makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import type { Ev } from './class-model.ts';
import { compileExpression } from './compiler.ts';

/** `[SELECT …]`: the plan is made at the first run, when the schema is complete. */
export function compileSoql(context: QueryContext): Ev {
  let plan: Plan | null = null;
  const shown = context.start.getInputStream().getText(context.start.start, context.stop?.stop ?? context.start.stop);
  return async (scope) => {
    const { world } = scope.frame.tx;
    plan ??= buildPlan(world.schema, context, { text: shown, inward: (name) => world.names.inwardFromApex(name), bind: (bound) => compileExpression(bound.expression()) });
    return toValue(plan, await runQuery(plan, scope, null));
  };
}

export function toValue(plan: Plan, outcome: QueryOutcome): Value {
  if (outcome.count !== null) return outcome.count;
  const list = new AList(makeType(plan.aggregate ? 'AggregateResult' : plan.def.name), outcome.rows);
  list.query = true;
  return list;
}

/** Runs a plan for Apex: counts it, takes locks, turns refusals into QueryException. */
export async function runQuery(plan: Plan, scope: Scope, userMode: boolean | null): Promise<QueryOutcome> {
  const { frame } = scope;
  const { tx } = frame;
  tx.consume('queries');
  if (plan.forUpdate) await tx.beginWrite();
  else await tx.settle();
  try {
    const outcome = await runPlan(plan, contextFor(frame, scope, userMode));
    tx.consume('queryRows', outcome.rowsRead);
    return outcome;
  } catch (error) {
    if (error instanceof SoqlError) return raise('QueryException', error.message.trimStart());
    throw error;
  }
}

function contextFor(frame: Frame, scope: Scope, userMode: boolean | null): RunContext {
  const { tx } = frame;
  const enforce = userMode === true;
  return { world: tx.world, store: tx.store, permissions: tx.permissions(), timeZone: timeZoneOf(tx), enforceFields: enforce, enforceSharing: enforce || (userMode === null && frame.sharing), includeDeleted: false, scope };
}

/** Database.query and its kin: names of binds are looked up among the variables or in a map. */
export function dynamicPlan(scope: Scope, soql: string, binds: AMap | null): Plan {
  const { world } = scope.frame.tx;
  const bindMap = binds && new Map(binds.pairs().map(([key, value]) => [text(key).toLowerCase(), value]));
  try {
    return buildPlan(world.schema, parseQuery(soql), {
      text: soql, inward: (name) => world.names.inwardFromApex(name),
      bind: (bound) => {
        if (!bindMap) return compileExpression(bound.expression());
        const name = bound.expression().getText().toLowerCase();
        if (!bindMap.has(name)) return raise('QueryException', `Key '${name}' does not exist in the bindMap`);
        return () => bindMap.get(name) ?? null;
      },
    });
  } catch (error) {
    if (error instanceof SoqlError) return raise('QueryException', error.message.trimStart());
    throw error;
  }
}
