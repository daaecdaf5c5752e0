import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Connection } from 'jsforce';
import { expect, it } from 'vitest';
import { startStack, type Stack } from '../../scripts/setup/stack.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { connectOrg, insertAll, makeDeals, winAll, type MadeDeal } from '../support/deals.ts';
import { erpHand, type Row } from '../support/erp-hand.ts';
import { until } from '../support/until.ts';

const DEALS = 20;
const NEW = 2;
const KILL_AT = 6;
const WITHIN_MS = 150_000;
const COMPANY_SETS = '/api/v2\\.0/companies\\([^)]+\\)';

/** Planted in Business Central while the orders go through: answers lost after the commit, commits after the answer was lost, and bad days. */
const FAULTS = [
  { match: { method: 'POST', path: `${COMPANY_SETS}/salesOrders$` }, times: 5, probability: 0.5, seed: 1, action: { drop: 'after' } },
  { match: { method: 'POST', path: `${COMPANY_SETS}/salesOrders$` }, times: 4, probability: 0.3, seed: 2, action: { drop: 'late', commitAfterMs: 1500 } },
  { match: { method: 'POST', path: '\\$batch$' }, times: 5, probability: 0.5, seed: 3, action: { drop: 'after' } },
  { match: { method: 'POST', path: '\\$batch$' }, times: 4, probability: 0.3, seed: 4, action: { drop: 'late', commitAfterMs: 1500 } },
  { match: { method: 'POST', path: `${COMPANY_SETS}/customers$` }, times: 1, action: { drop: 'late', commitAfterMs: 1500 } },
  { match: { method: 'POST', path: `${COMPANY_SETS}/customers$` }, times: 1, action: { drop: 'after' } },
  { match: { path: '/api/v2' }, times: 3, probability: 0.05, seed: 5, action: { status: 429, body: { error: { code: 'Application_TooManyRequests', message: 'Too many requests reached. Actual (101). Maximum (100).' } } } },
  { match: { path: '/api/v2' }, times: 4, probability: 0.05, seed: 6, action: { status: 503, body: 'busy' } },
  { match: { method: 'POST', path: '\\$batch$' }, times: 2, probability: 0.3, seed: 7, action: { status: 409, body: { error: { code: 'Internal_ServerError', message: 'The operation could not complete because a record in the Sales Line table was locked by another user. Please retry the activity.' } } } },
];

interface Place {
  company: string;
  accountIds: string[];
}

/** The accounts that Business Central knows and does not block, and two that it has never heard of. */
async function choosePlace(stack: Stack, org: Connection): Promise<Place> {
  const known = (await org.query("SELECT Id, ERP_Customer_Number__c, ERP_Company__c FROM Account WHERE ERP_Connection__c = 'bc' ORDER BY Id")).records as unknown as { Id: string; ERP_Customer_Number__c: string; ERP_Company__c: string }[];
  const company = known[0]?.ERP_Company__c ?? '';
  const blocked = new Set((await rowsOf(stack, company, "customers?$filter=blocked ne '_x0020_'&$select=number")).map((row) => row['number']));
  const usable = known.filter((account) => account.ERP_Company__c === company && !blocked.has(account.ERP_Customer_Number__c)).map((account) => account.Id);
  const more = await insertAll(org, 'Account', Array.from({ length: NEW }, (_, at) => ({ Name: `Neuling ${at + 1} GmbH & Söhne`, BillingStreet: 'Lindenweg 1\nHinterhaus', BillingCity: 'Köln', BillingCountry: 'Germany', ERP_Connection__c: 'bc', ERP_Company__c: company })));
  return { company, accountIds: [...usable, ...more] };
}

const rowsOf = async (stack: Stack, company: string, question: string): Promise<Row[]> => (await erpHand(stack.endpoints.businessCentral).get(`/api/v2.0/companies(${company})/${question}`)).value;

/** Orders that carry a key of ours at the end of their external document number. */
const ordersOf = async (stack: Stack, { company }: Place): Promise<Row[]> =>
  (await rowsOf(stack, company, 'salesOrders?$expand=salesOrderLines')).filter((row) => /(?:^|\/)[A-Z2-7]{16}$/.test(String(row['externalDocumentNumber'])));

