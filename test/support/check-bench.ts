import type { CatalogueCustomer } from '../../sandbox/data/customers.ts';
import type { CatalogueItem } from '../../sandbox/data/items.ts';
import { makeRandom, pickOne, pickWhole, type Random } from '../../sandbox/common/random.ts';
import type { Catalogue } from '../../sandbox/data/catalogue.ts';
import type { Finding, OrderCheck } from '../../server/contract/check.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Shown } from './both-languages.ts';
import { sampleDeal } from './fake-org.ts';

/** Something wrong that is put into a deal, and how the check must name it. */
export interface Fault {
  name: string;
  plant(deal: Deal, with_: Planting): Deal;
  isNamed(found: Finding, deal: Deal): boolean;
}

export interface Planting {
  catalogue: Catalogue;
  random: Random;
  /** Item number as the ERP under test has it. */
  item: (number: string) => string;
  /** A name that two customers of the ERP have. */
  twinName: string;
}

const coded = (...codes: string[]) => (found: Finding): boolean => found.code !== null && codes.includes(found.code);
const lined = (subject: Finding['subject'], code?: string) => (found: Finding, deal: Deal): boolean =>
  found.subject === subject && found.lineId === deal.lines[0]?.id && (code === undefined ? found.light === 'amber' : found.code === code);
const withAccount = (deal: Deal, change: Partial<NonNullable<Deal['account']>>): Deal => ({ ...deal, account: deal.account === null ? null : { ...deal.account, ...change } });
const withLine = (deal: Deal, change: Partial<Deal['lines'][number]>): Deal => ({ ...deal, lines: deal.lines.map((line, at) => (at === 0 ? { ...line, ...change } : line)) });

const customersOf = (catalogue: Catalogue, fits: (one: CatalogueCustomer) => boolean): CatalogueCustomer[] => catalogue.customers.filter((one) => one.companies.includes('us') && fits(one));
const one = <T>(random: Random, values: readonly T[]): T => {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error('the catalogue has none');
  return pickOne(random, [first, ...rest]);
};
const sold = (item: CatalogueItem): boolean => item.releasedIn.includes('us') && !item.stopped && item.kind === 'Item' && item.hasDefaultWarehouse && !item.number.startsWith(' ');

export const FAULTS: readonly Fault[] = [
  { name: 'blocked customer', plant: (deal, { catalogue, random }) => withAccount(deal, { customerNumber: one(random, customersOf(catalogue, (c) => c.blocked !== 'No')).number }), isNamed: coded('order.customer-blocked') },
  { name: 'wrong customer number', plant: (deal) => withAccount(deal, { customerNumber: 'C-99999' }), isNamed: coded('customer.unknown-number') },
  { name: 'several customers fit', plant: (deal, { twinName }) => withAccount(deal, { customerNumber: null, taxId: null, name: twinName, country: 'Germany' }), isNamed: coded('customer.several') },
  { name: 'new customer without country', plant: (deal) => withAccount(deal, { customerNumber: null, taxId: null, name: 'Nobody Knows Inc.', country: null }), isNamed: coded('customer.country-missing') },
  { name: 'no account', plant: (deal) => ({ ...deal, account: null }), isNamed: coded('customer.account-missing', 'connection.undecided') },
  { name: 'unknown item', plant: (deal) => withLine(deal, { itemNumber: 'NO-SUCH-1' }), isNamed: lined('item', 'order.item-unknown') },
  { name: 'item of no company', plant: (deal, { catalogue, random, item }) => withLine(deal, { itemNumber: item(one(random, catalogue.items.filter((it) => it.releasedIn.length === 0)).number) }), isNamed: lined('item', 'order.item-unknown') },
  { name: 'stopped item', plant: (deal, { catalogue, random, item }) => withLine(deal, { itemNumber: item(one(random, catalogue.items.filter((it) => it.releasedIn.includes('us') && it.stopped)).number) }), isNamed: lined('item', 'order.item-stopped') },
  { name: 'missing item number', plant: (deal) => withLine(deal, { itemNumber: null }), isNamed: lined('item', 'order.item-missing') },
  { name: 'zero quantity', plant: (deal) => withLine(deal, { quantity: '0' }), isNamed: lined('quantity', 'order.quantity') },
  { name: 'unknown currency', plant: (deal) => ({ ...deal, currency: 'XXX' }), isNamed: coded('order.currency') },
  { name: 'no lines', plant: (deal) => ({ ...deal, lines: [] }), isNamed: coded('order.no-lines') },
  { name: 'too many lines', plant: (deal) => ({ ...deal, moreLines: true }), isNamed: coded('order.too-many-lines') },
  { name: 'lost deal', plant: (deal) => ({ ...deal, isWon: false, isClosed: true }), isNamed: coded('order.lost') },
  { name: 'unknown connection', plant: (deal) => withAccount(deal, { connection: 'nowhere' }), isNamed: coded('connection.unknown') },
  { name: 'too small', plant: (deal) => ({ ...deal, amount: '-1' }), isNamed: coded('connection.criteria') },
  {
    name: 'credit exceeded',
    plant: (deal, { catalogue, random }) => withLine(withAccount(deal, { customerNumber: one(random, customersOf(catalogue, (c) => c.blocked === 'No' && c.creditLimit > 0)).number }), { quantity: '1000', unitPrice: '9999' }),
    isNamed: coded('order.credit-exceeded'),
  },
  { name: 'price above the ERP\'s', plant: (deal) => withLine(deal, { unitPrice: '123456.78' }), isNamed: lined('price') },
  { name: 'more than can ever be promised', plant: (deal) => withLine(deal, { quantity: '900000' }), isNamed: lined('availability') },
];

