import { JobContext, runExecute } from '../library/async.ts';
import { ApexError } from '../values/exception.ts';
import type { ExceptionObj } from '../values/exception.ts';
import { ADatetime } from '../values/temporal.ts';
import type { Value } from '../values/value.ts';
import { makeFrame } from './frame.ts';
import { Transaction } from './transaction.ts';
import type { QueuedJob, TestRun } from './transaction.ts';
import type { World } from './world.ts';
import type { Store } from '../records/store.ts';

const MAX_RUNNING = 5;
const MAX_FAILURES_IN_ROW = 5;

/** Runs queued Apex after the transaction that queued it has committed. */
export class JobRunner {
  readonly #world: World;
  readonly #waiting: QueuedJob[] = [];
  readonly #delayed = new Set<NodeJS.Timeout>();
  readonly #idle: (() => void)[] = [];
  #running = 0;
  #closed = false;
  constructor(world: World) {
    this.#world = world;
  }
  start(jobs: QueuedJob[]): void {
    for (const job of jobs) {
      if (job.delayMs === 0) this.#waiting.push(job);
      else this.#later(job);
    }
    this.#pump();
  }
  #later(job: QueuedJob): void {
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      this.#waiting.push(job);
      this.#pump();
    }, job.delayMs);
    timer.unref();
    this.#delayed.add(timer);
  }
  #pump(): void {
    while (!this.#closed && this.#running < MAX_RUNNING) {
      const job = this.#waiting.shift();
      if (!job) break;
      this.#running += 1;
      void this.#run(job);
    }
    if (this.#running === 0 && (this.#waiting.length === 0 || this.#closed)) for (const resolve of this.#idle.splice(0)) resolve();
  }
  async #run(job: QueuedJob): Promise<void> {
    try {
      await runJob(this.#world, this.#world.store, job, null, (jobs) => this.start(jobs));
    } catch (error) {
      this.#world.log(`job ${job.work.cls.full} stopped: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
    } finally {
      this.#running -= 1;
      this.#pump();
    }
  }
  /** Resolves when no job runs or waits; jobs that asked for a delay do not count until they are due. */
  async idle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#delayed) clearTimeout(timer);
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }
}

type Failure = { exception: ExceptionObj } | { error: unknown } | null;

/** Runs one job and its finalizer, each in a transaction of its own. Answers the exception that left the job. */
export async function runJob(world: World, store: Store, job: QueuedJob, test: TestRun | null, start: (jobs: QueuedJob[]) => void): Promise<{ exception: ExceptionObj; handled: boolean } | null> {
  await setStatus(world, store, job, { Status: 'Processing' }, test);
  if (job.signature !== null) store.signatures.delete(job.signature);
  const tx = new Transaction(world, job.userId, 'async', store);
  tx.joinTest(test);
  tx.job = job;
  const failure = await attempt(tx, async () => runExecute(job.work, new JobContext('QueueableContext', job, null, tx.requestId), makeFrame(tx)));
  const exception = failure && 'exception' in failure ? failure.exception : null;
  await setStatus(world, store, job, failure ? { Status: 'Failed', NumberOfErrors: 1, ExtendedStatus: wordsOf(failure).slice(0, 1000) } : { Status: 'Completed' }, test);
  if (!failure) start([...tx.jobs]);
  if (tx.finalizer) await runFinalizer(world, store, job, tx, exception, test, start);
  if (failure && 'error' in failure) throw failure.error instanceof Error ? failure.error : new Error(String(failure.error));
  if (exception) world.log(`job ${job.work.cls.full} failed: ${exception.typeName}: ${exception.message ?? ''}\n${exception.stack}`);
  return exception && { exception, handled: tx.finalizer !== null };
}

const wordsOf = (failure: NonNullable<Failure>): string => ('exception' in failure ? `${failure.exception.typeName}: ${failure.exception.message ?? ''}` : String(failure.error));

async function runFinalizer(world: World, store: Store, job: QueuedJob, parent: Transaction, exception: ExceptionObj | null, test: TestRun | null, start: (jobs: QueuedJob[]) => void): Promise<void> {
  const { finalizer } = parent;
  if (!finalizer) return;
  const tx = new Transaction(world, job.userId, 'async', store);
  tx.joinTest(test);
  tx.inFinalizer = true;
  tx.job = { ...job, failuresInRow: exception ? job.failuresInRow + 1 : 0 };
  const failure = await attempt(tx, async () => runExecute(finalizer, new JobContext('FinalizerContext', job, exception, parent.requestId), makeFrame(tx)));
  if (failure && 'error' in failure) throw failure.error instanceof Error ? failure.error : new Error(String(failure.error));
  if (failure) world.log(`finalizer ${finalizer.cls.full} failed: ${wordsOf(failure)}`);
  else start(tx.jobs.filter((next) => next.failuresInRow <= MAX_FAILURES_IN_ROW));
}

async function attempt(tx: Transaction, work: () => Promise<void>): Promise<Failure> {
  try {
    await work();
    await writeJobRows(tx);
    tx.commit();
    return null;
  } catch (error) {
    tx.rollback();
    return error instanceof ApexError ? { exception: error.value } : { error };
  }
}

/** AsyncApexJob rows of what a transaction queued become visible with its commit. */
export async function writeJobRows(tx: Transaction): Promise<void> {
  for (const job of tx.jobs) {
    await tx.beginWrite();
    const now = new ADatetime(Math.floor(tx.world.now() / 1000) * 1000);
    const row = new Map<string, Value>([['id', job.id], ['status', 'Queued'], ['jobtype', job.kind], ['methodname', job.work.cls.full], ['numberoferrors', 0], ['jobitemsprocessed', 0], ['totaljobitems', 0], ['isdeleted', false], ['createddate', now], ['createdbyid', tx.userId], ['lastmodifieddate', now], ['lastmodifiedbyid', tx.userId], ['systemmodstamp', now]]);
    tx.store.put('AsyncApexJob', job.id, row);
  }
}

async function setStatus(world: World, store: Store, job: QueuedJob, change: Record<string, Value>, test: TestRun | null): Promise<void> {
  const tx = new Transaction(world, job.userId, 'async', store);
  tx.joinTest(test);
  await tx.beginWrite();
  const old = store.get('AsyncApexJob', job.id);
  if (old) {
    const row = new Map(old);
    for (const [field, value] of Object.entries(change)) row.set(field.toLowerCase(), value);
    if (change.Status !== 'Processing') row.set('completeddate', new ADatetime(world.now()));
    store.put('AsyncApexJob', job.id, row);
  }
  tx.commit();
}