/** Without them the test would show little. */
async function checkFaults(stack: Stack): Promise<void> {
  const faults = (await (await fetch(stack.endpoints.businessCentral.faults)).json()) as { hits: number; action: { drop?: string } }[];
  const hits = (drop: string): number => faults.filter((fault) => fault.action.drop === drop).reduce((sum, fault) => sum + fault.hits, 0);
  expect(hits('after'), 'answers lost after the commit').toBeGreaterThanOrEqual(4);
  expect(hits('late'), 'commits after the answer was lost').toBeGreaterThanOrEqual(3);
}

const lineText = (itemNumber: unknown, quantity: unknown, price: unknown): string => `${String(itemNumber)} × ${Number(quantity)} @ ${Number(price)}`;

async function checkOrders(stack: Stack, org: Connection, place: Place, deals: readonly MadeDeal[]): Promise<void> {
  const orders = await ordersOf(stack, place);
  expect(orders, 'orders in Business Central').toHaveLength(DEALS);
  const written = (await org.query("SELECT Id, ERP_Order_Number__c, ERP_Order_Status__c FROM Opportunity WHERE Name LIKE 'Deal %'")).records as unknown as { Id: string; ERP_Order_Number__c: string; ERP_Order_Status__c: string }[];
  for (const [at, deal] of deals.entries()) {
    const key = orderKey(stack.endpoints.salesforce.orgId, deal.id, 0);
    const own = orders.filter((row) => String(row['externalDocumentNumber']).endsWith(key));
    expect(own, `orders of ${deal.id}`).toHaveLength(1);
    expect(own[0]).toMatchObject({ status: 'Draft', externalDocumentNumber: at === 0 ? `PO-2026-ABCDEFGHIJ/${key}` : key });
    expect(written.find((row) => row.Id === deal.id)).toMatchObject({ ERP_Order_Number__c: own[0]?.['number'], ERP_Order_Status__c: 'In ERP' });
    const lines = own[0]?.['salesOrderLines'] as Row[];
    expect(lines.map((row) => row['sequence']), `line numbers of ${deal.id}`).toEqual(deal.lines.map((_, line) => (line + 1) * 10_000));
    expect(lines.map((row) => lineText(row['lineObjectNumber'], row['quantity'], row['unitPrice'])).sort()).toEqual(deal.lines.map((line) => lineText(line.itemNumber, line.quantity, line.unitPrice)).sort());
  }
}

it('20 deals won in Salesforce become exactly 20 drafts in Business Central, with lost answers, late commits and a backend killed once', async () => {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-journey-'));
  const stack = await startStack({ dataFolder, page: false, settleMs: 3000, recheckMs: 1500, pollMs: 1000 });
  try {
    const org = connectOrg(stack);
    const place = await choosePlace(stack, org);
    const deals = await makeDeals(org, place.accountIds, DEALS);
    await org.sobject('Opportunity').update({ Id: deals[0]?.id ?? '', ERP_Customer_PO__c: 'po-2026-abcdefghijkl' } as never);
    const businessCentral = erpHand(stack.endpoints.businessCentral);
    await businessCentral.plant(FAULTS);
    await winAll(org, deals.map((deal) => deal.id));
    await until(`${KILL_AT} orders`, async () => (await ordersOf(stack, place)).length >= KILL_AT, { withinMs: WITHIN_MS });
    await stack.killBackend('SIGKILL');
    await stack.startBackend();
    await until('20 numbers written back', async () => (await org.query("SELECT Id FROM Opportunity WHERE Name LIKE 'Deal %' AND ERP_Order_Number__c != null")).totalSize === DEALS, { withinMs: WITHIN_MS, everyMs: 500 });
    await until('all outbox rows done', async () => (await org.query("SELECT Id FROM ERP_Outbox__c WHERE Status__c != 'Done'")).totalSize === 0, { withinMs: 60_000 });
    await checkFaults(stack);
    await businessCentral.clear();
    await checkOrders(stack, org, place, deals);
    const made = (await rowsOf(stack, place.company, "customers?$filter=startswith(displayName,'Neuling')")).map((row) => row['displayName']);
    expect(made.sort()).toEqual(['Neuling 1 GmbH & Söhne', 'Neuling 2 GmbH & Söhne']);
  } finally {
    await stack.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}, 400_000);
