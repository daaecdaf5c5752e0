import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Customer, CustomerDraft, PersonIdentity } from '../../model/customer.ts';
import type { CallContext } from '../../net/http-client.ts';
import { sameCountry } from '../countries.ts';
import { MOST_HITS, refuseFullPage } from '../most-hits.ts';
import { or, type Filter } from '../odata/filter.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { isSamePerson, namesOf } from '../same-person.ts';
import { sameText } from '../same-text.ts';
import { textIs, type Session } from './session.ts';
import { amount, currency, date, key, member, text } from './wire.ts';

const FIELDS = ['id', 'number', 'displayName', 'currencyCode', 'taxRegistrationNumber', 'country', 'blocked', 'creditLimit'] as const;

const agedRow = z.object({
  currentAmount: amount,
  period1Label: text,
  period1Amount: amount,
  period2Label: text,
  period2Amount: amount,
  period3Label: text,
  period3Amount: amount,
  agedAsOfDate: date,
});
export type AgedRow = z.output<typeof agedRow>;

export const customerRow = z.object({
  id: key,
  number: key,
  displayName: text,
  currencyCode: currency,
  taxRegistrationNumber: text,
  country: text,
  blocked: member,
  creditLimit: amount,
  // Only when expanded.
  customerFinancialDetail: z.object({ balance: amount, overdueAmount: amount }).nullish(),
  agedAccountsReceivable: agedRow.nullish(),
  paymentTerm: z.object({ code: text }).nullish(),
});
export type CustomerRow = z.output<typeof customerRow>;

/** Blocked for shipping or invoicing, a customer gets no new orders either. */
const HOLDS: Readonly<Record<string, Customer['hold']>> = { '': 'none', Ship: 'orders', Invoice: 'orders', All: 'all' };

export function toCustomer(row: CustomerRow, company: string, local: string | null): Customer {
  const hold = HOLDS[row.blocked] ?? 'other';
  return {
    company,
    number: row.number,
    name: row.displayName ?? row.number,
    currency: row.currencyCode ?? local,
    taxId: row.taxRegistrationNumber,
    country: row.country,
    hold,
    holdWord: hold === 'none' ? null : row.blocked,
  };
}

export async function readCustomerRows(session: Session, company: string, filter: Filter, step: string, context: CallContext, expand?: string): Promise<CustomerRow[]> {
  const { rows } = await session.read(company, 'customers', { filter, select: FIELDS, top: MOST_HITS, ...(expand === undefined ? {} : { expand }) }, step, context);
  return parseRows(customerRow, rows, 'customer');
}

async function find(session: Session, company: string, filter: Filter, step: string, context: CallContext): Promise<Customer[]> {
  const [rows, local, id] = await Promise.all([readCustomerRows(session, company, filter, step, context), session.companies.currencyOf(company, context), session.companies.idOf(company, context)]);
  return rows.map((row) => toCustomer(row, id, local));
}

export async function readCustomer(session: Session, company: string, number: string, context: CallContext): Promise<Customer | null> {
  return (await find(session, company, textIs('number', number), 'read customer', context)).find((customer) => sameText(customer.number, number)) ?? null;
}

export async function findByTaxId(session: Session, company: string, taxId: string, context: CallContext): Promise<Customer[]> {
  return taxId.trim() === '' ? [] : find(session, company, textIs('taxRegistrationNumber', taxId), 'find customer by tax id', context);
}

export async function findByName(session: Session, company: string, name: string, country: string, context: CallContext): Promise<Customer[]> {
  if (name.trim() === '') return [];
  const found = await find(session, company, textIs('displayName', name), 'find customer by name', context);
  refuseFullPage(found, name);
  return found.filter((customer) => sameText(customer.name, name) && customer.country !== null && sameCountry(customer.country, country));
}

const personRow = customerRow.extend({ email: text, postalCode: text });

export async function findPerson(session: Session, company: string, person: PersonIdentity, context: CallContext): Promise<Customer[]> {
  if (person.lastName.trim() === '') return [];
  const filter = or(...namesOf(person).map((name) => textIs('displayName', name)));
  const [{ rows }, local, id] = await Promise.all([
    session.read(company, 'customers', { filter, select: [...FIELDS, 'email', 'postalCode'], top: MOST_HITS }, 'find customer by name', context), session.companies.currencyOf(company, context), session.companies.idOf(company, context),
  ]);
  const found = parseRows(personRow, rows, 'customer');
  refuseFullPage(found, person.name);
  return found.filter((row) => isSamePerson(person, { ...row, name: row.displayName ?? '' })).map((row) => toCustomer(row, id, local));
}

/** Line 2 of an address takes what follows the first line break (business-central.md §9); too long a text is refused in words. */
/** What the mapping made: Business Central fills in the rest. */
export const customerBody = (draft: CustomerDraft): Record<string, string | number | boolean> => ({ ...draft.fields });

/** Number series, posting groups and terms come from the template that Business Central applies to customers made over its API. */
export async function createCustomer(session: Session, company: string, draft: CustomerDraft, context: CallContext): Promise<Customer> {
  const [local, id] = await Promise.all([session.companies.currencyOf(company, context), session.companies.idOf(company, context)]);
  const row = await session.create(company, 'customers', customerBody(draft), 'create customer', context);
  if (typeof row['number'] !== 'string' || row['number'] === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create customer' }, { outcome: 'unknown' });
  return toCustomer(parseRow(customerRow, row, 'customer'), id, local);
}
