import { ApexFailure } from '../../org.ts';
import type { Actor } from '../../org.ts';
import { runMethod } from '../interpreter/calls.ts';
import type { Method } from '../interpreter/class-model.ts';
import { fromJson, parseJson } from '../library/json-read.ts';
import { toJson } from '../library/json-write.ts';
import { ApexError } from '../values/exception.ts';
import type { Value } from '../values/value.ts';
import { makeFrame } from './frame.ts';
import { writeJobRows } from './jobs.ts';
import type { JobRunner } from './jobs.ts';
import { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Calls an @AuraEnabled method for a component, in one transaction. */
export async function invokeAura(world: World, jobs: JobRunner, name: string, parameters: Record<string, unknown>, actor: Actor): Promise<unknown> {
  const method = findAura(world, name);
  const tx = new Transaction(world, actor.userId, 'sync');
  if (!actor.system && !tx.permissions().canRunClass(method.cls.full)) throw new ApexFailure('System.NoAccessException', `You do not have access to the Apex class named '${method.cls.full}'.`);
  tx.readOnly = method.mods.annotations.get('auraenabled')?.get('cacheable') === 'true';
  const frame = makeFrame(tx, { cls: method.cls, sharing: true, name: method.name });
  try {
    const args: Value[] = [];
    for (const param of method.params) args.push(await fromJson(reread(parameters[param.name] ?? null), param.type, frame));
    const data = toJson(await runMethod(method, null, args, frame), frame, true);
    await writeJobRows(tx);
    tx.commit();
    jobs.start(tx.jobs);
    return data;
  } catch (error) {
    tx.rollback();
    if (!(error instanceof ApexError)) throw error;
    const { value } = error;
    world.log(`${name} failed: ${value.typeName}: ${value.message ?? ''}\n${value.stack}`);
    throw new ApexFailure(value.cls.builtin ? value.typeName : world.names.outwardClass(value.typeName), value.message ?? '');
  }
}

/** Parameters pass through JSON text, so that decimals keep their digits. */
const reread = (value: unknown): unknown => parseJson(JSON.stringify(value));

function findAura(world: World, name: string): Method {
  const parts = name.split('.');
  const methodName = parts.pop() ?? '';
  const cls = world.program.find(parts.join('.'), null);
  const methods = cls?.methods.get(methodName.toLowerCase()) ?? [];
  const method = methods.find((each) => each.mods.annotations.has('auraenabled') && each.mods.isStatic);
  if (!method) throw new ApexFailure('System.TypeException', `There is no @AuraEnabled method ${name}`);
  return method;
}

