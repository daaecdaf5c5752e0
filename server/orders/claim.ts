import { CrossledgerError, asError } from '../kernel/errors.ts';
import { beginCustomerCreate, endCustomerCreate, type CustomerPlace } from '../store/customer-creates.ts';
import { dropLease, extendLease, takeLease } from '../store/leases.ts';
import type { PushRun } from './context.ts';
import { nameSource } from './name-source.ts';
import { recordOrder } from './trail.ts';

/** Calls that a claim outlasts: look-ups, the reads of a plan, the create and the word to Salesforce. */
const CLAIM_CALLS = 5;
const CLAIM_WAIT_MS = 1500;

/** What is looked up or created by one run at a time over all instances: a customer of an account, a contact of a customer. */
export interface Claim {
  kind: 'customer' | 'contact';
  at: CustomerPlace;
}

const leaseOf = (run: PushRun, { kind, at }: Claim) => ({ name: `${kind}/${at.orgId}/${at.connection}/${at.company}/${at.accountId}`, owner: `${run.lease.owner}/${run.push.key}` });

/** Finds or creates while nobody else does; throws `busy`, to be tried again in a moment, while somebody does. */
export async function withClaim<T>(run: PushRun, claim: Claim, busy: ConstructorParameters<typeof CrossledgerError>, work: () => Promise<T>): Promise<T> {
  const lease = leaseOf(run, claim);
  const [code, details] = busy;
  if (!(await takeLease(run.db, lease.name, lease.owner, CLAIM_CALLS * run.callMs))) throw new CrossledgerError(code, details, { retryAfterMs: CLAIM_WAIT_MS });
  try {
    return await work();
  } finally {
    await dropLease(run.db, lease.name, lease.owner);
  }
}

/** The Salesforce record that it is made from, and the reference of the create. */
export interface MadeFrom {
  salesforceId: string;
  reference: string;
}

/** Creates what was claimed: intent stored before the call, outcome after it, with an entry in the trail. A frozen process sends nothing after the deadline when it wakes. */
export async function createClaimed<T extends { number: string }>(run: PushRun, claim: Claim, from: MadeFrom, call: (deadlineAt: number) => Promise<T>): Promise<T> {
  const { kind, at } = claim;
  const { company } = run.place;
  const deadlineAt = run.clock.now() + run.callMs;
  await beginCustomerCreate(run.db, at, from.reference);
  for (const { name, owner } of [leaseOf(run, claim), run.lease]) {
    if (!(await extendLease(run.db, name, owner, CLAIM_CALLS * run.callMs))) throw new CrossledgerError('internal.fault', { problem: 'lease lost' });
  }
  const made = await call(deadlineAt).catch(async (thrown: unknown) => {
    const error = asError(thrown);
    await endCustomerCreate(run.db, at, error.outcome === 'unknown' || error.code === 'internal.fault' ? 'unknown' : 'refused', null);
    throw nameSource(error, run.mappings, company, [kind]);
  });
  // When the store fails here, or its word is lost, the intent stays or the outcome does: neither is made "unknown" once more.
  await run.db.transaction().execute(async (db) => {
    await endCustomerCreate(db, at, 'done', made.number);
    await recordOrder(db, run.push, `${kind}.created`, { after: { number: made.number, company, [kind === 'customer' ? 'account' : 'contact']: from.salesforceId } });
  });
  return made;
}
