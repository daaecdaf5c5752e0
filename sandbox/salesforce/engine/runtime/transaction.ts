import type { Cls } from '../interpreter/class-model.ts';
import type { Program } from '../interpreter/program.ts';
import type { Permissions } from '../records/security.ts';
import type { Store } from '../records/store.ts';
import { raise } from '../values/exception.ts';
import type { Native, Obj, Slot } from '../values/value.ts';
import { consume, limitsOf, noCounts } from './limits.ts';
import type { LimitCounts } from './limits.ts';
import type { World } from './world.ts';

export interface QueuedJob {
  id: string;
  work: Obj;
  userId: string;
  delayMs: number;
  signature: string | null;
  kind: 'Queueable' | 'Future';
  /** Number of jobs before it in its chain, and of failures in a row that a finalizer answered by enqueueing. */
  failuresInRow: number;
}

export interface TestRun {
  mock: Obj | Native | null;
  /** Static variables, which the test shares with the jobs that it queues. */
  statics: Map<Cls, Map<string, Slot>>;
  /** Limits of the test's own code while code between startTest and stopTest counts anew. */
  outerCounts: LimitCounts | null;
  hits: Map<string, Set<number>>;
}

/** One Apex transaction: its user, limits, static variables and what it leaves to do after commit. */
export class Transaction {
  readonly world: World;
  readonly program: Program;
  readonly store: Store;
  readonly kind: 'sync' | 'async';
  userId: string;
  counts: LimitCounts = noCounts();
  statics = new Map<Cls, Map<string, Slot>>();
  readonly jobs: QueuedJob[] = [];
  readonly firing: Native[] = [];
  #test: TestRun | null = null;
  job: QueuedJob | null = null;
  finalizer: Obj | null = null;
  inFinalizer = false;
  /** @AuraEnabled(cacheable=true): no DML. */
  readOnly = false;
  /** Something waits for the commit, so that a callout is refused. */
  uncommitted = false;
  depth = 0;
  readonly requestId: string;
  constructor(world: World, userId: string, kind: 'sync' | 'async', store: Store = world.store) {
    this.world = world;
    this.program = world.program;
    this.store = store;
    this.userId = userId;
    this.kind = kind;
    this.requestId = `TID:${world.uuid()}`;
  }
  get test(): TestRun | null {
    return this.#test;
  }
  joinTest(test: TestRun | null): void {
    this.#test = test;
    if (test) this.statics = test.statics;
  }
  get allowed(): LimitCounts {
    const limits = limitsOf[this.kind];
    return this.readOnly ? { ...limits, dml: 0 } : this.inFinalizer ? { ...limits, queueable: 1 } : limits;
  }
  consume(name: keyof LimitCounts, amount = 1): void {
    consume(this.counts, this.allowed, name, amount);
  }
  #base: number | null = null;
  /** The caller writes from here on; everybody else waits for the end of this transaction. */
  async beginWrite(): Promise<void> {
    await this.world.lockOf(this.store).acquire(this);
    this.#base ??= this.store.mark();
  }
  async settle(): Promise<void> {
    await this.world.lockOf(this.store).settle(this);
  }
  /** Gives row locks back before a callout; there is nothing uncommitted then. */
  releaseLocks(): void {
    if (this.uncommitted) return;
    this.#base = null;
    this.world.lockOf(this.store).release(this);
  }
  permissions(): Permissions {
    return this.world.security.permissionsOf(this.store, this.userId);
  }
  enqueue(job: QueuedJob): void {
    this.consume('queueable');
    this.uncommitted = true;
    this.jobs.push(job);
  }
  refuseCalloutIfUncommitted(): void {
    if (this.uncommitted) raise('CalloutException', 'You have uncommitted work pending. Please commit or rollback before calling out');
  }
  cover(source: string, line: number): void {
    if (!this.test) return;
    const lines = this.test.hits.get(source);
    if (lines) lines.add(line);
    else this.test.hits.set(source, new Set([line]));
  }
  /** Ends the transaction. A job inside a test commits with its test only. */
  commit(): void {
    if (this.#base !== null && !this.test) this.world.record(this.store, this.store.commit());
    this.#base = null;
    this.uncommitted = false;
    this.world.lockOf(this.store).release(this);
  }
  rollback(): void {
    const lock = this.world.lockOf(this.store);
    if (this.#base !== null) this.store.rollback(this.#base);
    this.#base = null;
    for (const job of this.jobs) if (job.signature !== null) this.store.signatures.delete(job.signature);
    this.jobs.length = 0;
    lock.release(this);
  }
}
