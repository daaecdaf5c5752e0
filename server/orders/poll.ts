import { orderKey } from '../kernel/ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { DealNotice, OrgPort, OutboxRow } from '../salesforce/org-port.ts';
import { changePush, findPush } from '../store/pushes.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import { acceptPush } from './accept.ts';
import type { OrdersDeps } from './advance.ts';
import { isSilent, noticeOf } from './notice.ts';

const PAGE = 200;
/** A run reads at most this many pages; the next run goes on. */
const MAX_PAGES = 50;
const LEASE_MS = 120_000;

/** Reads the new outbox rows of one org and accepts each; then tells the deals that they are queued. Returns how many rows were read. */
export async function pollOutbox(deps: OrdersDeps, jobs: Jobs, orgId: string): Promise<number> {
  const lease = { name: `poll/${orgId}`, owner: deps.instance };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return 0;
  try {
    const org = await deps.directory.org(orgId);
    let after: string | null = null;
    let count = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const rows: OutboxRow[] = await org.newOutboxRows(after, PAGE);
      count += rows.length;
      await acceptRows(deps, jobs, org, orgId, rows);
      if (rows.length < PAGE) break;
      after = rows.at(-1)?.id ?? null;
    }
    return count;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}

async function acceptRows(deps: OrdersDeps, jobs: Jobs, org: OrgPort, orgId: string, rows: readonly OutboxRow[]): Promise<void> {
  for (const row of rows) await acceptPush(deps.db, jobs, { orgId, opportunityId: row.opportunityId, cycle: row.cycle, origin: 'won', wantedAt: row.createdAt });
  await acknowledge(deps, org, orgId, rows);
}

/** A row stays New until its deal was told: at first that it is queued, and again when the push had been finished before the win. */
async function acknowledge(deps: OrdersDeps, org: OrgPort, orgId: string, rows: readonly OutboxRow[]): Promise<void> {
  const notices: { key: string; told: string | null; notice: DealNotice }[] = [];
  for (const row of rows) {
    const push = await findPush(deps.db, orgId, orderKey(orgId, row.opportunityId, row.cycle));
    if (push === undefined || isSilent(push.code) || !(await mayWrite(deps, orgId))) continue;
    const notice = noticeOf(push);
    if (notice !== null) notices.push({ key: push.key, told: push.told, notice });
  }
  if (notices.length === 0) return;
  const refusals = await org.tellDeals(notices.map((entry) => entry.notice));
  for (const [index, refusal] of refusals.entries()) {
    const entry = notices[index];
    if (entry !== undefined && refusal === null) await changePush(deps.db, orgId, entry.key, { told: JSON.stringify(entry.notice) });
  }
}

/** Nothing is written to an org while all its connections only observe. */
async function mayWrite(deps: OrdersDeps, orgId: string): Promise<boolean> {
  for (const name of await deps.directory.connectionNames(orgId)) {
    if ((await deps.directory.connection(orgId, name))?.mode === 'send') return true;
  }
  return false;
}
