import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from 'jsforce';
import { putOrg, listOrgs, orgSettings } from '../../server/contract/admin.ts';
import { listPushes } from '../../server/contract/orders.ts';
import type { Stack } from '../setup/stack.ts';

export interface PushFigures {
  deals: number;
  /** From the first accepted push to the last, by the store's own clock; each is a commit of its own, with its job. */
  perSecond: number;
  /** From the nudge until all pushes exist. */
  untilAllSeconds: number;
}

const CHUNK = 200;
const WITHIN_MS = 60_000;

/** Fills the outbox while the backend does not look, then lets it look. Orders are made meanwhile, as in life. */
export async function measurePushes(stack: Stack, wake: () => Promise<void>, count: number): Promise<PushFigures> {
  const { instanceUrl, accessToken, apiVersion, orgId } = stack.endpoints.salesforce;
  const org = new Connection({ instanceUrl, accessToken, version: apiVersion.replace(/^v/, '') });
  const deals = await makeDeals(org, count);
  await setEnabled(stack, orgId, false);
  await inChunks(deals, (chunk) => save('update', org, 'Opportunity', chunk.map((Id) => ({ Id, StageName: 'Closed Won' }))));
  const startedAt = performance.now();
  await setEnabled(stack, orgId, true);
  await wake();
  const acceptedAt = await waitForPushes(stack, orgId, count);
  const untilAllSeconds = (performance.now() - startedAt) / 1000;
  const spanMs = Math.max(...acceptedAt) - Math.min(...acceptedAt);
  return { deals: count, perSecond: ((count - 1) / spanMs) * 1000, untilAllSeconds };
}

async function setEnabled({ operator }: Stack, orgId: string, enabled: boolean): Promise<void> {
  const org = (await operator(listOrgs)).rows.find((row) => row.id === orgId);
  await operator(putOrg, { params: { orgId }, body: { ...orgSettings.strip().parse(org), enabled } });
}

async function waitForPushes({ endpoints }: Stack, orgId: string, count: number): Promise<number[]> {
  const ask = async (limit: number) => {
    const response = await fetch(`${endpoints.backend}${listPushes.path.replace(':orgId', orgId)}?limit=${limit}`, { headers: { authorization: `Bearer ${endpoints.operatorToken}` } });
    return listPushes.reply.parse(await response.json());
  };
  const end = Date.now() + WITHIN_MS;
  while (sum(Object.values((await ask(1)).counts)) < count) {
    if (Date.now() > end) throw new Error(`Less than ${count} pushes after ${WITHIN_MS / 1000} s`);
    await wait(100);
  }
  return (await ask(count)).rows.map((row) => Date.parse(row.acceptedAt));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

interface Entry {
  Id: string;
  Pricebook2Id: string;
}

async function makeDeals(org: Connection, count: number): Promise<string[]> {
  const accounts = (await org.query<{ Id: string }>("SELECT Id FROM Account WHERE ERP_Connection__c = 'fno' AND ERP_Company__c = 'usmf' ORDER BY Id LIMIT 40")).records;
  const [entry] = (await org.query<Entry>("SELECT Id, Pricebook2Id FROM PricebookEntry WHERE IsActive = true AND Pricebook2.IsStandard = true AND Product2.ERP_Item_Number__c LIKE 'P-%' ORDER BY Id LIMIT 1")).records;
  if (entry === undefined || accounts.length === 0) throw new Error('The org has no accounts or prices of F&O');
  const rows = Array.from({ length: count }, (_, index) => ({ Name: `Bench deal ${index + 1}`, StageName: 'Prospecting', CloseDate: '2030-12-31', AccountId: accounts[index % accounts.length]?.Id, Pricebook2Id: entry.Pricebook2Id }));
  const deals = await inChunks(rows, (chunk) => save('create', org, 'Opportunity', chunk));
  await inChunks(deals, (chunk) => save('create', org, 'OpportunityLineItem', chunk.map((OpportunityId) => ({ OpportunityId, PricebookEntryId: entry.Id, Quantity: 2, UnitPrice: 10 }))));
  return deals;
}

async function inChunks<T>(rows: readonly T[], run: (chunk: T[]) => Promise<string[]>): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) ids.push(...(await run(rows.slice(at, at + CHUNK))));
  return ids;
}

async function save(how: 'create' | 'update', org: Connection, object: string, rows: object[]): Promise<string[]> {
  const results = (await org.sobject(object)[how](rows as never, { allOrNone: true })) as unknown as { id?: string; success: boolean; errors: unknown[] }[];
  const refused = results.find((result) => !result.success);
  if (refused) throw new Error(`${object} refused: ${JSON.stringify(refused.errors)}`);
  return results.map((result) => result.id ?? '');
}
