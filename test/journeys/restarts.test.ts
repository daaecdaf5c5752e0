import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Part } from '../../scripts/setup/part.ts';
import { insertAll, makeDeals, winAll } from '../support/deals.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { startSecondBackend } from '../support/second-backend.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 180_000 });

let journey: Journey | undefined;
let postgres: PostgresServer | undefined;
let second: Part<{ url: string }> | undefined;
const folders: string[] = [];
afterEach(async () => {
  await second?.stop();
  await journey?.stop();
  await postgres?.stop();
  [second, journey, postgres] = [undefined, undefined, undefined];
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const newFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-restart-'));
  folders.push(folder);
  return folder;
};

const numbered = async ({ org }: Journey, dealIds: readonly string[]): Promise<number> =>
  (await org.query(`SELECT Id FROM Opportunity WHERE Id IN ('${dealIds.join("','")}') AND ERP_Order_Number__c != null`)).totalSize;

async function expectOneOrderEach(on: Journey, dealIds: readonly string[]): Promise<void> {
  for (const dealId of dealIds) await on.untilDone(dealId);
  const references = (await on.fno.all('SalesOrderHeadersV2', "$filter=dataAreaId eq 'usmf'&$select=SalesOrderNumber,CustomersOrderReference")).map((row) => String(row['CustomersOrderReference'])).filter((reference) => /^[A-Z2-7]{16}$/.test(reference));
  expect(references).toHaveLength(dealIds.length);
  expect(new Set(references).size).toBe(dealIds.length);
}

describe('a backend that is started on an older copy of its data', () => {
  it('looks every key up before it sends: no order is doubled, no customer either, and all deals end with their number', async () => {
    const on = (journey = await startJourney({ dataFolder: newFolder() }));
    const data = path.join(folders[0] ?? '', 'backend');
    const account = await on.newAccount({ Name: 'Relecloud', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const [before, underWay, after] = [await on.newDeal(account), await on.newDeal(account, { lines: [{ item: 'P-9999' }] }), await on.newDeal(await on.newAccount({ Name: 'Fabrikam', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' }))];
    await on.win(before);
    await on.untilDone(before);
    await on.win(underWay);
    await on.untilSays(underWay, /P-9999/);
    await on.stack.killBackend('SIGTERM');
    const backup = newFolder();
    cpSync(data, backup, { recursive: true });
    await on.stack.startBackend();
    const [product] = (await on.org.query("SELECT Id FROM Product2 WHERE ERP_Item_Number__c = 'P-9999'")).records;
    await on.org.sobject('Product2').update({ Id: product?.Id, ERP_Item_Number__c: 'P-0003' } as never);
    await on.win(after);
    await expectOneOrderEach(on, [before, underWay, after]);
    await on.stack.killBackend('SIGTERM');
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    const late = await on.newDeal(account);
    await on.win(late);
    await on.stack.startBackend();
    await expectOneOrderEach(on, [before, underWay, after, late]);
    await expectQuiet(on);
    await expectOneOrderEach(on, [before, underWay, after, late]);
    for (const name of ['Relecloud', 'Fabrikam']) expect(await on.fno.all('CustomersV3', `$filter=dataAreaId eq 'usmf' and OrganizationName eq '${name}'&$select=CustomerAccount`)).toHaveLength(1);
  });
});

/** All pushes that the restored backend knows have come to their end. */
const expectQuiet = (on: Journey) =>
  until('all pushes closed', async () => {
    const response = await fetch(`${on.stack.endpoints.backend}/v1/orgs/${on.orgId}/pushes`, { headers: { authorization: `Bearer ${on.stack.endpoints.operatorToken}` } });
    const { rows } = (await response.json()) as { rows: { state: string }[] };
    return rows.length === 4 && rows.every((row) => row.state === 'written-back');
  }, { withinMs: 30_000 });

describe('two instances on one PostgreSQL', () => {
  it.skipIf(!hasPostgres())('one killed midway: 40 deals become exactly 40 orders, and the ERP never sees more requests at once than the connection allows (needs PostgreSQL)', async () => {
    const dataFolder = newFolder();
    postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase('two');
    const on = (journey = await startJourney({ dataFolder, databaseUrl }));
    second = await startSecondBackend(dataFolder, databaseUrl);
    const accounts = [...(await on.knownAccounts(10)).map((account) => account.id), ...(await insertAll(on.org, 'Account', Array.from({ length: 5 }, (_, at) => ({ Name: `Second ${at}`, BillingCountry: 'United States', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' }))))];
    const deals = (await makeDeals(on.org, accounts, 40)).map((deal) => deal.id);
    await on.fno.plant([{ match: { path: '^/data' }, times: -1, action: { delayMs: 100 } }]);
    await on.fno.clearLog();
    await winAll(on.org, deals);
    await until('some numbers', async () => (await numbered(on, deals)) >= 10, { withinMs: 60_000, everyMs: 100 });
    await on.stack.killBackend('SIGKILL');
    expect(await numbered(on, deals), 'numbers at the kill').toBeLessThan(40);
    await until('40 numbers', async () => (await numbered(on, deals)) === 40, { withinMs: 90_000 });
    const log = await on.fno.log();
    expect(Math.max(...log.map((entry) => Number(entry['inFlight'])))).toBeLessThanOrEqual(8);
    await on.fno.clear();
    await expectOneOrderEach(on, deals);
  });
});
