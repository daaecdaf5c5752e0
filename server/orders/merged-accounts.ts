import { randomUUID } from 'node:crypto';
import { record } from '../audit/audit.ts';
import { asError, CrossledgerError } from '../kernel/errors.ts';
import type { AccountLink, MergedAccount, OrgPort } from '../salesforce/org-port.ts';
import { customersOfAccount } from '../store/customer-creates.ts';
import { closeException, findOpenException, openException, rewordException, takeOpenMerges, wasDiscarded, type ExceptionSubject } from '../store/exceptions.ts';
import { dropLease, takeLease } from '../store/leases.ts';
import { moveAccount } from '../store/pushes.ts';
import type { OrdersDeps } from './deps.ts';
import { CAUSE_GONE } from './exceptions.ts';
import { MERGE_UNSEEN, mergeUnseen } from './merge-unseen.ts';
import { findPlace } from './place.ts';
import { mergeLease } from './push-lease.ts';
import { forTouched } from './touched.ts';

/** Of what waits for finance so many are looked at again in each turn, those first that were longest not looked at, so that each closes when it is put right. */
const LOOK_AGAIN = 100;
const LEASE_MS = 60_000;

/** Follows accounts that were merged into others: orders and ERP customer go along, and two customers behind one account are finance's. Returns how many were looked at. */
export async function watchMergedAccounts(deps: OrdersDeps, orgId: string): Promise<number> {
  const org = await deps.directory.org(orgId);
  const followAll = async (merged: readonly MergedAccount[]): Promise<void> => {
    for (const one of merged) await follow(deps, org, orgId, one);
  };
  return forTouched<MergedAccount>(deps, orgId, {
    name: 'watch-merged-accounts',
    read: async (place, limit) => {
      if (place.id === null) await lookAgainAtMerges(deps, orgId, await takeOpenMerges(deps.db, orgId, { without: MERGE_UNSEEN, limit: LOOK_AGAIN }));
      return org.mergedAccounts(place, limit);
    },
    placeOf: ({ modifiedAt, id }) => ({ modifiedAt, id }),
    work: followAll,
  });
}

/** Looks at these merges now, at most 200; one that left the recycle bin says so in its case from then on. */
export async function lookAgainAtMerges(deps: OrdersDeps, orgId: string, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  const org = await deps.directory.org(orgId);
  const merges = new Map((await org.mergedAmong(accountIds)).map((merged) => [merged.id, merged]));
  for (const id of accountIds) {
    const merged = merges.get(id);
    await (merged === undefined ? tellUnseen(deps, orgId, id) : follow(deps, org, orgId, merged));
  }
}

async function tellUnseen(deps: OrdersDeps, orgId: string, accountId: string): Promise<void> {
  const subject: ExceptionSubject = { orgId, key: accountId, kind: 'merge' };
  const entry = await findOpenException(deps.db, subject);
  if (entry === undefined || entry.code === MERGE_UNSEEN) return;
  const { code, message, next } = mergeUnseen(entry);
  await rewordException(deps.db, subject, { code, sentence: message, fix: next });
}

type Customer = Pick<AccountLink, 'company' | 'connection'> & { number: string };

async function follow(deps: OrdersDeps, org: OrgPort, orgId: string, merged: MergedAccount): Promise<void> {
  const { survivor } = merged;
  if (survivor === null) return;
  const lease = { name: mergeLease(orgId, survivor.id), owner: `${deps.instance}/${randomUUID()}` };
  // Somebody looks at it right now.
  if (!(await takeLease(deps.db, lease.name, lease.owner, LEASE_MS))) return;
  try {
    await moveAccount(deps.db, orgId, merged.id, survivor.id);
    await judge(deps, org, orgId, merged, survivor);
  } finally {
    await dropLease(deps.db, lease.name, lease.owner);
  }
}

async function judge(deps: OrdersDeps, org: OrgPort, orgId: string, merged: MergedAccount, survivor: AccountLink): Promise<void> {
  const [lost, known] = [await customerOf(deps, orgId, merged), await customerOf(deps, orgId, survivor)];
  const kept = lost === null || known !== null ? known : await carryOver(deps, org, orgId, { merged, survivor, lost });
  await note(deps, orgId, merged, survivor, lost === null || (kept !== null && isSame(lost, kept)) ? null : { lost, kept });
}

