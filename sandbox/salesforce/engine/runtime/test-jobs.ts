import { ApexError } from '../values/exception.ts';
import type { Frame } from './frame.ts';
import { runJob, writeJobRows } from './jobs.ts';
import type { QueuedJob } from './transaction.ts';

const MAX_JOBS = 50;

/** Test.stopTest: runs what was queued, and what that queued, to its end. */
export async function drainTestJobs({ tx }: Frame): Promise<void> {
  await writeJobRows(tx);
  const waiting: QueuedJob[] = tx.jobs.splice(0);
  for (let ran = 0; waiting.length && ran < MAX_JOBS; ran += 1) {
    const job = waiting.shift();
    if (!job) break;
    const failed = await runJob(tx.world, tx.store, job, tx.test, (next) => waiting.push(...next));
    if (failed && !failed.handled) throw new ApexError(failed.exception);
  }
}
