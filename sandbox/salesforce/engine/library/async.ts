import { keyOf } from '../values/collections.ts';
import { findMethod, runMethod } from '../interpreter/calls.ts';
import { raise } from '../values/exception.ts';
import type { ExceptionObj } from '../values/exception.ts';
import { text } from '../values/text.ts';
import { EnumVal, Native, Obj } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import type { Frame, Scope } from '../runtime/frame.ts';
import type { QueuedJob } from '../runtime/transaction.ts';
import { int } from './arguments.ts';
import type { Statics } from './arguments.ts';

export class AsyncOptions extends Native {
  readonly kind = 'AsyncOptions';
  delayMinutes = 0;
  signature: string | null = null;
  readonly values = new Map<string, Value>();
  override get(name: string): Value {
    return this.values.get(name.toLowerCase()) ?? null;
  }
  override assign(name: string, value: Value): void {
    this.values.set(name.toLowerCase(), value);
    if (name.toLowerCase() === 'minimumqueueabledelayinminutes') this.delayMinutes = int([value], 0);
    else if (name.toLowerCase() === 'duplicatesignature') this.signature = value === null ? null : text(value);
    else if (name.toLowerCase() !== 'maximumqueueablestackdepth') throw new Error(`AsyncOptions.${name} is not in the library of this runner`);
  }
}

/** QueueableDuplicateSignature.Builder. */
export class SignatureBuilder extends Native {
  readonly kind = 'QueueableDuplicateSignature.Builder';
  readonly #parts: string[] = [];
  override call(name: string, args: Value[], frame: Frame): Value {
    if (name === 'build') return this.#parts.join('|');
    if (!['addid', 'addstring', 'addinteger'].includes(name)) return super.call(name, args, frame) as Value;
    this.#parts.push(String(keyOf(args[0] ?? null)));
    return this;
  }
}

function enqueue(args: Value[], { frame: { tx, cls } }: Scope): Value {
  const [work, options] = args;
  if (!(work instanceof Obj) || !tx.program.isSubclass(work.cls, 'Queueable', cls)) throw new Error('System.enqueueJob needs a Queueable');
  const asked = options instanceof AsyncOptions ? options : null;
  const delayMinutes = asked?.delayMinutes ?? int(options === undefined || asked ? [0] : [options], 0);
  if (delayMinutes < 0 || delayMinutes > 10) raise('AsyncException', 'The delay must be between 0 and 10 minutes');
  const signature = asked?.signature ?? null;
  if (signature !== null) {
    if (tx.store.signatures.has(signature)) raise('DuplicateMessageException', 'Attempt to enqueue job with duplicate queueable signature');
    tx.store.signatures.add(signature);
  }
  const job: QueuedJob = { id: tx.store.newId('AsyncApexJob'), work, userId: tx.userId, delayMs: delayMinutes * 60_000, signature, kind: 'Queueable', failuresInRow: tx.inFinalizer ? tx.job?.failuresInRow ?? 0 : 0 };
  tx.enqueue(job);
  return job.id;
}

function attachFinalizer([finalizer]: Value[], { frame: { tx } }: Scope): Value {
  if (!tx.job) return raise('AsyncException', 'System.attachFinalizer(Finalizer) is not allowed in this context');
  if (tx.finalizer) return raise('AsyncException', 'System.attachFinalizer(Finalizer) method cannot be called more than once in a Queueable');
  tx.finalizer = finalizer instanceof Obj ? finalizer : null;
  return null;
}

export class JobContext extends Native {
  readonly kind: string;
  readonly #job: QueuedJob;
  readonly #failure: ExceptionObj | null;
  readonly #requestId: string;
  constructor(kind: 'QueueableContext' | 'FinalizerContext', job: QueuedJob, failure: ExceptionObj | null, requestId: string) {
    super();
    this.kind = kind;
    this.#job = job;
    this.#failure = failure;
    this.#requestId = requestId;
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'getjobid': case 'getasyncapexjobid': return this.#job.id;
      case 'getresult': return new EnumVal('System.ParentJobResult', this.#failure ? 'UNHANDLED_EXCEPTION' : 'SUCCESS', this.#failure ? 1 : 0);
      case 'getexception': return this.#failure;
      case 'getrequestid': return this.#requestId;
      default: return super.call(name, args, frame) as Value;
    }
  }
}

/** Runs `execute` of a Queueable or Finalizer. */
export async function runExecute(target: Obj, context: JobContext, frame: Frame): Promise<void> {
  const method = findMethod(frame.tx.program, target.cls, 'execute', [context]);
  if (!method) throw new Error(`${target.cls.full} has no execute method`);
  await runMethod(method, target, [context], frame);
}

export const asyncStatics: Statics = {
  'system.enqueuejob': enqueue,
  'system.attachfinalizer': attachFinalizer,
  'system.isqueueable': (_, { frame: { tx } }) => tx.kind === 'async',
  'system.isbatch': () => false,
  'system.isfuture': () => false,
  'system.isscheduled': () => false,
};