/** What the account says, else what was created from it. */
async function customerOf(deps: OrdersDeps, orgId: string, { id, customerNumber, company, connection }: AccountLink): Promise<Customer | null> {
  if (customerNumber !== null) return { number: customerNumber, company, connection };
  return (await customersOfAccount(deps.db, orgId, id))[0] ?? null;
}

const agree = (a: string | null, b: string | null): boolean => a === null || b === null || a.trim().toLowerCase() === b.trim().toLowerCase();
const isSame = (a: Customer, b: Customer): boolean => agree(a.number, b.number) && agree(a.company, b.company) && agree(a.connection, b.connection);

/**
 * Gives the account that is left the customer of the one that is gone, where its orders would go to the same company anyway and the connection
 * may write. Returns the customer that it has then; null when it has none.
 */
async function carryOver(deps: OrdersDeps, org: OrgPort, orgId: string, { merged, survivor, lost }: { merged: MergedAccount; survivor: AccountLink; lost: Customer }): Promise<Customer | null> {
  const { number, company, connection: name } = lost;
  if (company === null || name === null) return null;
  if (!(await mayGoTo(deps, orgId, survivor, { connection: name, company }))) return null;
  const connection = await deps.directory.connection(orgId, name, { fresh: true });
  if (connection === null || connection.mode !== 'send' || connection.stopped) return null;
  // Another merge, or somebody, may have given it a customer since the page was read.
  const now = (await org.mergedAmong([merged.id]))[0]?.survivor ?? survivor;
  if (now.customerNumber !== null) return customerOf(deps, orgId, now);
  if ((await org.tellAccount(survivor.id, { customerNumber: number, company, connection: name })) !== null) return null;
  await record(deps.db, { orgId, actor: 'crossledger', action: 'account.customer-carried', subject: survivor.id, before: { customerNumber: null }, after: { customerNumber: number, company, connection: name } });
  return lost;
}

/** Whether orders of this account, as it is, go to that company, or nothing says where. An account that names a connection that is gone says otherwise. */
async function mayGoTo(deps: OrdersDeps, orgId: string, { name, connection, company, country }: AccountLink, there: { connection: string; company: string }): Promise<boolean> {
  try {
    const place = await findPlace(deps.directory, orgId, { accountName: name, connection, company, country }, { fresh: true });
    return agree(place.connection.name, there.connection) && agree(place.company, there.company);
  } catch (thrown) {
    const { code } = asError(thrown);
    if (code === 'connection.undecided') return true;
    if (code === 'connection.unknown') return false;
    throw thrown;
  }
}

async function note(deps: OrdersDeps, orgId: string, merged: MergedAccount, survivor: AccountLink, found: { lost: Customer; kept: Customer | null } | null): Promise<void> {
  const subject: ExceptionSubject = { orgId, key: merged.id, kind: 'merge' };
  if (found === null) {
    await closeException(deps.db, subject, { state: 'resolved', resolution: CAUSE_GONE, by: 'crossledger' });
    return;
  }
  const { lost, kept } = found;
  const words = { lost: merged.name, kept: survivor.name, lostCustomer: inWords(lost) };
  const error = kept === null ? new CrossledgerError('account.customer-lost', words) : new CrossledgerError('account.two-customers', { ...words, keptCustomer: inWords(kept) });
  const cause = [error.code, merged.id, lost.number, ...(kept === null ? [] : [kept.number])].join(':');
  if (await wasDiscarded(deps.db, subject, cause)) {
    // What is open is about other customers, which are no longer there.
    await closeException(deps.db, subject, { state: 'resolved', resolution: CAUSE_GONE, by: 'crossledger' });
    return;
  }
  await openException(deps.db, {
    ...subject, opportunityId: null, accountId: survivor.id, connection: kept?.connection ?? lost.connection, code: error.code, cause, owner: error.entry.fixer, sentence: error.message, fix: error.next,
  });
}

/** `C-00007 (usmf, fno)` */
function inWords({ number, company, connection }: Customer): string {
  const place = [company, connection].filter((part) => part !== null).join(', ');
  return place === '' ? number : `${number} (${place})`;
}