/** Faults that make another one unaskable: without a place nobody is asked, without lines no line is wrong. */
const NOT_TOGETHER: readonly (readonly string[])[] = [
  ['no account', 'unknown connection'],
  ['blocked customer', 'wrong customer number', 'several customers fit', 'new customer without country', 'no account', 'credit exceeded'],
  ['unknown item', 'item of no company', 'stopped item', 'missing item number', 'zero quantity', 'no lines', 'credit exceeded', 'price above the ERP\'s', 'more than can ever be promised'],
  ['unknown currency', 'credit exceeded', 'price above the ERP\'s'],
];
const ASKS_NOBODY = ['unknown connection', 'no account'];
const NEEDS_NO_ERP = ['missing item number', 'zero quantity', 'no lines', 'too many lines'];
const fitsTogether = (names: readonly string[]): boolean =>
  NOT_TOGETHER.every((group) => names.filter((name) => group.includes(name)).length < 2)
  && (!names.some((name) => ASKS_NOBODY.includes(name)) || names.every((name) => ASKS_NOBODY.includes(name) || NEEDS_NO_ERP.includes(name)));

const idOf = (prefix: string, at: number): string => `${prefix}${String(at).padStart(12, '0')}AAA`;

/** A deal that any of the ERPs takes, different for every number. */
export function goodDeal(at: number, { catalogue, random, item }: Planting, company: string, connection: string): Deal {
  const customer = one(random, customersOf(catalogue, (c) => c.blocked === 'No' && c.creditLimit === 0 && c.currency === 'USD'));
  const items = catalogue.items.filter(sold);
  const base = sampleDeal({ id: idOf('006', at), amount: '100', currency: 'USD', name: `Deal ${at} für O'Hara` });
  const lines = Array.from({ length: pickWhole(random, 1, 4) }, (_, line) => {
    const sells = one(random, items);
    return { id: idOf('00k', at * 10 + line), productName: sells.name, itemNumber: item(sells.number), description: null, quantity: String(pickWhole(random, 1, 3)), unitPrice: String(sells.priceUsd), discountPercent: pickOne(random, [null, '5', '12.5']), serviceDate: null, record: {} };
  });
  return withRecords({ ...withAccount(base, { customerNumber: customer.number, name: customer.name, company, connection, country: 'United States' }), lines });
}

/** What mappings read, as Salesforce gives it: the same values under the names of its fields. */
export const withRecords = (deal: Deal): Deal => ({
  ...deal,
  record: {
    Opportunity: { Name: deal.name, CloseDate: deal.closeDate, ERP_Customer_PO__c: deal.customerPurchaseOrder },
    ...(deal.account === null ? {} : { Account: { Name: deal.account.name, BillingCountry: deal.account.country, ERP_Customer_Number__c: deal.account.customerNumber } }),
    Owner: { Name: deal.ownerName },
  },
  lines: deal.lines.map((line) => ({
    ...line,
    record: {
      OpportunityLineItem: { Quantity: Number(line.quantity), UnitPrice: Number(line.unitPrice), Discount: line.discountPercent === null ? null : Number(line.discountPercent), Description: line.description, ServiceDate: line.serviceDate },
      Product2: { Name: line.productName, ERP_Item_Number__c: line.itemNumber },
    },
  })),
});

/** Deals with none, one or two faults each, the same for the same seed. */
export function faultyDeals(count: number, seed: number, about: Omit<Planting, 'random'>, company: string, connection: string): { deal: Deal; faults: Fault[] }[] {
  const planting: Planting = { ...about, random: makeRandom(seed) };
  return Array.from({ length: count }, (_, at) => {
    const first = FAULTS[at % (FAULTS.length + 1)];
    const faults = first === undefined ? [] : [first];
    const second = one(planting.random, FAULTS);
    if (at % 2 === 1 && first !== undefined && second !== first && fitsTogether([first.name, second.name])) faults.push(second);
    const good = goodDeal(at, planting, company, connection);
    return { deal: withRecords(faults.reduce((deal, fault) => fault.plant(deal, planting), good)), faults };
  });
}

/** Faults that the check does not name. */
export const unnamed = (check: OrderCheck, deal: Deal, faults: readonly Fault[]): string[] => faults.filter((fault) => !check.findings.some((found) => fault.isNamed(found, deal))).map((fault) => fault.name);

/** Everything that a check says, as it is shown. */
export const shownBy = ({ findings, tax, net }: OrderCheck): Shown[] => [...findings, { ...tax, next: null }, ...(net === null ? [] : [{ says: net.roundingRule, next: null, words: net.roundingWords }])];
