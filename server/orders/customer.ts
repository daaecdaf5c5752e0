import { CrossledgerError } from '../kernel/errors.ts';
import type { Customer } from '../model/customer.ts';
import type { DealAccount } from '../salesforce/org-port.ts';
import { settling } from '../outbox/door.ts';
import { createdCustomer, customerUnsettledMs } from '../store/customer-creates.ts';
import { isJudged, judgeApproval } from './approval.ts';
import { NEW_CUSTOMER } from './approval-rules.ts';
import { createClaimed, withClaim, type Claim } from './claim.ts';
import { callContext, mapRunOf, type PushRun } from './context.ts';
import { mapCustomer } from './map-order.ts';
import { countryOf, customersNamed, draftCustomer, refuseWithoutCountry } from './new-customer.ts';
import { plan } from './plan.ts';

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
  return withClaim(run, claimOf(run, account), ['customer.busy', { account: account.name }], async () => {
    // Before the look-up: what is not there after the settle time will not come any more.
    const waitMs = await customerUnsettledMs(run.db, claimOf(run, account).at, { settleMs: run.place.connection.settleMs, callMs: run.callMs });
    const customer = (await lookUp(run, account)) ?? (await create(run, account, waitMs));
    // Later deals need no search. A refusal of Salesforce does no harm here: the same look-up finds the same customer again.
    await run.org.tellAccount(account.id, { customerNumber: customer.number, company: customer.company, connection: run.place.connection.name });
    return customer;
  });
}

async function lookUp(run: PushRun, account: DealAccount): Promise<Customer | null> {
  const known = await createdCustomer(run.db, claimOf(run, account).at);
  if (known !== null) return byNumber(run, known);
  const { company } = run.place;
  if (account.taxId !== null) {
    const byTaxId = one(await run.erp.reads.customersByTaxId(company, account.taxId, callContext(run)), account, 'tax id');
    if (byTaxId !== null) return byTaxId;
  }
  const country = countryOf(account) ?? (await refuseWithoutCountry(mapRunOf(run), run.push.org_id, account));
  return one(await customersNamed(run.erp.reads, company, account, country, callContext(run)), account, 'name and country');
}

function one(found: readonly Customer[], account: DealAccount, by: string): Customer | null {
  if (found.length > 1) {
    throw new CrossledgerError('customer.several', { count: found.length, account: account.name, by, numbers: found.slice(0, 5).map((customer) => customer.number).join(', ') });
  }
  return found[0] ?? null;
}

async function create(run: PushRun, account: DealAccount, waitMs: number): Promise<Customer> {
  if (waitMs > 0) throw settling(run.clock, 'create customer', waitMs);
  const draft = await mapCustomer(mapRunOf(run), draftCustomer(run, run.push.org_id, account));
  // Also this write waits for the approval of the order.
  if (isJudged(run)) await judgeApproval(run, await plan(run, NEW_CUSTOMER));
  return createClaimed(run, claimOf(run, account), { salesforceId: account.id, reference: draft.reference }, (deadlineAt) => run.orders.createCustomer(run.place.company, draft, callContext(run, deadlineAt)));
}

const claimOf = (run: PushRun, account: DealAccount): Claim => ({
  kind: 'customer', at: { orgId: run.push.org_id, connection: run.place.connection.name, company: run.place.company.toLowerCase(), accountId: account.id },
});
