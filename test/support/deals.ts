import { Connection } from 'jsforce';
import type { Stack } from '../../scripts/setup/stack.ts';

export interface MadeDeal {
  id: string;
  accountId: string;
  lines: { itemNumber: string; quantity: number; unitPrice: number }[];
}

type Saved = { id?: string | undefined; success: boolean; errors: unknown[] };

export const connectOrg = (stack: Stack, accessToken = stack.endpoints.salesforce.accessToken): Connection =>
  new Connection({ instanceUrl: stack.endpoints.salesforce.instanceUrl, accessToken, version: '66.0' });

const ids = (results: unknown, what: string): string[] => {
  const rows = (Array.isArray(results) ? results : [results]) as Saved[];
  const failed = rows.find((row) => !row.success);
  if (failed !== undefined) throw new Error(`${what} refused: ${JSON.stringify(failed.errors)}`);
  return rows.map((row) => row.id ?? '');
};

const inChunks = async <T, R>(rows: readonly T[], run: (chunk: T[]) => Promise<R[]>): Promise<R[]> => {
  const out: R[] = [];
  for (let at = 0; at < rows.length; at += 200) out.push(...(await run(rows.slice(at, at + 200))));
  return out;
};

/** Inserts records through the collections API; throws what Salesforce refuses. */
export const insertAll = (org: Connection, object: string, rows: readonly object[]): Promise<string[]> =>
  inChunks(rows, async (chunk) => ids(await org.sobject(object).create(chunk as never, { allOrNone: true }), object));

/** Deals with one to three lines each over the given accounts, in an open stage. */
export async function makeDeals(org: Connection, accountIds: readonly string[], count: number, field: (name: string) => string = (name) => name): Promise<MadeDeal[]> {
  const item = field('ERP_Item_Number__c');
  const entries = (await org.query(`SELECT Id, UnitPrice, Pricebook2Id, Product2.${item} FROM PricebookEntry WHERE IsActive = true AND Pricebook2.IsStandard = true AND Product2.${item} LIKE 'P-%' ORDER BY Id LIMIT 40`)).records as unknown as { Id: string; Pricebook2Id: string; Product2: Record<string, string> }[];
  const deals = Array.from({ length: count }, (_, index) => ({ Name: `Deal ${index + 1}`, StageName: 'Prospecting', CloseDate: '2026-12-31', AccountId: accountIds[index % accountIds.length], Pricebook2Id: entries[0]?.Pricebook2Id }));
  const dealIds = await insertAll(org, 'Opportunity', deals);
  const made = dealIds.map((id, index) => ({
    id,
    accountId: accountIds[index % accountIds.length] ?? '',
    lines: Array.from({ length: 1 + (index % 3) }, (_, line) => ({ entry: entries[(index * 3 + line) % entries.length], quantity: 1 + ((index + line) % 5), unitPrice: 10 + line + (index % 7) * 0.25 })),
  }));
  await insertAll(org, 'OpportunityLineItem', made.flatMap((deal) => deal.lines.map((line) => ({ OpportunityId: deal.id, PricebookEntryId: line.entry?.Id, Quantity: line.quantity, UnitPrice: line.unitPrice }))));
  return made.map((deal) => ({ id: deal.id, accountId: deal.accountId, lines: deal.lines.map((line) => ({ itemNumber: line.entry?.Product2[item] ?? '', quantity: line.quantity, unitPrice: line.unitPrice })) }));
}

/** One update of all of them, as a data load would make it. */
export async function winAll(org: Connection, dealIds: readonly string[]): Promise<void> {
  await inChunks(dealIds, async (chunk) => ids(await org.sobject('Opportunity').update(chunk.map((Id) => ({ Id, StageName: 'Closed Won' })) as never, { allOrNone: false }), 'Opportunity'));
}
