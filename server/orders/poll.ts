import { randomUUID } from 'node:crypto';
import { orderKey } from '../kernel/ids.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { DealNotice, OrgPort, OutboxRow } from '../salesforce/org-port.ts';
import { FINAL_STATES, changePush, findPush, findPushes, type Push, type PushState } from '../store/pushes.ts';
import { readCursor, writeCursor } from '../store/cursors.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import { acceptPush } from './accept.ts';
import type { OrdersDeps } from './deps.ts';
import { isQuiet, noticeOf } from './notice.ts';

const PAGE = 200;
/** A run reads at most this many pages; the next run goes on. */
const MAX_PAGES = 50;
const LEASE_MS = 120_000;
const TELL_LEASE_MS = 60_000;
const CURSOR = 'outbox-page';

/** Reads the new outbox rows of one org and accepts each; then tells the deals that they are queued. Returns how many rows were read. */
export async function pollOutbox(deps: OrdersDeps, jobs: Jobs, orgId: string): Promise<number> {
  const lease = { name: `poll/${orgId}`, owner: deps.instance };
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return 0;
  try {
    const org = await deps.directory.org(orgId);
    // A run that read its bound of pages is gone on with by the next; rows that stay New must not hide those behind them.
    let after: string | null = (await readCursor(deps.db, orgId, CURSOR)) || null;
    let count = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const rows: OutboxRow[] = await org.newOutboxRows(after, PAGE);
      count += rows.length;
      await acceptRows(deps, jobs, org, orgId, rows);
      after = rows.length < PAGE ? null : (rows.at(-1)?.id ?? null);
      if (after === null) break;
    }
    await writeCursor(deps.db, orgId, CURSOR, after ?? '');
    return count;
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}

async function acceptRows(deps: OrdersDeps, jobs: Jobs, org: OrgPort, orgId: string, rows: readonly OutboxRow[]): Promise<void> {
  const keyed = newestOf(rows).map((row) => ({ row, key: orderKey(orgId, row.opportunityId, row.cycle) }));
  const known = await findPushes(deps.db, orgId, keyed.map((entry) => entry.key));
  const wanted = keyed.filter(({ key }) => known.get(key) === undefined || known.get(key)?.state === 'refused');
  const accounts = await org.accountsOf(wanted.map(({ row }) => row.opportunityId));
  for (const { row } of wanted) {
    const accountId = accounts.get(row.opportunityId);
    await acceptPush(deps.db, jobs, { orgId, opportunityId: row.opportunityId, cycle: row.cycle, origin: 'won', wantedAt: row.createdAt, correlationId: row.id, ...(accountId === undefined ? {} : { accountId }) });
  }
  const early = await isSendingOnly(deps, orgId);
  await acknowledge(deps, org, orgId, keyed.map((entry) => entry.key).filter((key) => isOwedAWord(known.get(key), early)));
}

/** Its row is New although its order ended, as when it was sent by hand before the win; or nobody has told the deal that it is queued. */
const isOwedAWord = (push: Push | undefined, early: boolean): boolean =>
  push === undefined ? early : !isQuiet(push) && (FINAL_STATES.includes(push.state as PushState) || (early && push.told === null && push.state !== 'sent'));

/** A row stays New until its deal was told. */
async function acknowledge(deps: OrdersDeps, org: OrgPort, orgId: string, keys: readonly string[]): Promise<void> {
  const owner = `${deps.instance}/${randomUUID()}`;
  const leases: string[] = [];
  try {
    const notices: { key: string; notice: DealNotice }[] = [];
    for (const key of keys) {
      // What a run holds, that run tells itself: an older word must not land after it.
      if (!(await takeLease(deps.db, `push/${orgId}/${key}`, owner, TELL_LEASE_MS))) continue;
      leases.push(`push/${orgId}/${key}`);
      const push = await findPush(deps.db, orgId, key);
      const notice = push === undefined || isQuiet(push) ? null : noticeOf(push);
      if (notice !== null) notices.push({ key, notice });
    }
    await tellAll(deps, org, orgId, notices);
  } finally {
    for (const lease of leases) await dropLease(deps.db, lease, owner);
  }
}

async function tellAll(deps: OrdersDeps, org: OrgPort, orgId: string, notices: readonly { key: string; notice: DealNotice }[]): Promise<void> {
  if (notices.length === 0) return;
  const refusals = await org.tellDeals(notices.map((entry) => entry.notice));
  for (const [index, refusal] of refusals.entries()) {
    const entry = notices[index];
    if (entry !== undefined && refusal === null) await changePush(deps.db, orgId, entry.key, { told: JSON.stringify(entry.notice) });
  }
}

/** Of several wins of one deal only the last one speaks. */
function newestOf(rows: readonly OutboxRow[]): OutboxRow[] {
  const newest = new Map<string, OutboxRow>();
  for (const row of rows) if (row.cycle >= (newest.get(row.opportunityId)?.cycle ?? 0)) newest.set(row.opportunityId, row);
  return [...newest.values()];
}

/** Before a run has judged a deal, its connection is not known: then it is told that it is queued only where every connection sends. */
async function isSendingOnly(deps: OrdersDeps, orgId: string): Promise<boolean> {
  for (const name of await deps.directory.connectionNames(orgId)) {
    if ((await deps.directory.connection(orgId, name))?.mode !== 'send') return false;
  }
  return true;
}
