import { Connection } from 'jsforce';
import { connectionSettings, listConnections, listOrgs, orgSettings, putConnection, putOrg } from '../../server/contract/admin.ts';
import type { Stack } from '../setup/stack.ts';
import { farEndOf, freeCustomers, sellableItems, type ConnectionName } from './erp-catalogue.ts';

const CHUNK = 200;

/** The org of the stack, as its admin. */
export function connectOrg({ endpoints }: Stack): Connection {
  const { instanceUrl, accessToken, apiVersion } = endpoints.salesforce;
  return new Connection({ instanceUrl, accessToken, version: apiVersion.replace(/^v/, '') });
}

export interface DealWish {
  count: number;
  /** Accounts in turn. */
  accounts: readonly string[];
  /** Lines of each deal, each of another item as long as there are some; 1 when absent. */
  lines?: number;
}

/** Open deals with lines that the ERP of this connection sells today; returns their ids in the order in which they were made. */
export async function makeDeals(stack: Stack, { count, lines = 1, accounts }: DealWish, connection: ConnectionName = 'fno'): Promise<string[]> {
  const org = connectOrg(stack);
  const sellable = await sellableItems(stack, connection);
  const prices = (await org.query<Entry>("SELECT Id, Pricebook2Id, Product2.ERP_Item_Number__c FROM PricebookEntry WHERE IsActive = true AND Pricebook2.IsStandard = true AND Product2.ERP_Item_Number__c LIKE 'P-%' ORDER BY Id")).records;
  const entries = prices.filter((entry) => sellable.has(entry.Product2.ERP_Item_Number__c));
  if (entries[0] === undefined || accounts.length === 0) throw new Error(`The org has no accounts or prices of ${connection}`);
  const book = entries[0].Pricebook2Id;
  const rows = Array.from({ length: count }, (_, index) => ({ Name: `Bench deal ${index + 1}`, StageName: 'Prospecting', CloseDate: '2030-12-31', AccountId: accounts[index % accounts.length], Pricebook2Id: book }));
  const deals = await save('create', org, 'Opportunity', rows);
  await save('create', org, 'OpportunityLineItem', deals.flatMap((OpportunityId) =>
    Array.from({ length: lines }, (_, line) => ({ OpportunityId, PricebookEntryId: entries[line % entries.length]?.Id, Quantity: 2, UnitPrice: 10 }))));
  return deals;
}

interface Entry {
  Id: string;
  Pricebook2Id: string;
  Product2: { ERP_Item_Number__c: string };
}

/** Accounts in the default company of this connection that its ERP knows and takes orders of. */
export async function knownAccounts(stack: Stack, connection: ConnectionName = 'fno'): Promise<string[]> {
  const customers = await freeCustomers(stack, connection);
  const { company } = farEndOf(stack, connection);
  const accounts = (await connectOrg(stack).query<{ Id: string; ERP_Customer_Number__c: string }>(`SELECT Id, ERP_Customer_Number__c FROM Account WHERE ERP_Connection__c = '${connection}' AND ERP_Company__c = '${company}' ORDER BY Id`)).records;
  return accounts.filter((account) => customers.has(account.ERP_Customer_Number__c)).map((account) => account.Id);
}

export const winDeals = (org: Connection, deals: readonly string[]): Promise<string[]> =>
  save('update', org, 'Opportunity', deals.map((Id) => ({ Id, StageName: 'Closed Won' })));

/** Inserts or updates records through the collections API; throws what Salesforce refuses. Returns their ids. */
export async function save(how: 'create' | 'update', org: Connection, object: string, rows: readonly object[]): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const results = (await org.sobject(object)[how](rows.slice(at, at + CHUNK) as never, { allOrNone: true })) as unknown as { id?: string; success: boolean; errors: unknown[] }[];
    const refused = results.find((result) => !result.success);
    if (refused) throw new Error(`${object} refused: ${JSON.stringify(refused.errors)}`);
    ids.push(...results.map((result) => result.id ?? ''));
  }
  return ids;
}

/** While an org is switched off the backend does not look at it, so that an outbox can be filled. */
export async function setEnabled({ operator, endpoints }: Stack, enabled: boolean): Promise<void> {
  const { orgId } = endpoints.salesforce;
  const org = (await operator(listOrgs)).rows.find((row) => row.id === orgId);
  await operator(putOrg, { params: { orgId }, body: { ...orgSettings.strip().parse(org), enabled } });
}

/** Changes some settings of a connection and leaves the others. */
export async function changeConnection({ operator, endpoints }: Stack, connection: string, change: Partial<{ concurrency: number; ratePerSecond: number }>): Promise<void> {
  const { orgId } = endpoints.salesforce;
  const view = (await operator(listConnections, { params: { orgId } })).rows.find((row) => row.name === connection);
  await operator(putConnection, { params: { orgId, connection }, body: { ...connectionSettings.strip().parse(view), ...change } });
}
