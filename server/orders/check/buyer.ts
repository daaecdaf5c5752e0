import type { Finding } from '../../contract/check.ts';
import { asError, CrossledgerError } from '../../kernel/errors.ts';
import type { Customer, CustomerDraft } from '../../model/customer.ts';
import type { DealAccount } from '../../salesforce/org-port.ts';
import { createdCustomer } from '../../store/customer-creates.ts';
import { countryOf, customersNamed, draftCustomer, refuseWithoutCountry } from '../new-customer.ts';
import { mapRunOf, type CheckRun } from './ask.ts';
import { amber, ask, findingOf, green } from './finding.ts';

/** Who would be ordered for: a customer that is there, or one that would be created; neither when something is in the way. */
export interface Buyer {
  customer: Customer | null;
  draft: CustomerDraft | null;
  findings: Finding[];
}

const WHERE = { subject: 'customer' } as const;
const stopped = (error: CrossledgerError): Buyer => ({ customer: null, draft: null, findings: [findingOf(WHERE, error)] });

/** The same look-ups as sending makes, without its create. */
export async function findBuyer(run: CheckRun): Promise<Buyer> {
  const { account } = run.deal;
  if (account === null) return stopped(new CrossledgerError('customer.account-missing'));
  const asked = await ask(WHERE, account.customerNumber === null ? lookUp(run, account) : byNumber(run, account.customerNumber, 'by its number on the account'));
  return 'value' in asked ? asked.value : { customer: null, draft: null, findings: [asked.finding] };
}

async function byNumber(run: CheckRun, number: string, by: string): Promise<Buyer> {
  const found = await run.erp.reads.customer(run.place.company, number, run.context);
  return found === null ? stopped(new CrossledgerError('customer.unknown-number', { customer: number, company: run.place.company })) : known(found, by);
}

async function lookUp(run: CheckRun, account: DealAccount): Promise<Buyer> {
  const { company, connection } = run.place;
  const made = await createdCustomer(run.db, { orgId: run.orgId, connection: connection.name, company: company.toLowerCase(), accountId: account.id });
  if (made !== null) return byNumber(run, made, 'as the one that Crossledger created for this account');
  const code = countryOf(account);
  const [byTaxId, byName] = await Promise.all([
    account.taxId === null ? [] : run.erp.reads.customersByTaxId(company, account.taxId, run.context),
    code === null ? [] : customersNamed(run.erp.reads, company, account, code, run.context).catch(asError),
  ]);
  for (const [by, found] of [['tax id', byTaxId], ['name and country', byName]] as const) {
    // Nobody asks for the name of one that was found by its tax id.
    if (found instanceof CrossledgerError) throw found;
    if (found.length > 1) return stopped(new CrossledgerError('customer.several', { count: found.length, account: account.name, by, numbers: found.slice(0, 5).map((one) => one.number).join(', ') }));
    const [only] = found;
    if (only !== undefined) return known(only, `by ${by}`);
    if (by === 'tax id' && code === null) return refuseWithoutCountry(mapRunOf(run), run.orgId, account);
  }
  const draft = draftCustomer(run, run.orgId, account);
  const looked = account.taxId === null ? 'by name and country' : 'by tax id, and by name and country';
  return { customer: null, draft, findings: [amber(WHERE, `Nothing was found for account "${account.name}" in company ${company} ${looked}: a customer would be created.`, 'finance', 'If the customer exists, put its number into ERP Customer Number on the account.')] };
}

function known(customer: Customer, by: string): Buyer {
  const name = `${customer.number} ${customer.name}`;
  if (customer.hold === 'all' || customer.hold === 'orders') {
    return { customer, draft: null, findings: [findingOf(WHERE, new CrossledgerError('order.customer-blocked', { customer: customer.number, hold: customer.holdWord ?? 'blocked' }))] };
  }
  if (customer.hold === 'other') return { customer, draft: null, findings: [amber(WHERE, `Customer ${name} has the hold "${customer.holdWord ?? ''}" in the ERP.`, 'finance', 'Finance decides whether it stops orders.')] };
  return { customer, draft: null, findings: [green(WHERE, `Customer ${name}, found ${by}.`)] };
}
