import type { RowKind } from '../records/prepare-row.ts';
import { rowError } from '../records/row-error.ts';
import type { RowError } from '../records/row-error.ts';
import type { ObjectDef } from '../records/schema.ts';
import { Scope, makeFrame } from '../runtime/frame.ts';
import type { Transaction } from '../runtime/transaction.ts';
import { ApexError, isLimit } from '../values/exception.ts';
import type { SObj } from '../values/sobj.ts';
import { noteStack } from './calls.ts';
import { runAll } from './run-all.ts';
import type { Trigger } from './program.ts';
import { TriggerContext } from './trigger-context.ts';

export interface Firing {
  def: ObjectDef;
  when: 'before' | 'after';
  kind: RowKind;
  news: SObj[];
  olds: (SObj | null)[];
}

const MAX_TRIGGER_DEPTH = 16;

/** Runs the triggers of one event. An exception that leaves a trigger refuses the whole chunk; limits end the transaction. */
export async function fireTriggers(tx: Transaction, firing: Firing): Promise<RowError | null> {
  const { def, when, kind } = firing;
  const triggers = tx.program.triggers.filter((trigger) => trigger.object.toLowerCase() === def.name.toLowerCase() && trigger.events.has(`${when}${kind}`));
  const olds = firing.olds.filter((old) => old !== null);
  const context = new TriggerContext(def.name, when, kind, kind === 'delete' ? null : firing.news, kind === 'insert' || kind === 'undelete' ? null : olds);
  const isReadOnly = when === 'after' || kind === 'delete';
  for (const record of firing.news) record.readOnly = isReadOnly;
  for (const old of olds) old.readOnly = true;
  try {
    for (const trigger of triggers) {
      const problem = await runTrigger(tx, trigger, context, firing);
      if (problem) return problem;
    }
  } finally {
    for (const record of firing.news) record.readOnly = false;
  }
  return null;
}

async function runTrigger(tx: Transaction, trigger: Trigger, context: TriggerContext, { when, kind }: Firing): Promise<RowError | null> {
  if (tx.firing.length >= MAX_TRIGGER_DEPTH) return rowError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${trigger.name}: maximum trigger depth exceeded`);
  const frame = makeFrame(tx, { name: trigger.name });
  tx.firing.push(context);
  const { depth } = tx;
  try {
    await runAll(trigger.body, new Scope(frame, null));
    return null;
  } catch (error) {
    if (!(error instanceof ApexError) || isLimit(error)) throw error;
    noteStack(error, frame);
    tx.depth = depth;
    const event = `${when.charAt(0).toUpperCase()}${when.slice(1)}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    return rowError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${trigger.name}: execution of ${event}\n\ncaused by: ${error.value.typeName}: ${error.value.message ?? ''}\n\n${error.value.stack}`);
  } finally {
    tx.firing.pop();
  }
}
