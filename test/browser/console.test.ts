import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAudit } from '../../server/contract/audit.ts';
import { connectOrg, insertAll, winAll } from '../support/deals.ts';
import { until } from '../support/until.ts';
import { apartFromTheLook, checkLook } from './support/check-look.ts';
import { startHouse, type House } from './support/house.ts';
import { words } from './support/panels.ts';

const CUSTOMER = 'C-00025';
const REASON = 'P-9999 was replaced by P-0049';

let house: House;
beforeAll(async () => { house = await startHouse(); }, 120_000);
afterAll(() => house.stop());

/** A product that the ERP does not know, in the standard price book. */
async function addProduct(name: string, itemNumber: string): Promise<{ entry: string; book: string }> {
  const org = connectOrg(house.stack);
  const [book] = await house.query('SELECT Id FROM Pricebook2 WHERE IsStandard = true');
  const [product] = await insertAll(org, 'Product2', [{ Name: name, IsActive: true, ERP_Item_Number__c: itemNumber }]);
  const [entry] = await insertAll(org, 'PricebookEntry', [{ Product2Id: product, Pricebook2Id: book?.['Id'], UnitPrice: 20, IsActive: true }]);
  return { entry: entry ?? '', book: String(book?.['Id']) };
}

/** A deal over one price book entry, won as a data load wins it. */
async function win(name: string, { entry, book }: { entry: string; book: string }): Promise<string> {
  const org = connectOrg(house.stack);
  const [deal = ''] = await insertAll(org, 'Opportunity', [{ Name: name, AccountId: await house.accountOf(CUSTOMER), StageName: 'Prospecting', CloseDate: '2026-12-31', Pricebook2Id: book }]);
  await insertAll(org, 'OpportunityLineItem', [{ OpportunityId: deal, PricebookEntryId: entry, Quantity: 2, UnitPrice: 20 }]);
  await winAll(org, [deal]);
  return deal;
}

const orderOf = async (deal: string) => (await house.query(`SELECT ERP_Order_Number__c FROM Opportunity WHERE Id = '${deal}'`))[0]?.['ERP_Order_Number__c'] ?? null;
const rowsOf = (page: Page, deal: string) => page.locator('c-exception-inbox tbody tr', { hasText: deal });
const giveReason = async (page: Page, reason: string, action: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
};
/** Asks again and again until the row is there: nothing tells the page of a new exception. */
async function waitForRow(page: Page, deal: string): Promise<void> {
  await until(`the exception of ${deal} is listed`, async () => {
    await page.getByRole('button', { name: 'Refresh: Exceptions' }).click();
    return (await rowsOf(page, deal).count()) > 0;
  }, { withinMs: 30_000 });
}

