import type { Scope } from '../runtime/frame.ts';
import type { Value } from '../values/value.ts';
import type { Completion, Ev, Exec } from './class-model.ts';

export async function runAll(statements: readonly Exec[], scope: Scope): Promise<Completion> {
  for (const statement of statements) {
    const done = await statement(scope);
    if (done) return done;
  }
  return undefined;
}

export async function evaluateAll(evs: Ev[], scope: Scope): Promise<Value[]> {
  const values: Value[] = [];
  for (const ev of evs) values.push(await ev(scope));
  return values;
}
