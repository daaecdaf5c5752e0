import { CrossledgerError, asError } from '../kernel/errors.ts';
import type { Customer } from '../model/customer.ts';
import type { DealAccount } from '../salesforce/org-port.ts';
import { settling } from '../outbox/door.ts';
import { beginCustomerCreate, createdCustomer, customerUnsettledMs, endCustomerCreate, type CustomerPlace } from '../store/customer-creates.ts';
import { dropLease, extendLease, takeLease } from '../store/leases.ts';
import { isJudged, judgeApproval } from './approval.ts';
import { NEW_CUSTOMER } from './approval-rules.ts';
import { callContext, mapRunOf, type PushRun } from './context.ts';
import { mapCustomer } from './map-order.ts';
import { nameSource } from './name-source.ts';
import { countryOf, draftCustomer, refuseWithoutCountry } from './new-customer.ts';
import { recordOrder } from './trail.ts';
import { plan } from './plan.ts';

/** Calls that a claim outlasts: three look-ups, the create and the word to Salesforce. */
const CLAIM_CALLS = 5;
const CLAIM_WAIT_MS = 1500;

/**
 * The ERP customer of the deal's account: by its number, else by tax id, else by exact name and country, else created.
 * Creates are serialised per account and company over all instances, and repeated only after the same look-up and the settle time.
 */
export async function ensureCustomer(run: PushRun): Promise<Customer> {
  const account = run.deal.account;
  if (account === null) throw new CrossledgerError('customer.account-missing');
  const customer = account.customerNumber === null ? await findOrCreate(run, account) : await byNumber(run, account.customerNumber);
  if (customer.hold === 'all' || customer.hold === 'orders') throw new CrossledgerError('order.customer-blocked', { customer: customer.number, hold: customer.holdWord ?? 'blocked' });
  return customer;
}

async function byNumber(run: PushRun, number: string): Promise<Customer> {
  const found = await run.erp.reads.customer(run.place.company, number, callContext(run));
  if (found === null) throw new CrossledgerError('customer.unknown-number', { customer: number, company: run.place.company });
  return found;
}

async function findOrCreate(run: PushRun, account: DealAccount): Promise<Customer> {
  const claim = `customer/${run.push.org_id}/${run.place.connection.name}/${run.place.company.toLowerCase()}/${account.id}`;
  const owner = `${run.lease.owner}/${run.push.key}`;
  if (!(await takeLease(run.db, claim, owner, CLAIM_CALLS * run.callMs))) {
    throw new CrossledgerError('customer.busy', { account: account.name }, { retryAfterMs: CLAIM_WAIT_MS });
  }
  try {
    // Before the look-up: what is not there after the settle time will not come any more.
    const waitMs = await customerUnsettledMs(run.db, placeOf(run, account), { settleMs: run.place.connection.settleMs, callMs: run.callMs });
    const customer = (await lookUp(run, account)) ?? (await create(run, account, { claim, owner }, waitMs));
    // Later deals need no search. A refusal of Salesforce does no harm here: the same look-up finds the same customer again.
    await run.org.tellAccount(account.id, { customerNumber: customer.number, company: customer.company, connection: run.place.connection.name });
    return customer;
  } finally {
    await dropLease(run.db, claim, owner);
  }
}

async function lookUp(run: PushRun, account: DealAccount): Promise<Customer | null> {
  const known = await createdCustomer(run.db, placeOf(run, account));
  if (known !== null) return byNumber(run, known);
  const { company } = run.place;
  if (account.taxId !== null) {
    const byTaxId = one(await run.erp.reads.customersByTaxId(company, account.taxId, callContext(run)), account, 'tax id');
    if (byTaxId !== null) return byTaxId;
  }
  const country = countryOf(account) ?? (await refuseWithoutCountry(mapRunOf(run), run.push.org_id, account));
  return one(await run.erp.reads.customersByName(company, account.name, country, callContext(run)), account, 'name and country');
}

function one(found: readonly Customer[], account: DealAccount, by: string): Customer | null {
  if (found.length > 1) {
    throw new CrossledgerError('customer.several', { count: found.length, account: account.name, by, numbers: found.slice(0, 5).map((customer) => customer.number).join(', ') });
  }
  return found[0] ?? null;
}

async function create(run: PushRun, account: DealAccount, claim: { claim: string; owner: string }, waitMs: number): Promise<Customer> {
  const place = placeOf(run, account);
  if (waitMs > 0) throw settling(run.clock, 'create customer', waitMs);
  const draft = await mapCustomer(mapRunOf(run), draftCustomer(run, run.push.org_id, account));
  // Also this write waits for the approval of the order.
  if (isJudged(run)) await judgeApproval(run, await plan(run, NEW_CUSTOMER));
  const deadlineAt = run.clock.now() + run.callMs;
  await beginCustomerCreate(run.db, place, draft.reference);
  if (!(await extendLease(run.db, claim.claim, claim.owner, CLAIM_CALLS * run.callMs)) || !(await extendLease(run.db, run.lease.name, run.lease.owner, CLAIM_CALLS * run.callMs))) {
    throw new CrossledgerError('internal.fault', { problem: 'lease lost' });
  }
  try {
    const customer = await run.orders.createCustomer(run.place.company, draft, callContext(run, deadlineAt));
    await recordOrder(run.db, run.push, 'customer.created', { after: { number: customer.number, company: run.place.company, account: account.id } });
    await endCustomerCreate(run.db, place, 'done', customer.number);
    return customer;
  } catch (thrown) {
    const error = asError(thrown);
    await endCustomerCreate(run.db, place, error.outcome === 'unknown' || error.code === 'internal.fault' ? 'unknown' : 'refused', null);
    throw nameSource(error, run.mappings, run.place.company, ['customer']);
  }
}

const placeOf = (run: PushRun, account: DealAccount): CustomerPlace => ({ orgId: run.push.org_id, connection: run.place.connection.name, company: run.place.company.toLowerCase(), accountId: account.id });
