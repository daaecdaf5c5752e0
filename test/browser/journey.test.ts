import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { apartFromTheLook, checkLook } from './support/check-look.ts';
import { startWork } from './support/erp-work.ts';
import { startHouse, type House } from './support/house.ts';
import { ACCOUNT_PANELS, DOWN, LIVE, OPPORTUNITY_PANELS, orderLink, sendAction, SLOW, waitFresh, winByPath, words } from './support/panels.ts';

/** Owes more than the limit allows, in the company's currency. */
const DEBTOR = 'C-00005';
const NO_LIMIT = 'C-00040';
const ON_HOLD = 'C-00013';
/** Nobody opens this account before the ERP is down. */
const NEVER_READ = 'C-00016';
const MANY_INVOICES = 'C-00039';
const IN_BUSINESS_CENTRAL = 'C-00050';
const WRITTEN_BY_CROSSLEDGER = /^[A-Z2-7]{16}$/;

let house: House;
let work: Awaited<ReturnType<typeof startWork>>;
beforeAll(async () => {
  house = await startHouse();
  work = await startWork(house.stack, 'usmf');
}, 120_000);
afterAll(() => house.stop());
afterEach(() => house.fno.clear());

const usd = (amount: number): string => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);
const plant = (action: object): Promise<void> => house.fno.plant([{ match: { path: '^/data' }, times: -1, action }]);

/** Orders in F&O that bear a key of Crossledger. */
async function ordersOf(customer: string): Promise<string[]> {
  const rows = await house.fno.all('SalesOrderHeadersV2', `$filter=dataAreaId eq 'usmf' and OrderingCustomerAccountNumber eq '${customer}'&$select=SalesOrderNumber,CustomersOrderReference`);
  return rows.filter((row) => WRITTEN_BY_CROSSLEDGER.test(String(row['CustomersOrderReference']))).map((row) => String(row['SalesOrderNumber']));
}

async function openItems(customer: string): Promise<{ due: string; amount: number }[]> {
  const rows = await house.fno.all('CustTransOpens', `$filter=dataAreaId eq 'usmf' and AccountNum eq '${customer}'&$select=DueDate,AmountMST`);
  return rows.map((row) => ({ due: String(row['DueDate']).slice(0, 10), amount: Number(row['AmountMST']) }));
}

const sum = (items: readonly { amount: number }[]): number => items.reduce((total, { amount }) => total + amount, 0);

async function firstDeal(customer: string): Promise<string> {
  const [deal] = await house.dealsOf(customer);
  if (deal === undefined) throw new Error(`${customer} has no deal`);
  return deal;
}

