import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPageServer, type PageServer } from '../../sandbox/salesforce/lightning/page-server.ts';
import { findViolations } from './support/accessibility.ts';
import { launchChromium } from './support/chromium.ts';
import { measureOverflow, openPage, PHONE, waitUntilReady, type OpenedPage } from './support/lightning-page.ts';
import { startTinyOrg, type TinyOrg } from '../sandbox/lightning/support/tiny-org.ts';

const FIXTURE = 'test/sandbox/lightning/fixture/main';
const ACCOUNT = '/lightning/r/Account/001000000000001AAA/view';
const DEAL = '/lightning/r/Opportunity/006000000000001AAA/view';

describe('Lightning page', () => {
  let org: TinyOrg;
  let site: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    org = await startTinyOrg();
    [site, browser] = await Promise.all([startPageServer({ org, port: 0, sources: [FIXTURE], namespace: '' }), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await org.close();
  });
  beforeEach(() => {
    org.refuse = null;
    org.seen.length = 0;
    org.apex.set('ErpGateway.getInvoices', () => [{ id: 'CIV-1', dueDate: '2026-09-30', status: 'Open', amount: 10, openAmount: 10, currencyCode: 'USD' }]);
    Object.assign(org.records.get('006000000000001AAA')?.fields ?? {}, { StageName: 'Prospecting' });
  });
  const open = (path: string, user: 'rep' | 'plain' | 'admin' = 'rep', viewport?: { width: number; height: number }): Promise<OpenedPage> =>
    openPage(browser, { url: site.url, path, user, ...(viewport ? { viewport } : {}) });

  it('shows the components of the record page with the answers of their own Apex, as the signed-in user', async () => {
    const { page, problems, close } = await open(ACCOUNT);
    await page.getByText('CIV-1').waitFor();
    expect(await page.locator('h1').innerText()).toContain('Contoso Retail San Diego');
    expect(org.seen.filter((request) => request.path === '/__apex/ErpGateway.getInvoices').map((request) => request.alias)).toEqual(['rep']);
    expect(problems).toEqual([]);
    await close();
  });

  it('shows the tabs of the app that a tab belongs to, and its page', async () => {
    const { page, problems, close } = await open('/lightning/n/Money');
    await page.locator('main .region-item').waitFor();
    expect(await page.locator('h1').innerText()).toBe('Money today');
    expect(await page.getByRole('navigation', { name: 'Order Desk' }).getByRole('link').allInnerTexts()).toEqual(['Money today']);
    expect(await page.locator('[aria-current=page]').innerText()).toBe('Money today');
    expect(problems).toEqual([]);
    await close();
  });

  it('hands a component the error body of its Apex', async () => {
    org.apex.set('ErpGateway.getInvoices', () => {
      throw new Error('The ERP did not answer');
    });
    const { page, close } = await open(ACCOUNT);
    await page.locator('[data-id=error]', { hasText: 'The ERP did not answer' }).waitFor();
    await close();
  });

  it('gives each user their own custom permissions, locale and readable fields', async () => {
    const rep = await open(DEAL);
    await rep.page.getByText('Secret field is readable').waitFor();
    await rep.page.getByRole('button', { name: 'Send to ERP' }).waitFor();
    const plain = await open(DEAL, 'plain');
    await plain.page.getByText('Stage now: Prospecting').waitFor();
    expect(await plain.page.locator('[data-id=locale]').innerText()).toContain('de-DE');
    expect(await plain.page.getByRole('button', { name: 'Send to ERP' }).count()).toBe(0);
    expect(await plain.page.getByText('Secret field is readable').count()).toBe(0);
    await Promise.all([rep.close(), plain.close()]);
  });

  it('wins a deal by keyboard on the path, and every open component shows the new stage', async () => {
    const { page, close } = await open(DEAL);
    await page.getByRole('option', { name: 'Prospecting' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Select Closed Stage' }).press('Enter');
    await page.getByRole('dialog').getByText('Closed Won').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('Stage changed successfully.').waitFor();
    await page.getByText('Stage now: Closed Won').waitFor();
    expect(org.records.get('006000000000001AAA')?.fields['StageName']).toBe('Closed Won');
    await close();
  });

  it('says in a toast why a stage was refused, and keeps the stage', async () => {
    org.refuse = { field: 'StageName', message: 'Choose a delivery date first.' };
    const { page, close } = await open(DEAL);
    await page.getByRole('option', { name: 'Negotiation/Review' }).click();
    await page.getByRole('button', { name: 'Mark as Current Stage' }).click();
    await page.getByRole('alert').getByText('Choose a delivery date first.').waitFor();
    await page.getByText('Stage now: Prospecting').waitFor();
    await close();
  });

  it('edits a record and refreshes what shows it', async () => {
    const { page, close } = await open(DEAL);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('StageName').fill('Negotiation/Review');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Stage now: Negotiation/Review').waitFor();
    await close();
  });

  it('leads from home over a list to a record', async () => {
    const { page, close } = await open('/');
    await page.getByRole('main').getByRole('link', { name: 'Opportunities' }).click();
    await page.getByRole('link', { name: 'Contoso speakers' }).click();
    await page.getByText('Stage now: Prospecting').waitFor();
    expect(new URL(page.url()).pathname).toBe(DEAL);
    await close();
  });

  it('switches the user in the menu without leaving the record', async () => {
    const { page, close } = await open(DEAL);
    await page.getByRole('button', { name: /Rita Rep/ }).click();
    await page.getByRole('link', { name: /without permission sets/ }).click();
    await page.getByRole('button', { name: /Paul Plain/ }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(DEAL);
    await close();
  });

  it('works with a new token when the org has ended the old one', async () => {
    const { page, close } = await open(DEAL);
    org.expireTokens();
    await page.reload();
    await waitUntilReady(page);
    await page.getByText('Stage now: Prospecting').waitFor();
    await close();
  });

  it('never lets a token reach the browser', async () => {
    const { page, close } = await open(DEAL);
    const texts: Promise<string>[] = [];
    page.on('response', (answer) => texts.push(answer.text().catch(() => '')));
    await page.reload();
    await page.getByText('Stage now: Prospecting').waitFor();
    expect((await Promise.all(texts)).filter((text) => /token-\d+-/.test(text))).toEqual([]);
    expect((await page.context().cookies()).map(({ name, value }) => `${name}=${value}`)).toEqual(['page-user=rep']);
    await close();
  });

  it.each([['a record', DEAL], ['a list', '/lightning/o/Opportunity/list'], ['home', '/lightning/page/home']])('is axe-clean and fits a phone: %s', async (_name, path) => {
    for (const viewport of [undefined, PHONE]) {
      const { page, close } = await open(path, 'rep', viewport);
      await page.waitForLoadState('networkidle');
      expect(await findViolations(page)).toEqual([]);
      expect(await measureOverflow(page)).toBe(0);
      await close();
    }
  });
});
