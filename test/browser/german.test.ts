import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOrg, insertAll, winAll } from '../support/deals.ts';
import { until } from '../support/until.ts';
import { apartFromTheLook, checkLook } from './support/check-look.ts';
import { startHouse, type House } from './support/house.ts';
import { waitFresh, words } from './support/panels.ts';

const [DEBTOR, ON_HOLD] = ['C-00005', 'C-00013'];
const LIVE = /^\s*live, \d{1,2}:\d{2}/;

let house: House;
beforeAll(async () => {
  house = await startHouse();
  // The German user is a rep: here an admin too.
  const [user] = await house.query("SELECT Id FROM User WHERE Alias = 'rep-de'");
  const [set] = await house.query("SELECT Id FROM PermissionSet WHERE Name = 'Crossledger_Admin'");
  await insertAll(connectOrg(house.stack), 'PermissionSetAssignment', [{ AssigneeId: user?.['Id'], PermissionSetId: set?.['Id'] }]);
}, 120_000);
afterAll(() => house.stop());

const textsOf = (file: string, pattern: RegExp): Map<string, string> => new Map([...readFileSync(`force-app/main/core/${file}`, 'utf8').matchAll(pattern)].map((found) => [found.groups?.['name'] ?? '', found.groups?.['text'] ?? '']));
const english = textsOf('labels/CustomLabels.labels-meta.xml', /<fullName>(?<name>\w+)<\/fullName>[^]*?<value>(?<text>[^<]*)<\/value>/g);
const german = textsOf('translations/de.translation-meta.xml', /<label>(?<text>[^<]*)<\/label>\s*<name>(?<name>\w+)<\/name>/g);
/** English sentences and headings that no German page may show; short words may be the same by chance. */
const ONLY_ENGLISH = [...english].filter(([name, text]) => text.length >= 12 && !text.includes('{') && german.get(name) !== text).map(([, text]) => text);

async function expectGerman(page: Page): Promise<void> {
  expect(ONLY_ENGLISH.length).toBeGreaterThan(100);
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  const said = await words(page.locator('body'));
  expect(ONLY_ENGLISH.filter((text) => said.includes(text)), 'English words on a German page').toEqual([]);
  await checkLook(page);
}

it('the Setup page, its connections and their forms', async () => {
  const { page, problems, close } = await house.openTab('ERP_Setup', 'rep-de');
  await page.getByText('ERP-Einrichtung').first().waitFor();
  for (const id of ['connections-show', 'pages-show', 'read-test']) await page.locator(`[data-id=${id}]`).getByRole('button').click();
  await page.locator('c-setup-connections').getByText('Verbindungen: 2.').waitFor();
  await page.locator('c-setup-step[data-id=read] [data-id=says]').waitFor();
  await expectGerman(page);
  for (const [button, field] of [[/^Bestand und Lagerorte von/, 'Regel hinzufügen'], [/^(Ändern|.* ändern)/, 'Anmeldung testen']] as const) {
    await page.locator('c-setup-connections').getByTitle(button).first().click();
    await page.getByRole('dialog').getByRole('button', { name: field }).waitFor();
    await expectGerman(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Abbrechen' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  expect(apartFromTheLook(problems)).toEqual([]);
  await close();
}, 120_000);

it('the pages of exceptions and connections', async () => {
  const deal = (await house.dealsOf(ON_HOLD))[0] ?? '';
  await winAll(connectOrg(house.stack), [deal]);
  await until('the order waits for somebody', async () => Boolean((await house.query(`SELECT ERP_Message__c FROM Opportunity WHERE Id = '${deal}'`))[0]?.['ERP_Message__c']), { withinMs: 30_000 });
  const exceptions = await house.openTab('ERP_Exceptions', 'rep-de');
  await exceptions.page.locator('c-exception-inbox tbody tr').first().waitFor();
  await expectGerman(exceptions.page);
  await exceptions.close();
  const connections = await house.openTab('ERP_Connections', 'rep-de');
  await connections.page.locator('c-connection-card').first().waitFor();
  await expectGerman(connections.page);
  await connections.close();
  expect(apartFromTheLook([...exceptions.problems, ...connections.problems])).toEqual([]);
}, 120_000);

it('Send to ERP with its check, and the product', async () => {
  const deal = (await house.dealsOf(DEBTOR))[0] ?? '';
  const { page, problems, close } = await house.open('Opportunity', deal, 'rep-de');
  await waitFresh(page, ['c-stock-panel'], LIVE);
  await page.locator('c-order-timeline').getByRole('button', { name: 'An ERP senden' }).click();
  await page.locator('c-order-send [data-id=result]').waitFor();
  await expectGerman(page);
  await close();
  const [row] = await house.query(`SELECT Product2Id FROM OpportunityLineItem WHERE OpportunityId = '${deal}'`);
  const product = await house.open('Product2', String(row?.['Product2Id']), 'rep-de');
  await waitFresh(product.page, ['c-product-panel'], LIVE);
  await expectGerman(product.page);
  await product.close();
  expect(apartFromTheLook([...problems, ...product.problems])).toEqual([]);
}, 120_000);
