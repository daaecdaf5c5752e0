import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Connection } from 'jsforce';
import { startStack, type Stack, type StackOptions } from '../../scripts/setup/stack.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { connectOrg, insertAll } from './deals.ts';
import { copyEmptyDatabase } from './empty-database.ts';
import { erpHand, type Row } from './erp-hand.ts';
import { until } from './until.ts';

export type Alias = 'admin' | 'rep' | 'plain' | 'integration';

export interface DealLineWish {
  /** Item number of the product; null is the product without one. */
  item?: string | null;
  quantity?: number;
  unitPrice?: number;
}

/** What the rep sees on the deal. */
export interface DealFields {
  number: string | null;
  status: string | null;
  message: string | null;
  link: string | null;
}

export interface OutboxFields {
  id: string;
  status: string;
  orgId: string;
  cycle: number;
}

export interface Journey {
  readonly stack: Stack;
  /** As the admin. */
  readonly org: Connection;
  readonly orgId: string;
  readonly fno: ReturnType<typeof erpHand>;
  readonly name: (field: string) => string;
  as(alias: Alias): Promise<Connection>;
  token(alias: Alias): Promise<string>;
  /** Accounts that F&O knows in usmf, without a hold. */
  knownAccounts(count: number): Promise<{ id: string; number: string }[]>;
  newAccount(fields: Row, as?: Connection): Promise<string>;
  newDeal(accountId: string | null, wish?: { lines?: DealLineWish[]; as?: Connection; name?: string; contactId?: string }): Promise<string>;
  win(dealId: string): Promise<void>;
  deal(dealId: string): Promise<DealFields>;
  outbox(dealId: string): Promise<OutboxFields[]>;
  /** Orders in F&O with the key of this deal and cycle. */
  orders(dealId: string, cycle?: number): Promise<Row[]>;
  untilSays(dealId: string, words: RegExp): Promise<string>;
  /** Waits for number and status on the deal and for its row; returns the number. */
  untilDone(dealId: string, wish?: { cycle?: number; withoutRow?: boolean }): Promise<string>;
  stop(): Promise<void>;
}

const WITHIN_MS = 60_000;

/** A whole stack with short times, and the hands that a journey needs on it. */
export async function startJourney(options: Partial<StackOptions> = {}): Promise<Journey> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(os.tmpdir(), 'crossledger-journey-'));
  if (options.databaseUrl === undefined && options.dataFolder === undefined) await copyEmptyDatabase(path.join(dataFolder, 'backend'));
  const stack = await startStack({ page: false, settleMs: 3000, recheckMs: 1500, pollMs: 1000, ...options, dataFolder });
  const stop = async (): Promise<void> => {
    await stack.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { ...handsOn(stack, options.namespace ?? ''), stop };
}