describe('the page of exceptions', () => {
  it('shows an order that fails, takes another item for it, and forgets it once it is in the ERP', async () => {
    const product = await addProduct('Discontinued Speaker', 'P-9999');
    const deal = await win('Refit of the concert hall', product);
    await win('Refit of the town hall', product);
    const { page, problems, close } = await house.openTab('ERP_Exceptions', 'admin');
    await waitForRow(page, 'Refit of the concert hall');
    await waitForRow(page, 'Refit of the town hall');
    expect(await words(rowsOf(page, 'Refit of the concert hall'))).toMatch(/Item P-9999 is not released in company usmf of the ERP\. Products Admin .* Open/);
    await page.getByText('Admin: 2').waitFor();
    await checkLook(page, { desktop: 'exceptions', phone: 'exceptions-phone' });
    await rowsOf(page, 'Refit of the concert hall').getByRole('button', { name: 'Details' }).click();
    await page.getByText('Release the item there or correct the product').waitFor();
    await checkLook(page);
    await page.getByRole('button', { name: 'Edit and retry' }).click();
    await page.getByRole('dialog').getByLabel('Item number').fill('P-0049');
    await checkLook(page, { desktop: 'exceptions-edit' });
    await giveReason(page, REASON, 'Edit and retry');
    await page.getByText('The order is tried again with the new values.').waitFor();
    await until('the order is in the ERP', async () => (await orderOf(deal)) !== null, { withinMs: 30_000 });
    await rowsOf(page, 'Refit of the concert hall').waitFor({ state: 'detached' });
    // What waits for the same cause is tried again, and comes back: its item is still unknown.
    await waitForRow(page, 'Refit of the town hall');
    expect(apartFromTheLook(problems)).toEqual([]);
    await close();
  }, 120_000);

  it('keeps the order before and after, who changed it and why', async () => {
    const { page, close } = await house.openTab('ERP_Exceptions', 'rep');
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: /^Resolved/ }).click();
    await rowsOf(page, 'Refit of the concert hall').getByRole('button', { name: 'Details' }).click();
    const table = page.getByRole('dialog').locator('table');
    await table.waitFor();
    expect(await words(table)).toMatch(/Line 1: Discontinued Speaker.* Item number P-9999 P-0049/);
    await checkLook(page, { desktop: 'exceptions-details' });
    await close();
    const [org] = await house.query('SELECT Id FROM Organization');
    const { rows } = await house.stack.operator(listAudit, { params: { orgId: String(org?.['Id']) } });
    expect(rows.filter(({ action }) => action === 'exception.edited')).toMatchObject([{ actor: expect.stringMatching(/^user:005\w{15}$/), reason: REASON }]);
  }, 60_000);

  it('gives up with a reason, and the deal says so', async () => {
    const { page, close } = await house.openTab('ERP_Exceptions', 'admin');
    await rowsOf(page, 'Refit of the town hall').getByRole('button', { name: 'Details' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('The order is given up and the deal says so.').waitFor();
    await giveReason(page, 'the customer stepped back', 'Discard');
    await page.locator('[data-id=empty]', { hasText: 'Nothing waits for a decision.' }).waitFor();
    await checkLook(page);
    await until('the deal was told', async () => String((await house.query("SELECT ERP_Message__c FROM Opportunity WHERE Name = 'Refit of the town hall'"))[0]?.['ERP_Message__c']).includes('the customer stepped back'), { withinMs: 20_000 });
    await close();
  }, 60_000);

  it('says to others which permission it needs', async () => {
    const { page, problems, close } = await house.openTab('ERP_Exceptions', 'plain');
    await page.getByText('Working on exceptions needs the permission Crossledger: Work Exceptions.').waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});

describe('the page of connections', () => {
  const fno = (page: Page) => page.locator('c-connection-card', { hasText: 'Finance and Operations' });
  const turn = async (page: Page, action: string, reason: string) => {
    await fno(page).getByRole('button', { name: action, exact: true }).click();
    await giveReason(page, reason, action);
  };

  it('tests a connection, stops it so that a won deal waits, and lets it go on', async () => {
    const { page, problems, close } = await house.openTab('ERP_Connections', 'admin');
    await fno(page).getByRole('button', { name: 'Test' }).click();
    await fno(page).getByText('The ERP answers and the sign-in works.').waitFor();
    await fno(page).locator('[data-id=health]', { hasText: 'Signed in' }).waitFor();
    await checkLook(page, { desktop: 'connections', phone: 'connections-phone' });
    await turn(page, 'Stop', 'stock-taking');
    await fno(page).getByText('Nothing is written to this ERP until somebody resumes it.').waitFor();
    const [entry] = await house.query("SELECT Id, Pricebook2Id FROM PricebookEntry WHERE Product2.ERP_Item_Number__c = 'P-0049' AND IsActive = true");
    const deal = await win('During the stock-taking', { entry: String(entry?.['Id']), book: String(entry?.['Pricebook2Id']) });
    await until('the page counts the order that waits', async () => {
      await page.getByRole('button', { name: 'Refresh: Connections' }).click();
      return /1 (waiting|blocked)/.test(await words(fno(page)));
    }, { withinMs: 30_000 });
    await checkLook(page, { desktop: 'connections-stopped' });
    expect(await orderOf(deal)).toBeNull();
    await turn(page, 'Resume', 'counted');
    await fno(page).locator('[data-id=stopped]').waitFor({ state: 'detached' });
    await until('the order that waited is in the ERP', async () => (await orderOf(deal)) !== null, { withinMs: 30_000 });
    expect(problems).toEqual([]);
    await close();
  }, 120_000);

  it('switches to observing and back from an instant on, and stops all', async () => {
    const { page, close } = await house.openTab('ERP_Connections', 'admin');
    await turn(page, 'Only observe', 'maintenance of the ERP');
    await fno(page).locator('[data-id=mode]', { hasText: 'Only observes' }).waitFor();
    await turn(page, 'Send orders', 'maintenance is over');
    await fno(page).locator('[data-id=mode]', { hasText: 'Sends orders' }).waitFor();
    await page.getByRole('button', { name: 'Stop all' }).click();
    await giveReason(page, 'move of the data centre', 'Stop all');
    await page.getByText('All connections are stopped: nothing is written to any ERP.').waitFor();
    await checkLook(page);
    await page.getByRole('button', { name: 'Resume all' }).click();
    await giveReason(page, 'moved', 'Resume all');
    await page.getByRole('button', { name: 'Stop all' }).waitFor();
    await close();
  }, 60_000);

  it('is not for finance, and says so', async () => {
    const { page, problems, close } = await house.openTab('ERP_Connections', 'rep');
    await page.getByText('Looking after connections needs the permission Crossledger: Administer.').waitFor();
    expect(problems).toEqual([]);
    await close();
  });
});
