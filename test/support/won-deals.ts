import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { startStack, type Stack } from '../../scripts/setup/stack.ts';
import { connectOrg, insertAll, makeDeals, winAll, type MadeDeal } from './deals.ts';
import { erpHand, type Row } from './erp-hand.ts';
import { until } from './until.ts';

const DEALS = 200;
const KNOWN = 40;
const NEW = 20;
const KILL_AT = [20, 80, 140];
const WITHIN_MS = 300_000;

/** Planted in the ERP while the orders go through. */
const FAULTS = [
  { match: { method: 'POST', path: '/data/SalesOrderHeadersV2' }, times: -1, probability: 0.2, seed: 1, action: { drop: 'after' } },
  { match: { method: 'POST', path: '/data/\\$batch' }, times: -1, probability: 0.2, seed: 2, action: { drop: 'after' } },
  { match: { method: 'POST', path: '/data/CustomersV3' }, times: -1, probability: 0.3, seed: 3, action: { drop: 'after' } },
  { match: { method: 'POST', path: '/data/SalesOrderHeadersV2' }, times: -1, probability: 0.13, seed: 4, action: { drop: 'late', commitAfterMs: 1500 } },
  { match: { method: 'POST', path: '/data/\\$batch' }, times: -1, probability: 0.13, seed: 5, action: { drop: 'late', commitAfterMs: 1500 } },
  { match: { method: 'POST', path: '/data/CustomersV3' }, times: -1, probability: 0.15, seed: 6, action: { drop: 'late', commitAfterMs: 1500 } },
  { match: { method: 'PATCH' }, times: -1, probability: 0.1, seed: 7, action: { drop: 'after' } },
  { match: { path: '^/data' }, times: -1, probability: 0.02, seed: 8, action: { status: 429, headers: { 'Retry-After': '1' } } },
  { match: { path: '^/data' }, times: -1, probability: 0.03, seed: 9, action: { status: 503, body: 'busy' } },
  { match: { path: '^/data' }, times: -1, probability: 0.05, seed: 10, action: { delayMs: 400 } },
];

