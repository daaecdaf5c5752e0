import { PgBoss, fromKysely } from 'pg-boss';
import type { Database, Store } from '../store/database.ts';

/** A kind of background work. The data only names the record; what is to be done is read from it. */
export interface JobKind<Data extends object> {
  /** `verb-object`. */
  name: string;
  /** How many at once in this process. */
  concurrency: number;
  /** How many at once for one group (an org), so that one cannot starve the others. */
  groupConcurrency: number;
  run(data: Data, signal: AbortSignal): Promise<void>;
}

export interface JobRequest {
  kind: string;
  data: object;
  /** While a job with this key waits, another is not added. */
  key: string;
  group: string;
}

export interface Jobs {
  /** Adds a job; with a transaction it exists exactly when that commits. */
  add(request: JobRequest, transaction?: Database): Promise<void>;
  /** Starts working. */
  work(): Promise<void>;
  /** Stops claiming and waits for running jobs up to the given time. */
  stop(timeoutMs: number): Promise<void>;
}

const SCHEMA = 'crossledger_jobs';
const POLL_SECONDS = 1;
/** A full batch makes the worker fetch again at once; the jobs of a batch run side by side. */
const BATCH = 4;
/** A killed worker's job comes back after this; the shortest that pg-boss takes. */
const HEARTBEAT_SECONDS = 10;
const EXPIRE_SECONDS = 15 * 60;
/** A server that says nothing for so long is gone; the connection is then given up. */
const QUERY_MS = 60_000;

/** The durable queue, on either store. Every job may run more than once. */
export async function createJobs(store: Store, kinds: readonly JobKind<never>[], onError: (error: unknown) => void): Promise<Jobs> {
  const connection = store.jobsDb === null
    ? { connectionString: store.databaseUrl ?? '', max: 4, application_name: 'crossledger-jobs', query_timeout: QUERY_MS, keepAlive: true }
    : { db: store.jobsDb, backend: 'pglite' as const };
  const boss = new PgBoss({ ...connection, schema: SCHEMA, useListenNotify: true, persistWarnings: false });
  boss.on('error', onError);
  await boss.start();
  for (const kind of kinds) {
    await boss.createQueue(kind.name, { policy: 'short', retryLimit: 3, retryDelay: 1, retryBackoff: true, heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds: EXPIRE_SECONDS, retentionSeconds: 7 * 86_400, deleteAfterSeconds: 600, notify: true });
  }
  return {
    async add({ kind, data, key, group }, transaction) {
      await boss.send(kind, data, { singletonKey: key, group: { id: group }, ...(transaction === undefined ? {} : { db: fromKysely(transaction) }) });
    },
    async work() {
      for (const kind of kinds) {
        const options = { localConcurrency: kind.concurrency, localGroupConcurrency: kind.groupConcurrency, pollingIntervalSeconds: POLL_SECONDS, batchSize: BATCH, burstWhenBatchFull: true };
        await boss.work<never>(kind.name, options, async (jobs) => {
          const ends = await Promise.allSettled(jobs.map((job) => kind.run(job.data, job.signal)));
          const failed = ends.find((end) => end.status === 'rejected');
          if (failed !== undefined) throw failed.reason;
        });
      }
    },
    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs, close: true });
    },
  };
}
