import * as z from 'zod';
import { cleanText } from '../kernel/clean-text.ts';
import { decimal } from '../kernel/money.ts';
import type { PackageNames } from './names.ts';
import type { Deal, DealAccount, DealLine } from './org-port.ts';
import { recordOf, type ChosenFields } from './sources.ts';

/** Lines that one order can have; one more is read to know that there are more. */
export const MAX_LINES = 1000;

/** What an org has only when a feature is on: found by describe, never assumed. */
export interface OrgFeatures {
  multiCurrency: boolean;
  recordTypes: boolean;
  stageChangeDate: boolean;
  /** Fields of Account that tell of a person, those that the integration user sees; none without person accounts. */
  person: readonly string[];
}

const PERSON_FIELDS = ['IsPersonAccount', 'FirstName', 'LastName', 'PersonEmail'];

export const personFieldsOf = (account: ReadonlySet<string>): readonly string[] => (account.has('IsPersonAccount') ? PERSON_FIELDS.filter((field) => account.has(field)) : []);

export const dealQuery = (id: string, names: PackageNames, features: OrgFeatures, chosen: ChosenFields): string => `${selectDeals(names, features, chosen, [])} WHERE Id = '${id}'`;

/** For queryAll, which gives deleted rows too: of the deals, not of their lines. `after` is a condition on SystemModstamp and Id. */
export const changedDealsQuery = (after: string, limit: number, names: PackageNames, features: OrgFeatures): string =>
  `${selectDeals(names, features, { header: [], lines: [], contact: [], lacking: [] }, ['IsDeleted', 'SystemModstamp']).replace('FROM OpportunityLineItems', 'FROM OpportunityLineItems WHERE IsDeleted = false')} WHERE ${names.orderNumber} != null AND ${after} ORDER BY SystemModstamp, Id LIMIT ${limit}`;

function selectDeals(names: PackageNames, features: OrgFeatures, chosen: ChosenFields, more: readonly string[]): string {
  const address = ['BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry', 'Phone', 'Website', 'Name', 'Id'];
  const account = [...address, ...features.person, names.customerNumber, names.company, names.connection, names.taxId].map((field) => `Account.${field}`);
  const fields = ['Id', 'Name', 'StageName', 'IsWon', 'IsClosed', 'Amount', 'CloseDate', 'Owner.Name', names.cycle, names.orderNumber, names.customerPo, names.charges, names.discountPercent, names.discountAmount, ...account, ...more];
  if (features.multiCurrency) fields.push('CurrencyIsoCode');
  if (features.recordTypes) fields.push('RecordType.DeveloperName');
  fields.push(...chosen.header);
  if (chosen.contact.length > 0) fields.push('ContactId');
  const line = ['Id', 'Quantity', 'UnitPrice', 'Discount', 'Description', 'ServiceDate', 'Product2.Name', `Product2.${names.itemNumber}`, ...chosen.lines];
  const lines = `(SELECT ${once(line)} FROM OpportunityLineItems ORDER BY CreatedDate, Id LIMIT ${MAX_LINES + 1})`;
  return `SELECT ${once(fields)}, ${lines} FROM Opportunity`;
}

/** A field that is named twice is refused; names count without case. */
const once = (fields: readonly string[]): string => [...new Map(fields.map((field) => [field.toLowerCase(), field])).values()].join(', ');

/** Without control characters: neither an ERP nor the database keeps them. What mappings read stays raw, so that they can say what they took out. */
const text = z.string().nullish().transform((value) => cleanText(value ?? '') || null);
const number = z.number().nullish().transform((value) => (value === null || value === undefined ? null : decimal(value)));
const record = z.record(z.string(), z.unknown());

export function toDeal(row: unknown, names: PackageNames, orgCurrency: string): Deal {
  const deal = record.parse(row);
  const children = z.object({ records: z.array(record), done: z.boolean().optional() }).nullish().parse(deal['OpportunityLineItems']);
  const lines = children?.records ?? [];
  const owner = record.nullish().parse(deal['Owner']);
  const recordType = record.nullish().parse(deal['RecordType']);
  return {
    id: z.string().parse(deal['Id']),
    name: text.parse(deal['Name']) ?? '',
    stage: text.parse(deal['StageName']) ?? '',
    recordType: text.parse(recordType?.['DeveloperName']),
    isWon: deal['IsWon'] === true,
    isClosed: deal['IsClosed'] === true,
    cycle: Number(number.parse(deal[names.cycle]) ?? '0'),
    amount: number.parse(deal['Amount']),
    currency: text.parse(deal['CurrencyIsoCode']) ?? orgCurrency,
    customerPurchaseOrder: text.parse(deal[names.customerPo]),
    discountPercent: number.parse(deal[names.discountPercent]) ?? '0',
    discountAmount: number.parse(deal[names.discountAmount]) ?? '0',
    charges: number.parse(deal[names.charges]) ?? '0',
    closeDate: text.parse(deal['CloseDate']),
    ownerName: text.parse(owner?.['Name']),
    orderNumber: text.parse(deal[names.orderNumber]),
    account: toAccount(record.nullish().parse(deal['Account']) ?? null, names),
    lines: lines.slice(0, MAX_LINES).map((line) => toLine(line, names)),
    moreLines: lines.length > MAX_LINES || children?.done === false,
    record: recordOf(deal, 'header', names),
  };
}

function toAccount(account: Record<string, unknown> | null, names: PackageNames): DealAccount | null {
  if (account === null) return null;
  const read = (field: string): string | null => text.parse(account[field]);
  return {
    id: z.string().parse(account['Id']),
    name: read('Name') ?? '',
    customerNumber: read(names.customerNumber), company: read(names.company), connection: read(names.connection), taxId: read(names.taxId),
    street: read('BillingStreet'), city: read('BillingCity'), state: read('BillingState'), postalCode: read('BillingPostalCode'), country: read('BillingCountry'),
    phone: read('Phone'), website: read('Website'),
    person: account['IsPersonAccount'] === true ? { firstName: read('FirstName'), lastName: read('LastName') ?? '', email: read('PersonEmail') } : null,
  };
}

function toLine(line: Record<string, unknown>, names: PackageNames): DealLine {
  const product = record.nullish().parse(line['Product2']);
  return {
    id: z.string().parse(line['Id']),
    productName: text.parse(product?.['Name']) ?? '',
    itemNumber: text.parse(product?.[names.itemNumber]),
    description: text.parse(line['Description']),
    quantity: number.parse(line['Quantity']) ?? '0',
    unitPrice: number.parse(line['UnitPrice']) ?? '0',
    discountPercent: number.parse(line['Discount']),
    serviceDate: text.parse(line['ServiceDate']),
    record: recordOf(line, 'lines', names),
  };
}