function handsOn(stack: Stack, namespace: string): Omit<Journey, 'stop'> {
  const { salesforce, fno: fnoEndpoint } = stack.endpoints;
  const org = connectOrg(stack);
  const fno = erpHand(fnoEndpoint);
  const name = (field: string): string => (namespace === '' || !field.endsWith('__c') ? field : `${namespace}__${field}`);
  const rows = async (soql: string): Promise<Row[]> => (await org.query(soql)).records;
  const tokens = new Map<Alias, Promise<string>>();
  const token = (alias: Alias): Promise<string> => {
    const found = tokens.get(alias) ?? stack.org.issueToken(alias);
    tokens.set(alias, found);
    return found;
  };
  const reads = { ...dealReads(rows, name), orders: ordersOf(fno, salesforce.orgId) };
  return {
    stack, org, orgId: salesforce.orgId, fno, name, token, ...reads, ...waits(reads),
    as: async (alias) => connectOrg(stack, await token(alias)),
    async knownAccounts(count) {
      const free = new Set((await fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf' and OnHoldStatus eq Microsoft.Dynamics.DataEntities.CustVendorBlocked'No'&$select=CustomerAccount")).map((row) => String(row['CustomerAccount'])));
      const number = name('ERP_Customer_Number__c');
      const known = await rows(`SELECT Id, ${number} FROM Account WHERE ${name('ERP_Connection__c')} = 'fno' AND ${name('ERP_Company__c')} = 'usmf' AND ${number} != null ORDER BY Id`);
      return known.filter((row) => free.has(String(row[number]))).slice(0, count).map((row) => ({ id: String(row['Id']), number: String(row[number]) }));
    },
    newAccount: async (fields, as = org) => {
      const [id = ''] = await insertAll(as, 'Account', [{ BillingCity: 'Redmond', BillingCountry: 'United States', ...fields }]);
      return id;
    },
    newDeal: (accountId, wish = {}) => makeDeal(rows, org, name, accountId, wish),
    win: async (dealId) => void (await org.sobject('Opportunity').update({ Id: dealId, StageName: 'Closed Won' } as never)),
  };
}

type Rows = (soql: string) => Promise<Row[]>;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function dealReads(rows: Rows, name: Journey['name']): Pick<Journey, 'deal' | 'outbox'> {
  const [number, status, message, link] = [name('ERP_Order_Number__c'), name('ERP_Order_Status__c'), name('ERP_Message__c'), name('ERP_Order_Link__c')];
  const [rowStatus, rowOrg, cycle] = [name('Status__c'), name('Org_Id__c'), name('Cycle__c')];
  return {
    async deal(dealId) {
      const [row = {}] = await rows(`SELECT ${number}, ${status}, ${message}, ${link} FROM Opportunity WHERE Id = '${dealId}'`);
      return { number: textOrNull(row[number]), status: textOrNull(row[status]), message: textOrNull(row[message]), link: textOrNull(row[link]) };
    },
    outbox: async (dealId) =>
      (await rows(`SELECT Id, ${rowStatus}, ${rowOrg}, ${cycle} FROM ${name('ERP_Outbox__c')} WHERE ${name('Record_Id__c')} = '${dealId}' ORDER BY ${cycle}`))
        .map((row) => ({ id: String(row['Id']), status: String(row[rowStatus]), orgId: String(row[rowOrg]), cycle: Number(row[cycle]) })),
  };
}

const ordersOf = (fno: Journey['fno'], orgId: string): Journey['orders'] => (dealId, cycle = 0) =>
  fno.all('SalesOrderHeadersV2', `$filter=CustomersOrderReference eq '${orderKey(orgId, dealId, cycle)}'&$select=dataAreaId,SalesOrderNumber,OrderingCustomerAccountNumber,IsSalesProcessingStopped`);

function waits(reads: Pick<Journey, 'deal' | 'outbox' | 'orders'>): Pick<Journey, 'untilSays' | 'untilDone'> {
  return {
    untilSays: (dealId, words) =>
      until(`${String(words)} on the deal`, async () => {
        const { message } = await reads.deal(dealId);
        return message !== null && words.test(message) ? message : null;
      }, { withinMs: WITHIN_MS }),
    untilDone: (dealId, { cycle = 0, withoutRow = false } = {}) =>
      until(`the order of deal ${dealId} in cycle ${cycle}`, async () => {
        const deal = await reads.deal(dealId);
        const [order] = await reads.orders(dealId, cycle);
        if (deal.number === null || deal.status !== 'In ERP' || deal.number !== order?.['SalesOrderNumber']) return null;
        if (withoutRow) return deal.number;
        return (await reads.outbox(dealId)).find((row) => row.cycle === cycle)?.status === 'Done' ? deal.number : null;
      }, { withinMs: WITHIN_MS }),
  };
}

async function makeDeal(rows: Rows, admin: Connection, name: Journey['name'], accountId: string | null, wish: { lines?: DealLineWish[]; as?: Connection; name?: string; contactId?: string }): Promise<string> {
  const org = wish.as ?? admin;
  const item = name('ERP_Item_Number__c');
  const lines = wish.lines ?? [{}];
  const entries = await rows(`SELECT Id, Pricebook2Id, Product2.${item} FROM PricebookEntry WHERE IsActive = true AND Pricebook2.IsStandard = true ORDER BY Id LIMIT 200`);
  const numberOf = (entry: Row): string | null => textOrNull((entry['Product2'] as Row)[item]);
  const entryFor = (wanted: string | null | undefined): unknown =>
    entries.find((entry) => (wanted === undefined ? /^P-0/.test(numberOf(entry) ?? '') : numberOf(entry) === wanted))?.['Id'];
  const [id = ''] = await insertAll(org, 'Opportunity', [{ Name: wish.name ?? 'Journey', StageName: 'Prospecting', CloseDate: '2026-12-31', Pricebook2Id: entries[0]?.['Pricebook2Id'], ...(accountId !== null && { AccountId: accountId }), ...(wish.contactId !== undefined && { ContactId: wish.contactId }) }]);
  if (lines.length > 0) await insertAll(org, 'OpportunityLineItem', lines.map((line) => ({ OpportunityId: id, PricebookEntryId: entryFor(line.item), Quantity: line.quantity ?? 2, UnitPrice: line.unitPrice ?? 25.5 })));
  return id;
}