/** 40 accounts that the ERP knows and 20 that it does not. */
async function chooseAccounts(stack: Stack): Promise<string[]> {
  const org = connectOrg(stack);
  const fno = erpHand(stack.endpoints.fno);
  const free = new Set((await fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf' and OnHoldStatus eq Microsoft.Dynamics.DataEntities.CustVendorBlocked'No'&$select=CustomerAccount")).map((row) => String(row['CustomerAccount'])));
  const known = (await org.query("SELECT Id, ERP_Customer_Number__c FROM Account WHERE ERP_Connection__c = 'fno' AND ERP_Company__c = 'usmf' ORDER BY Id")).records as unknown as { Id: string; ERP_Customer_Number__c: string }[];
  const usable = known.filter((account) => free.has(account.ERP_Customer_Number__c)).map((account) => account.Id);
  const more = await insertAll(org, 'Account', Array.from({ length: KNOWN - Math.min(KNOWN, usable.length) + NEW }, (_, index) => ({ Name: `Newcomer ${index + 1}`, BillingCity: 'Redmond', BillingCountry: 'United States', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' })));
  return [...usable.slice(0, KNOWN), ...more];
}

const ordersOf = async (stack: Stack): Promise<Row[]> =>
  (await erpHand(stack.endpoints.fno).all('SalesOrderHeadersV2', "$filter=dataAreaId eq 'usmf'&$select=SalesOrderNumber,CustomersOrderReference,OrderingCustomerAccountNumber,IsSalesProcessingStopped")).filter((row) => /^[A-Z2-7]{16}$/.test(String(row['CustomersOrderReference'])));

async function killThreeTimes(stack: Stack): Promise<void> {
  for (const count of KILL_AT) {
    await until(`${count} orders`, async () => (await ordersOf(stack)).length >= count, { withinMs: WITHIN_MS });
    await stack.killBackend('SIGKILL');
    await stack.startBackend();
  }
}

const lineText = (itemNumber: unknown, quantity: unknown, price: unknown): string => `${String(itemNumber)} × ${Number(quantity)} @ ${Number(price)}`;

async function checkOrders(stack: Stack, deals: readonly MadeDeal[]): Promise<void> {
  const fno = erpHand(stack.endpoints.fno);
  const headers = await ordersOf(stack);
  expect(headers, 'orders in the ERP').toHaveLength(DEALS);
  expect(new Set(headers.map((row) => row['CustomersOrderReference'])).size, 'different keys').toBe(DEALS);
  expect(headers.filter((row) => row['IsSalesProcessingStopped'] !== 'No'), 'orders left on hold').toEqual([]);
  const written = (await connectOrg(stack).query(`SELECT Id, ERP_Order_Number__c, ERP_Order_Status__c FROM Opportunity WHERE StageName = 'Closed Won' AND Name LIKE 'Deal %'`)).records as unknown as { Id: string; ERP_Order_Number__c: string }[];
  const numberOf = new Map(written.map((row) => [row.Id, row.ERP_Order_Number__c]));
  expect(new Set(numberOf.values()).size, 'different numbers written back').toBe(DEALS);
  const lines = Map.groupBy(await fno.all('SalesOrderLines', "$filter=dataAreaId eq 'usmf'&$select=SalesOrderNumber,ItemNumber,OrderedSalesQuantity,SalesPrice"), (row) => String(row['SalesOrderNumber']));
  for (const deal of deals) {
    const found = (lines.get(numberOf.get(deal.id) ?? '') ?? []).map((row) => lineText(row['ItemNumber'], row['OrderedSalesQuantity'], row['SalesPrice']));
    expect(found.sort(), `lines of ${deal.id}`).toEqual(deal.lines.map((line) => lineText(line.itemNumber, line.quantity, line.unitPrice)).sort());
  }
}

async function checkCustomers(stack: Stack, accountIds: readonly string[]): Promise<void> {
  const headers = await ordersOf(stack);
  expect(new Set(headers.map((row) => row['OrderingCustomerAccountNumber'])).size, 'customers with orders').toBe(accountIds.length);
  const made = (await erpHand(stack.endpoints.fno).all('CustomersV3', "$filter=dataAreaId eq 'usmf'&$select=CustomerAccount,OrganizationName")).filter((row) => String(row['OrganizationName']).startsWith('Newcomer '));
  const names = made.map((row) => row['OrganizationName']);
  expect(names.length, 'new customers').toBe(new Set(names).size);
  expect(names.length).toBeGreaterThanOrEqual(NEW);
}

/** Wins them under faults, kills the backend three times, and checks that each has become exactly one order. Without a database address on the embedded store. */
export async function winDeals(databaseUrl?: string): Promise<void> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-journey-'));
  const stack = await startStack({ dataFolder, page: false, settleMs: 3000, recheckMs: 2000, pollMs: 1000, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  try {
    const org = connectOrg(stack);
    const accounts = await chooseAccounts(stack);
    const deals = await makeDeals(org, accounts, DEALS);
    const fno = erpHand(stack.endpoints.fno);
    await fno.plant(FAULTS);
    await winAll(org, deals.map((deal) => deal.id));
    await killThreeTimes(stack);
    await until('200 numbers written back', async () => (await org.query("SELECT Id FROM Opportunity WHERE Name LIKE 'Deal %' AND ERP_Order_Number__c != null")).totalSize === DEALS, { withinMs: WITHIN_MS, everyMs: 1000 });
    await until('all outbox rows done', async () => (await org.query("SELECT Id FROM ERP_Outbox__c WHERE Status__c != 'Done'")).totalSize === 0, { withinMs: 60_000 });
    await fno.clear();
    await checkOrders(stack, deals);
    await checkCustomers(stack, accounts);
  } finally {
    await stack.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
