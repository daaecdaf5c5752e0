import type { Finding } from '../../contract/check.ts';
import { asError, CrossledgerError } from '../../kernel/errors.ts';
import { say, wordsOf, type Said } from '../../kernel/words.ts';
import type { Customer, CustomerDraft } from '../../model/customer.ts';
import type { DealAccount } from '../../salesforce/org-port.ts';
import { createdCustomer } from '../../store/customer-creates.ts';
import { countryOf, customersNamed, draftCustomer, refuseWithoutCountry } from '../new-customer.ts';
import { mapRunOf, type CheckRun } from './ask.ts';
import { amber, ask, findingOf, green, refusedFor } from './finding.ts';

/** Who would be ordered for: a customer that is there, or one that would be created; neither when something is in the way. */
export interface Buyer {
  customer: Customer | null;
  draft: CustomerDraft | null;
  findings: Finding[];
}

const WHERE = { subject: 'customer' } as const;
const stopped = (...findings: Finding[]): Buyer => ({ customer: null, draft: null, findings });
const refused = (error: CrossledgerError): Buyer => stopped(findingOf(WHERE, error));

/** The same look-ups as sending makes, without its create. */
export async function findBuyer(run: CheckRun): Promise<Buyer> {
  const { account } = run.deal;
  if (account === null) return refused(new CrossledgerError('customer.account-missing'));
  const asked = await ask(WHERE, account.customerNumber === null ? lookUp(run, account) : byNumber(run, account.customerNumber, foundBy('check.by-number')));
  return 'value' in asked ? asked.value : stopped(asked.finding);
}

type How = (customer: string) => Said;
const foundBy = (by: 'check.by-number' | 'check.by-tax-id' | 'check.by-name'): How => (customer) => say('check.customer-found', { customer, by: wordsOf(by) });
const createdHere: How = (customer) => say('check.customer-created-here', { customer });

async function byNumber(run: CheckRun, number: string, how: How): Promise<Buyer> {
  const found = await run.erp.reads.customer(run.place.company, number, run.context);
  return found === null ? refused(new CrossledgerError('customer.unknown-number', { customer: number, company: run.place.company })) : known(found, how);
}

async function lookUp(run: CheckRun, account: DealAccount): Promise<Buyer> {
  const { company, connection } = run.place;
  const made = await createdCustomer(run.db, { orgId: run.orgId, connection: connection.name, company: company.toLowerCase(), accountId: account.id });
  if (made !== null) return byNumber(run, made, createdHere);
  const code = countryOf(account);
  const [byTaxId, byName] = await Promise.all([
    account.taxId === null ? [] : run.erp.reads.customersByTaxId(company, account.taxId, run.context),
    code === null ? [] : customersNamed(run.erp.reads, company, account, code, run.context).catch(asError),
  ]);
  for (const [by, found] of [['check.by-tax-id', byTaxId], ['check.by-name', byName]] as const) {
    // Nobody asks for the name of one that was found by its tax id.
    if (found instanceof CrossledgerError) throw found;
    if (found.length > 1) return stopped(refusedFor(WHERE, 'customer.several', { count: found.length, account: account.name, by: wordsOf(by), numbers: found.slice(0, 5).map((one) => one.number).join(', ') }));
    const [only] = found;
    if (only !== undefined) return known(only, foundBy(by));
    if (by === 'check.by-tax-id' && code === null) return refuseWithoutCountry(mapRunOf(run), run.orgId, account);
  }
  const draft = draftCustomer(run, run.orgId, account);
  const by = wordsOf(account.taxId === null ? 'check.by-name' : 'check.by-both');
  return { customer: null, draft, findings: [amber(WHERE, say('check.customer-new', { account: account.name, company, by }), 'finance')] };
}

function known(customer: Customer, how: How): Buyer {
  const name = `${customer.number} ${customer.name}`;
  if (customer.hold === 'all' || customer.hold === 'orders') {
    return { customer, draft: null, findings: [findingOf(WHERE, new CrossledgerError('order.customer-blocked', { customer: customer.number, hold: customer.holdWord ?? 'blocked' }))] };
  }
  if (customer.hold === 'other') return { customer, draft: null, findings: [amber(WHERE, say('check.customer-hold', { customer: name, hold: customer.holdWord ?? '' }), 'finance')] };
  return { customer, draft: null, findings: [green(WHERE, how(name))] };
}
