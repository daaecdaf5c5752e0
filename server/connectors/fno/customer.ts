import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Customer, CustomerDraft, PersonIdentity } from '../../model/customer.ts';
import type { CallContext } from '../../net/http-client.ts';
import { sameCountry } from '../countries.ts';
import { MOST_HITS, refuseFullPage } from '../most-hits.ts';
import { and, or, type Filter } from '../odata/filter.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { isSamePerson } from '../same-person.ts';
import { sameText } from '../same-text.ts';
import { inCompany, textIs, textLike, type Session } from './session.ts';
import { amount, companyId, currency, flag, key, member, text } from './wire.ts';

export const CUSTOMER_FIELDS = [
  'dataAreaId', 'CustomerAccount', 'OrganizationName', 'NameAlias', 'PartyType', 'PartyNumber', 'PersonFirstName', 'PersonLastName', 'SalesCurrencyCode', 'InvoiceAccount',
  'TaxExemptNumber', 'TaxRegistrationId', 'AddressCountryRegionId', 'AddressCountryRegionISOCode', 'OnHoldStatus',
  'CreditLimit', 'CreditLimitIsMandatory', 'CredManCustUnlimitedCredit', 'PaymentTerms',
] as const;

export const customerRow = z.object({
  dataAreaId: key.transform(companyId),
  CustomerAccount: key,
  OrganizationName: text,
  NameAlias: text,
  PartyNumber: text,
  PersonFirstName: text,
  PersonLastName: text,
  SalesCurrencyCode: currency,
  InvoiceAccount: text,
  TaxExemptNumber: text,
  TaxRegistrationId: text,
  AddressCountryRegionId: text,
  AddressCountryRegionISOCode: text,
  OnHoldStatus: member,
  CreditLimit: amount,
  CreditLimitIsMandatory: flag,
  CredManCustUnlimitedCredit: flag,
  PaymentTerms: text,
});
export type CustomerRow = z.output<typeof customerRow>;

const HOLDS: Readonly<Record<string, Customer['hold']>> = { '': 'none', No: 'none', Never: 'none', Invoice: 'orders', All: 'all' };

export function toCustomer(row: CustomerRow): Customer {
  const hold = HOLDS[row.OnHoldStatus] ?? 'other';
  const person = [row.PersonFirstName, row.PersonLastName].filter((part) => part !== null).join(' ');
  return {
    company: row.dataAreaId,
    number: row.CustomerAccount,
    name: row.OrganizationName ?? (person === '' ? (row.NameAlias ?? row.CustomerAccount) : person),
    currency: row.SalesCurrencyCode,
    taxId: row.TaxExemptNumber ?? row.TaxRegistrationId,
    country: row.AddressCountryRegionId ?? row.AddressCountryRegionISOCode,
    hold,
    holdWord: hold === 'none' ? null : row.OnHoldStatus,
    invoiceAccount: row.InvoiceAccount,
    partyNumber: row.PartyNumber,
  };
}

async function readRows(session: Session, filter: Filter, step: string, context: CallContext): Promise<CustomerRow[]> {
  const { rows } = await session.odata.read('CustomersV3', { filter, select: CUSTOMER_FIELDS, top: MOST_HITS }, { step, context });
  return parseRows(customerRow, rows, 'customer');
}

const personRow = customerRow.extend({ PrimaryContactEmail: text, AddressZipCode: text });

/** A person has first and last name in fields of their own; one that somebody entered as an organization counts too. */
export async function findPerson(session: Session, company: string, person: PersonIdentity, context: CallContext): Promise<Customer[]> {
  if (person.lastName.replaceAll('*', '').trim() === '') return [];
  const byParts = and(textLike('PersonLastName', person.lastName), person.firstName === null ? undefined : textLike('PersonFirstName', person.firstName));
  const filter = and(inCompany(company), or(byParts, textLike('OrganizationName', person.name)));
  const { rows } = await session.odata.read('CustomersV3', { filter, select: [...CUSTOMER_FIELDS, 'PrimaryContactEmail', 'AddressZipCode'], top: MOST_HITS }, { step: 'find customer by name', context });
  const found = parseRows(personRow, rows, 'customer').map((row) => ({ customer: toCustomer(row), email: row.PrimaryContactEmail, postalCode: row.AddressZipCode }));
  refuseFullPage(found.map(({ customer }) => customer), person.name);
  return found
    .filter(({ customer, ...known }) => isSamePerson(person, { ...known, name: customer.name, country: customer.country }))
    .map(({ customer }) => customer);
}

export async function readCustomerRow(session: Session, company: string, number: string, context: CallContext): Promise<CustomerRow | null> {
  const rows = await readRows(session, and(inCompany(company), textIs('CustomerAccount', number)), 'read customer', context);
  return rows.find((row) => sameText(row.CustomerAccount, number)) ?? null;
}

export async function readCustomer(session: Session, company: string, number: string, context: CallContext): Promise<Customer | null> {
  const row = await readCustomerRow(session, company, number, context);
  return row === null ? null : toCustomer(row);
}

export async function findByTaxId(session: Session, company: string, taxId: string, context: CallContext): Promise<Customer[]> {
  if (taxId.trim() === '') return [];
  const rows = await readRows(session, and(inCompany(company), or(textIs('TaxExemptNumber', taxId), textIs('TaxRegistrationId', taxId))), 'find customer by tax id', context);
  return rows.map(toCustomer);
}

/**
 * A name that holds `*` is asked as the pattern that it is to F&O, so the hits are a superset; the exact comparison follows here,
 * otherwise such an account would get a new customer each time.
 */
export async function findByName(session: Session, company: string, name: string, country: string, context: CallContext): Promise<Customer[]> {
  const letters = name.replaceAll('*', '').trim();
  if (letters === '') return [];
  const found = (await readRows(session, and(inCompany(company), textLike('OrganizationName', name)), 'find customer by name', context)).map(toCustomer);
  refuseFullPage(found, name);
  return found.filter((customer) => sameText(customer.name, name) && customer.country !== null && sameCountry(customer.country, country));
}

/** What the mapping made: F&O fills the rest from its defaults (fno.md §3). */
export const customerBody = (company: string, draft: CustomerDraft): Record<string, string | number | boolean> => ({ dataAreaId: companyId(company), ...draft.fields });

export async function createCustomer(session: Session, company: string, draft: CustomerDraft, context: CallContext): Promise<Customer> {
  const row = await session.odata.create('CustomersV3', customerBody(company, draft), 'create customer', context);
  if (typeof row['CustomerAccount'] !== 'string' || row['CustomerAccount'] === '') throw new CrossledgerError('erp.unknown-outcome', { step: 'create customer' }, { outcome: 'unknown' });
  return toCustomer(parseRow(customerRow, row, 'customer'));
}
