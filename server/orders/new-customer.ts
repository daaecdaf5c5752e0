import { createHash } from 'node:crypto';
import { countryCode } from '../kernel/countries.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { ErpReads } from '../connectors/connector.ts';
import type { Customer, CustomerDraft } from '../model/customer.ts';
import type { CallContext } from '../net/http-client.ts';
import type { DealAccount } from '../salesforce/org-port.ts';
import { customerRecord, mapRecord, refuseProblems, type MapRun } from './map-order.ts';

/** The source that the sentence about a missing country speaks of already. */
const COUNTRY = 'Account.BillingCountry';

/** ISO code of the account's country; null when it has none, or one that nobody knows. */
export const countryOf = (account: DealAccount): string | null => (account.country === null ? null : countryCode(account.country));

/** Customers with the account's name in this country; of a person only those that nothing tells apart. */
export const customersNamed = (reads: ErpReads, company: string, { name, person, postalCode }: DealAccount, country: string, context: CallContext): Promise<Customer[]> =>
  person === null ? reads.customersByName(company, name, country, context) : reads.customersByPerson(company, { ...person, name, country, postalCode }, context);

/** What a customer is created from when none is found; without a known country it is good for looking at only. */
export function draftCustomer(run: Pick<MapRun, 'place' | 'deal'>, orgId: string, account: DealAccount): CustomerDraft {
  const { name, taxId, street, city, state, postalCode, phone, website } = account;
  const reference = createHash('sha256').update(`${orgId}\n${account.id}\n${run.place.company.toLowerCase()}`).digest('hex').slice(0, 16).toUpperCase();
  return { name, taxId, street, city, state, postalCode, phone, website, country: countryOf(account) ?? '', currency: run.deal.currency, reference, fields: {} };
}

/** Nobody is looked up by name or created without a country: throws that, together with whatever else a new customer would lack. */
export async function refuseWithoutCountry(run: MapRun, orgId: string, account: DealAccount): Promise<never> {
  const { problems } = await mapRecord(run, run.mappings.customer, customerRecord(run, draftCustomer(run, orgId, account)));
  if (problems.some((problem) => problem.source !== COUNTRY)) refuseProblems(problems);
  if (account.country === null) throw new CrossledgerError('customer.country-missing', { account: account.name });
  throw new CrossledgerError('customer.country-unknown', { account: account.name, country: account.country });
}
