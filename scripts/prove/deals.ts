import type { OrgClient, Row } from './org-client.ts';
import { makeRandom, pickWhole } from './random.ts';

/** What the prover asked for: the order that must exist once the deal is won. */
export interface Intent {
  dealId: string;
  name: string;
  erp: 'fno' | 'bc';
  company: string;
  lines: readonly IntentLine[];
}

export interface IntentLine {
  item: string;
  quantity: number;
  unitPrice: number;
}

/** What deals are made of; read once. */
export interface Market {
  /** Accounts that their ERP knows and does not block, by place. */
  places: readonly { erp: 'fno' | 'bc'; company: string; accountIds: readonly string[] }[];
  products: readonly { entryId: string; pricebookId: string; item: string }[];
}

export interface MarketOptions {
  /** Customers that may take orders, by place `fno/usmf`. */
  free: ReadonlyMap<string, ReadonlySet<string>>;
}

export async function readMarket(org: OrgClient, { free }: MarketOptions): Promise<Market> {
  const accounts = await org.query('SELECT Id, ERP_Connection__c, ERP_Company__c, ERP_Customer_Number__c FROM Account WHERE ERP_Customer_Number__c != null ORDER BY Id');
  const places = [...free].map(([place, numbers]) => {
    const [erp = '', company = ''] = place.split('/');
    const here = accounts.filter((row) => row['ERP_Connection__c'] === erp && row['ERP_Company__c'] === company && numbers.has(String(row['ERP_Customer_Number__c'])));
    return { erp: erp as 'fno' | 'bc', company, accountIds: here.map((row) => String(row['Id'])) };
  });
  const entries = await org.query("SELECT Id, Pricebook2Id, Product2.ERP_Item_Number__c FROM PricebookEntry WHERE IsActive = true AND Pricebook2.IsStandard = true AND Product2.ERP_Item_Number__c LIKE 'P-%' ORDER BY Id LIMIT 30");
  return { places, products: entries.map((row) => ({ entryId: String(row['Id']), pricebookId: String(row['Pricebook2Id']), item: String((row['Product2'] as Row)['ERP_Item_Number__c']) })) };
}

export interface DealsWish {
  seed: number;
  run: number;
  count: number;
  /** Unique in the org, so that a run finds its own. */
  prefix: string;
}

/** Two of five deals belong to a customer that no ERP knows yet, and share it, so that both want to create it. */
export async function makeDeals(org: OrgClient, market: Market, { seed, run, count, prefix }: DealsWish): Promise<Intent[]> {
  const random = makeRandom(seed, run, 'deals');
  const newcomers = await makeNewcomers(org, market, prefix);
  const [product] = market.products;
  if (product === undefined) throw new Error('The org sells nothing that an ERP knows');
  const planned = Array.from({ length: count }, (_, at) => {
    const place = at % 5 === 1 || at % 5 === 2 ? newcomers[(Math.floor(at / 5) + run) % newcomers.length] : market.places[at % market.places.length];
    if (place === undefined || place.accountIds.length === 0) throw new Error('There is no account for a deal');
    const lines = Array.from({ length: 1 + (at % 3) }, (__, line) => ({
      product: market.products[pickWhole(random, 0, market.products.length - 1)] ?? product, quantity: pickWhole(random, 1, 9), unitPrice: 10 + line + pickWhole(random, 0, 99_00) / 100,
    }));
    return { name: `${prefix} ${at + 1}`, erp: place.erp, company: place.company, accountId: place.accountIds[(at + run) % place.accountIds.length] ?? '', lines };
  });
  const ids = await org.create('Opportunity', planned.map((deal) => ({ Name: deal.name, StageName: 'Prospecting', CloseDate: '2030-12-31', AccountId: deal.accountId, Pricebook2Id: product.pricebookId })));
  await org.create('OpportunityLineItem', planned.flatMap((deal, at) => deal.lines.map((line) => ({ OpportunityId: ids[at], PricebookEntryId: line.product.entryId, Quantity: line.quantity, UnitPrice: line.unitPrice }))));
  return planned.map((deal, at) => ({ dealId: ids[at] ?? '', name: deal.name, erp: deal.erp, company: deal.company, lines: deal.lines.map((line) => ({ item: line.product.item, quantity: line.quantity, unitPrice: line.unitPrice })) }));
}

async function makeNewcomers(org: OrgClient, market: Market, prefix: string): Promise<Market['places']> {
  const ids = await org.create('Account', market.places.map(({ erp, company }, at) => ({ Name: `${prefix} newcomer ${at + 1}`, BillingCity: 'Redmond', BillingCountry: 'United States', ERP_Connection__c: erp, ERP_Company__c: company })));
  return market.places.map(({ erp, company }, at) => ({ erp, company, accountIds: [ids[at] ?? ''] }));
}

export const winDeals = (org: OrgClient, deals: readonly Intent[]): Promise<void> =>
  org.update('Opportunity', deals.map((deal) => ({ Id: deal.dealId, StageName: 'Closed Won' })));

const inList = (deals: readonly Intent[]): string => deals.map((deal) => `'${deal.dealId}'`).join(',');

/** Those of the deals that carry no order number yet, or have an outbox row left to close. */
export async function openDeals(org: OrgClient, deals: readonly Intent[]): Promise<Intent[]> {
  if (deals.length === 0) return [];
  const numbered = new Set((await org.query(`SELECT Id FROM Opportunity WHERE Id IN (${inList(deals)}) AND ERP_Order_Number__c != null`)).map((row) => row['Id']));
  const without = deals.filter((deal) => !numbered.has(deal.dealId));
  if (without.length > 0) return without;
  const rows = new Set((await org.query(`SELECT Record_Id__c FROM ERP_Outbox__c WHERE Record_Id__c IN (${inList(deals)}) AND Status__c != 'Done'`)).map((row) => row['Record_Id__c']));
  return deals.filter((deal) => rows.has(deal.dealId));
}

/** Order numbers that Salesforce was told, by deal. */
export async function writtenNumbers(org: OrgClient, deals: readonly Intent[]): Promise<Map<string, string>> {
  const rows = await org.query(`SELECT Id, ERP_Order_Number__c FROM Opportunity WHERE Id IN (${inList(deals)}) AND ERP_Order_Number__c != null`);
  return new Map(rows.map((row) => [String(row['Id']), String(row['ERP_Order_Number__c'])]));
}