describe('account page of a sales rep', () => {
  it('shows what the ERP knows, live, with one call to the backend', async () => {
    const empty = await work.orderWithoutLines(DEBTOR);
    const id = await house.accountOf(DEBTOR);
    const calls = house.countCalls('readAccountPanels');
    const { page, problems, close } = await house.open('Account', id);
    await waitFresh(page, ACCOUNT_PANELS, LIVE);
    expect(house.countCalls('readAccountPanels') - calls).toBe(1);
    const open = await openItems(DEBTOR);
    const today = new Date().toISOString().slice(0, 10);
    const finance = await words(page.locator('c-finance-panel'));
    for (const said of [`Balance ${usd(sum(open))}`, `Overdue ${usd(sum(open.filter(({ due }) => due < today)))}`, 'Credit limit $85,000.00', `Headroom ${usd(85_000 - sum(open))}`, 'Not due $', '1 to 30 days $', 'Over 90 days $']) expect(finance).toContain(said);
    const invoices = await words(page.locator('c-invoice-panel'));
    for (const said of [/Overdue .*\$/, / Open .*\$/, / Paid .*\$/, /\d+ days/]) expect(invoices).toMatch(said);
    const orders = page.locator('c-order-panel');
    expect(await words(orders.locator('li', { hasText: empty }))).toContain('no lines');
    expect(await words(orders)).not.toMatch(/\D0\.00/);
    expect(await words(page.locator('c-payment-panel'))).toMatch(/ARP-\d+ \$[\d,.]+ .* Pays CIV-\d+/);
    await checkLook(page, { desktop: 'account', phone: 'account-phone' });
    expect(problems).toEqual([]);
    await close();
  });

  it('speaks German to a user whose language it is, and lets the ERP choose invoices', async () => {
    const { page, problems, close } = await house.open('Account', await house.accountOf(DEBTOR), 'rep-de');
    await waitFresh(page, ACCOUNT_PANELS, LIVE);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    const main = await words(page.locator('main'));
    for (const said of ['ERP-Kundennummer', 'Saldo', 'Kreditlimit 85.000,00 $', 'Nicht fällig', 'Rechnungen', 'Zahlungen', 'Aufträge']) expect(main).toContain(said);
    expect(main).not.toMatch(/Overdue|Balance|Invoice|Payment|Not due|Rows/);
    await checkLook(page, { desktop: 'account-german', phone: 'account-german-phone' });
    const today = new Date().toISOString().slice(0, 10);
    const late = (await openItems(DEBTOR)).filter(({ due, amount }) => due < today && amount > 0);
    const panel = page.locator('c-invoice-panel');
    await panel.getByRole('combobox', { name: 'Status' }).click();
    await panel.getByRole('option', { name: 'Überfällig' }).click();
    await panel.locator('tbody tr').nth(late.length).waitFor({ state: 'detached' });
    expect(await panel.locator('tbody tr', { hasText: 'Überfällig' }).count()).toBe(late.length);
    await panel.locator('tbody button').first().click();
    await page.getByRole('dialog').getByText('Noch keine Zahlung.').waitFor();
    expect(await words(page.getByRole('dialog'))).toMatch(/Rechnung CIV-\d+ .*Positionen .* zu je [\d.,]+ \$/);
    await checkLook(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Schließen' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(apartFromTheLook(problems)).toEqual([]);
    await close();
  });

  it('says "no limit" where the ERP has none', async () => {
    const { page, close } = await house.open('Account', await house.accountOf(NO_LIMIT));
    await waitFresh(page, ACCOUNT_PANELS, LIVE);
    expect(await words(page.locator('c-finance-panel'))).toContain('Credit limit no limit Headroom no limit');
    await close();
  });

  it('sorts invoices and turns their pages', async () => {
    for (let number = 1; number <= 30; number += 1) await work.invoice(MANY_INVOICES, number);
    const { page, close } = await house.open('Account', await house.accountOf(MANY_INVOICES));
    const panel = page.locator('c-invoice-panel');
    await panel.getByText('1 to 25 of 30').waitFor();
    const firstRow = panel.locator('tbody tr').first();
    await panel.locator('th[aria-label=Amount] a').click();
    await firstRow.getByText('$10.80').first().waitFor();
    await panel.locator('th[aria-label=Amount] a').click();
    await firstRow.getByText('$324.00').first().waitFor();
    await panel.getByRole('button', { name: 'Next' }).click();
    await panel.getByText('26 to 30 of 30').waitFor();
    await panel.locator('tbody tr').last().getByText('$10.80').first().waitFor();
    expect(await panel.locator('tbody tr').count()).toBe(5);
    await panel.getByRole('button', { name: 'Previous' }).click();
    await panel.getByText('1 to 25 of 30').waitFor();
    await checkLook(page);
    await close();
  });

  it('shows last known figures while the ERP is slow, and live ones by itself when it is not any more', async () => {
    const { page, close } = await house.open('Account', await house.accountOf(DEBTOR));
    await waitFresh(page, ACCOUNT_PANELS, LIVE);
    await plant({ delayMs: 4000 });
    await page.reload();
    await waitFresh(page, ACCOUNT_PANELS, SLOW);
    await house.fno.clear();
    await waitFresh(page, ACCOUNT_PANELS, LIVE);
    await plant({ delayMs: 4000 });
    await page.reload();
    await waitFresh(page, ACCOUNT_PANELS, SLOW);
    await checkLook(page, { desktop: 'account-stale' });
    await close();
  });

  it('says in a sentence that the ERP does not answer, shows last known figures where there are any, and recovers by itself', async () => {
    await plant({ status: 503, body: 'down' });
    const [known, unknown] = await Promise.all([house.open('Account', await house.accountOf(NO_LIMIT)), house.open('Account', await house.accountOf(NEVER_READ))]);
    await waitFresh(known.page, ACCOUNT_PANELS, DOWN);
    expect(await words(known.page.locator('c-finance-panel'))).toContain('Credit limit no limit');
    for (const panel of ACCOUNT_PANELS) await unknown.page.locator(panel).getByText('The ERP does not answer').waitFor();
    expect(await words(unknown.page.locator('main'))).not.toContain('$');
    await checkLook(unknown.page, { desktop: 'account-error' });
    await house.fno.clear();
    await waitFresh(unknown.page, ACCOUNT_PANELS, LIVE);
    await Promise.all([known.close(), unknown.close()]);
  }, 60_000);

  it('shows sentences instead of money to a user without the permission', async () => {
    const calls = house.countCalls('readAccountPanels');
    const { page, problems, close } = await house.open('Account', await house.accountOf(DEBTOR), 'plain');
    for (const panel of ACCOUNT_PANELS) await page.locator(panel).getByText('Seeing money needs the permission Crossledger: View Finance.').waitFor();
    expect(await words(page.locator('main'))).not.toContain('$');
    expect(house.countCalls('readAccountPanels')).toBe(calls);
    await checkLook(page);
    expect(problems).toEqual([]);
    await close();
  });

  it('reads a customer of Business Central the same way, with the date of what the ERP computed', async () => {
    const { page, close } = await house.open('Account', await house.accountOf(IN_BUSINESS_CENTRAL));
    await waitFresh(page, ACCOUNT_PANELS, LIVE);
    const finance = await words(page.locator('c-finance-panel'));
    for (const said of [/Balance \$[\d,]+\.\d\d/, /Credit limit \$60,000\.00/, /live, .* · computed by the ERP on \w+ \d/]) expect(finance).toMatch(said);
    expect(await words(page.locator('c-invoice-panel'))).toMatch(/Paid \$[\d,]+\.\d\d/);
    await checkLook(page);
    await close();
  });
});

describe('opportunity page of a sales rep', () => {
  it('shows stock by warehouse, sends by button once, and winning makes no second order', async () => {
    const deal = await firstDeal(DEBTOR);
    const lines = await house.query(`SELECT Product2.Name FROM OpportunityLineItem WHERE OpportunityId = '${deal}'`);
    const calls = house.countCalls('readOpportunityPanels');
    const { page, problems, close } = await house.open('Opportunity', deal);
    await waitFresh(page, OPPORTUNITY_PANELS, LIVE);
    expect(house.countCalls('readOpportunityPanels') - calls).toBe(1);
    const stock = page.locator('c-stock-panel');
    expect(await stock.locator('[data-id=line]').count()).toBe(lines.length);
    await stock.getByRole('button', { name: /^Show warehouses of/ }).first().click();
    const figures = 'On hand [\\d,]+ \\w+ Reserved [\\d,]+ \\w+ Available [\\d,]+ \\w+ Ordered \\(incoming\\) [\\d,]+ \\w+';
    expect(await words(stock.locator('[data-id=line]').first())).toMatch(new RegExp(`${figures} Available to promise [\\d,]+ \\w+ First date \\w+ \\d+, \\d{4} .*Warehouse \\d+, site \\d ${figures}`));
    await checkLook(page, { desktop: 'opportunity', phone: 'opportunity-phone' });
    await page.evaluate('globalThis.notReloaded = true');
    await page.locator('c-order-timeline').getByRole('button', { name: 'Send to ERP' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('Exactly one order exists in the ERP.').waitFor();
    await dialog.locator('[data-id=close]').getByRole('button').click();
    await orderLink(page).waitFor();
    const [number, ...more] = await ordersOf(DEBTOR);
    expect(more).toEqual([]);
    expect(await orderLink(page).innerText()).toBe(number);
    expect(await orderLink(page).getAttribute('href')).toMatch(/^https?:/);
    await page.locator('c-order-timeline').getByText('This deal was sent already.').waitFor();
    await checkLook(page, { desktop: 'opportunity-sent' });
    const doneRows = () => house.query(`SELECT Id FROM ERP_Outbox__c WHERE Record_Id__c = '${deal}' AND Status__c = 'Done'`);
    expect(await doneRows()).toEqual([]);
    await winByPath(page);
    await until('the outbox row of the win is done', async () => (await doneRows()).length > 0, { withinMs: 20_000 });
    expect(await ordersOf(DEBTOR)).toEqual([number]);
    expect(await page.evaluate('globalThis.notReloaded')).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it('speaks German to a user whose language it is', async () => {
    const { page, problems, close } = await house.open('Opportunity', await firstDeal(MANY_INVOICES), 'rep-de');
    await waitFresh(page, ['c-stock-panel'], LIVE);
    await page.locator('c-order-timeline').getByText('Nicht an das ERP gesendet.').waitFor();
    await page.locator('c-stock-panel').getByRole('button', { name: /^Lagerorte anzeigen: / }).first().click();
    expect(await words(page.locator('c-stock-panel'))).toMatch(/Verfügbarkeit und Preis .*Menge .*Am Lager .*Reserviert .*Verfügbar .*Bestellt \(Zulauf\) .*Verfügbar \(ATP\) .*Erster Termin \d\d?\.\d\d?\.\d{4} .*Preis im ERP .*Lagerort \d+, Standort \d/);
    await checkLook(page, { desktop: 'opportunity-german' });
    expect(problems).toEqual([]);
    await close();
  });

  it('shows the number of a deal that is won in the page, without a reload', async () => {
    const { page, close } = await house.open('Opportunity', await firstDeal(NO_LIMIT));
    await page.locator('c-order-timeline').getByText('Not sent to the ERP.').waitFor();
    await winByPath(page);
    await orderLink(page).waitFor();
    expect(await ordersOf(NO_LIMIT)).toEqual([await orderLink(page).innerText()]);
    await close();
  });

  it('says who can release a blocked customer, and the order goes by itself once they have', async () => {
    const { page, close } = await house.open('Opportunity', await firstDeal(ON_HOLD));
    await page.locator('c-order-timeline').getByText('Not sent to the ERP.').waitFor();
    await winByPath(page);
    const order = page.locator('c-order-timeline');
    await order.getByText(`Customer ${ON_HOLD} is on hold in the ERP`).waitFor();
    await order.getByText('Who can fix it: finance.').waitFor();
    await checkLook(page, { desktop: 'opportunity-error' });
    expect(await ordersOf(ON_HOLD)).toEqual([]);
    await work.setHold(ON_HOLD, 'No');
    await orderLink(page).waitFor();
    await order.getByText('is on hold in the ERP').waitFor({ state: 'detached' });
    expect(await ordersOf(ON_HOLD)).toHaveLength(1);
    await close();
  }, 60_000);

  it('says that the order exists when Salesforce refuses its number, until it does not any more', async () => {
    const rules = `${house.stack.endpoints.salesforce.instanceUrl}/__sandbox/validation-rules`;
    const rule = { object: 'Opportunity', field: 'ERP_Order_Number__c', operator: 'not-blank', message: 'Order numbers are entered by finance.' };
    expect((await fetch(rules, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) })).status).toBe(201);
    const { page, close } = await house.open('Opportunity', await firstDeal('C-00021'));
    await page.locator('c-order-timeline').getByText('Not sent to the ERP.').waitFor();
    await winByPath(page);
    const sentence = page.locator('c-order-timeline').getByText(/Order SO-\d+ exists, Salesforce refuses the number because: .*Order numbers are entered by finance/);
    await sentence.waitFor();
    await page.locator('c-order-timeline').getByText('Who can fix it: your Salesforce admin.').waitFor();
    await checkLook(page);
    await fetch(rules, { method: 'DELETE' });
    await sentence.waitFor({ state: 'detached' });
    expect(await ordersOf('C-00021')).toEqual([await orderLink(page).innerText()]);
    await close();
  }, 60_000);

  it('shows a user without permissions a sentence and no button', async () => {
    const { page, close } = await house.open('Opportunity', await firstDeal('C-00022'), 'plain');
    await page.locator('c-stock-panel').getByText('You may not see everything that this needs.').waitFor();
    expect(await page.locator('c-order-timeline').getByRole('button', { name: 'Send to ERP' }).count()).toBe(0);
    await sendAction(page).click();
    await page.locator('c-order-send').getByText('Sending orders needs the permission Crossledger: Send Orders.').waitFor();
    await checkLook(page);
    await close();
  });
});
