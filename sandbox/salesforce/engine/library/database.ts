import { dynamicPlan, runQuery, toValue } from '../interpreter/compile-soql.ts';
import { runDml } from '../interpreter/dml-statements.ts';
import type { RowError, RowResult } from '../records/row-error.ts';
import type { Frame, Scope } from '../runtime/frame.ts';
import { AList, AMap } from '../values/collections.ts';
import { SObj } from '../values/sobj.ts';
import { EnumVal, Native, makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { str, stringList } from './arguments.ts';
import type { Statics } from './arguments.ts';
import { FieldToken } from './describe.ts';

/** Database.SaveResult, UpsertResult, DeleteResult. */
class SaveOutcome extends Native {
  readonly kind: string;
  readonly #result: RowResult;
  constructor(kind: string, result: RowResult) {
    super();
    this.kind = kind;
    this.#result = result;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'issuccess': return this.#result.ok;
      case 'getid': return this.#result.id;
      case 'iscreated': return this.#result.created;
      case 'geterrors': return new AList(makeType('Database.Error'), this.#result.errors.map((error) => new DatabaseError(error)));
      default: return super.call(name, args, frame) as Value;
    }
  }
}

class DatabaseError extends Native {
  readonly kind = 'Database.Error';
  readonly #error: RowError;
  constructor(error: RowError) {
    super();
    this.#error = error;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'getmessage': return this.#error.message;
      case 'getstatuscode': return new EnumVal('System.StatusCode', this.#error.statusCode, 0);
      case 'getfields': return stringList(this.#error.fields);
      default: return super.call(name, args, frame) as Value;
    }
  }
}

class Savepoint extends Native {
  readonly kind = 'System.Savepoint';
  readonly mark: number;
  readonly jobs: number;
  constructor(mark: number, jobs: number) {
    super();
    this.mark = mark;
    this.jobs = jobs;
  }
}

export class DmlOptions extends Native {
  readonly kind = 'Database.DMLOptions';
  allOrNone = true;
  override assign(name: string, value: Value): void {
    if (name.toLowerCase() !== 'optallornone') super.assign(name, value);
    this.allOrNone = value === true;
  }
}

const isUserMode = (args: Value[]): boolean => args.some((arg) => arg instanceof EnumVal && arg.owner === 'System.AccessLevel' && arg.name === 'USER_MODE');
const modeOf = (args: Value[]): boolean | null => (args.some((arg) => arg instanceof EnumVal && arg.owner === 'System.AccessLevel') ? isUserMode(args) : null);

async function dml(word: string, args: Value[], scope: Scope): Promise<Value> {
  const [input = null, ...rest] = args;
  const flag = rest.find((arg) => typeof arg === 'boolean');
  const options = rest.find((arg) => arg instanceof DmlOptions);
  const allOrNone = typeof flag === 'boolean' ? flag : options instanceof DmlOptions ? options.allOrNone : true;
  const key = rest.find((arg) => arg instanceof FieldToken);
  const records = deletable(input, scope);
  const results = await runDml(scope.frame, { word, input: records, allOrNone, userMode: isUserMode(rest), key: key instanceof FieldToken ? key.field.name : null });
  const kind = { upsert: 'Database.UpsertResult', delete: 'Database.DeleteResult', undelete: 'Database.UndeleteResult' }[word] ?? 'Database.SaveResult';
  const outcomes = results.map((result) => new SaveOutcome(kind, result));
  return input instanceof SObj || typeof input === 'string' ? outcomes[0] ?? null : new AList(makeType(kind), outcomes);
}

/** Database.delete also takes ids. */
function deletable(input: Value, scope: Scope): Value {
  const ofId = (id: string): SObj => {
    const record = new SObj(scope.frame.tx.store.objectOf(id) ?? 'Account');
    record.set('Id', id);
    return record;
  };
  if (typeof input === 'string') return ofId(input);
  if (input instanceof AList && input.items.some((item) => typeof item === 'string')) return new AList(null, input.items.map((item) => (typeof item === 'string' ? ofId(item) : item)));
  return input;
}

async function query(args: Value[], scope: Scope, binds: AMap | null): Promise<Value> {
  const plan = dynamicPlan(scope, str(args, 0), binds);
  return toValue(plan, await runQuery(plan, scope, modeOf(args)));
}

async function count(args: Value[], scope: Scope, binds: AMap | null): Promise<Value> {
  const plan = dynamicPlan(scope, str(args, 0), binds);
  return (await runQuery(plan, scope, modeOf(args))).count;
}

export const databaseStatics: Statics = {
  ...Object.fromEntries(['insert', 'update', 'upsert', 'delete', 'undelete'].map((word) => [`database.${word}`, (args: Value[], scope: Scope) => dml(word, args, scope)])),
  'database.query': (args, scope) => query(args, scope, null),
  'database.querywithbinds': (args, scope) => query(args, scope, args[1] instanceof AMap ? args[1] : null),
  'database.countquery': (args, scope) => count(args, scope, null),
  'database.countquerywithbinds': (args, scope) => count(args, scope, args[1] instanceof AMap ? args[1] : null),
  'database.setsavepoint': async (_, { frame: { tx } }) => {
    tx.consume('dml');
    await tx.beginWrite();
    tx.uncommitted = true;
    return new Savepoint(tx.store.mark(), tx.jobs.length);
  },
  'database.rollback': ([savepoint], { frame: { tx } }) => {
    tx.consume('dml');
    if (!(savepoint instanceof Savepoint)) throw new Error('Database.rollback needs a Savepoint');
    tx.store.rollback(savepoint.mark);
    tx.jobs.length = savepoint.jobs;
    return null;
  },
  'database.releasesavepoint': ([savepoint], { frame: { tx } }) => {
    if (savepoint instanceof Savepoint && tx.store.mark() === 0 && !tx.jobs.length) tx.uncommitted = false;
    return null;
  },
  'eventbus.publish': () => {
    throw new Error('Platform events are not supported by this runner');
  },
};
