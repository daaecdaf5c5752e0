import type { Jobs } from '../jobs/jobs.ts';
import type { Database } from '../store/database.ts';
import { duePushes } from '../store/pushes.ts';
import { pushJob } from './accept.ts';

/** Small: what waits in the queue already is offered again at each sweep, and the oldest come first. */
const BATCH = 25;

/** Gives every push whose time has come to the queue: retries, settled look-ups, and what a killed worker left. */
export async function sweepDuePushes(db: Database, jobs: Jobs, overdueMs: number): Promise<number> {
  const due = await duePushes(db, overdueMs, BATCH);
  for (const push of due) await jobs.add(pushJob(push.org_id, push.key));
  return due.length;
}
