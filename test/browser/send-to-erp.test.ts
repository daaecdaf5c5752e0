import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeBackendClient, type BackendClient } from '../../scripts/setup/backend-client.ts';
import { setApproval } from '../../server/contract/admin.ts';
import { connectOrg } from '../support/deals.ts';
import { checkLook } from './support/check-look.ts';
import { startWork } from './support/erp-work.ts';
import { startHouse, type House } from './support/house.ts';
import { orderLink, sendAction, words } from './support/panels.ts';

const DEBTOR = 'C-00005';
const CONSULTING = 'C-00002';
const WRITTEN_BY_CROSSLEDGER = /^[A-Z2-7]{16}$/;
const LENIENT = { amountAbove: [], discountPercentAbove: null, newCustomer: false, creditExceeded: false };

let house: House;
let backend: BackendClient;
beforeAll(async () => {
  house = await startHouse();
  backend = makeBackendClient(house.stack.endpoints.backend, house.stack.endpoints.operatorToken);
}, 120_000);
afterAll(() => house.stop());
afterEach(() => holdWhen({}));

const holdWhen = async (rules: Partial<typeof LENIENT> & { amountAbove?: object[] }): Promise<unknown> =>
  backend(setApproval, { params: { orgId: house.stack.endpoints.salesforce.orgId, connection: 'fno' }, body: { ...LENIENT, ...rules } });

/** Orders in F&O that bear a key of Crossledger. */
async function ordersOf(customer: string): Promise<string[]> {
  const rows = await house.fno.all('SalesOrderHeadersV2', `$filter=dataAreaId eq 'usmf' and OrderingCustomerAccountNumber eq '${customer}'&$select=SalesOrderNumber,CustomersOrderReference`);
  return rows.filter((row) => WRITTEN_BY_CROSSLEDGER.test(String(row['CustomersOrderReference']))).map((row) => String(row['SalesOrderNumber']));
}

async function dealOf(customer: string): Promise<string> {
  const [deal] = await house.dealsOf(customer);
  if (deal === undefined) throw new Error(`${customer} has no deal`);
  return deal;
}

const send = (page: Page): Locator => page.locator('c-order-send');
const result = (page: Page, says: RegExp): Promise<void> => send(page).locator('[data-id=result]', { hasText: says }).waitFor();
const press = (page: Page, name: string): Promise<void> => send(page).getByRole('button', { name, exact: true }).click();

async function decide(page: Page, name: string): Promise<void> {
  await press(page, name);
  await send(page).locator('[data-id=status]', { hasNotText: 'Held for approval.' }).waitFor();
}

describe('Send to ERP', () => {
  it('checks, sends what was checked, shows the number as soon as there is one, and then the certificate', async () => {
    const { page, problems, close } = await house.open('Opportunity', await dealOf(DEBTOR));
    await sendAction(page).click();
    await result(page, /^Can be sent\. Points to look at: \d/);
    expect(await ordersOf(DEBTOR)).toEqual([]);
    const check = await words(send(page));
    for (const said of [/The order takes [\d.]+ USD; customer C-00005 has .* Who can fix it: finance\./, /Price in Salesforce \$[\d,.]+ Price in the ERP \$[\d,.]+/, /Difference -?\$[\d,.]+/, /Net total \$[\d,]+\.\d\d Tax is added by the ERP\. Each line is rounded/]) expect(check).toMatch(said);
    await checkLook(page, { desktop: 'send-check', phone: 'send-check-phone', isDialog: true });
    await press(page, 'Send');
    await send(page).getByText('Exactly one order exists in the ERP.').waitFor();
    const [number, ...more] = await ordersOf(DEBTOR);
    expect(more).toEqual([]);
    const proof = await words(send(page));
    for (const said of [`Order number ${number}`, 'Create header: done', 'Equal to the plan in']) expect(proof).toContain(said);
    await checkLook(page, { desktop: 'send-certificate', phone: 'send-certificate-phone', isDialog: true });
    await press(page, 'Check only');
    await result(page, /^The order exists already and is equal/);
    await send(page).getByText(`Order ${number} exists in the ERP and is equal to the plan.`).waitFor();
    await send(page).getByRole('button', { name: /^Show all fields/ }).click();
    await checkLook(page, { desktop: 'send-diff', isDialog: true });
    await press(page, 'Close');
    await orderLink(page).waitFor();
    expect(await orderLink(page).innerText()).toBe(number);
    expect(await words(page.locator('c-order-timeline [data-id=steps]'))).toMatch(/Taken \d.* Checked \d.* Sent \d.* Accepted by the ERP \w/);
    expect(problems).toEqual([]);
    await close();
  }, 120_000);

  it('is followed on the deal until it is paid, with what is open of it and its new date', async () => {
    const [number = ''] = await ordersOf(DEBTOR);
    const work = await startWork(house.stack, 'usmf');
    const lines = await house.fno.all('SalesOrderLines', `$filter=dataAreaId eq 'usmf' and SalesOrderNumber eq '${number}'&$orderby=LineNumber`);
    const [first, last] = [lines[0], lines.at(-1)];
    expect(lines.length).toBeGreaterThan(1);
    await work.advance(number, 'PartiallyDelivered', [{ line: first?.['LineNumber'], quantity: first?.['OrderedSalesQuantity'] }, { line: last?.['LineNumber'], promised: '2099-12-15' }]);
    const { page, problems, close } = await house.open('Opportunity', await dealOf(DEBTOR));
    const timeline = page.locator('c-order-timeline');
    await timeline.getByText(`1 of ${lines.length} lines`, { exact: true }).waitFor();
    const open = timeline.getByRole('list', { name: 'Still open' }).getByRole('listitem');
    expect(await open.count()).toBe(lines.length - 1);
    expect(await words(open.last())).toMatch(/ Backorder \d+ \w+ ordered, not all shipped requested .*, now Dec 15, 2099$/);
    await checkLook(page, { desktop: 'order-partly', phone: 'order-partly-phone' });
    await work.advance(number, 'Invoiced');
    await work.advance(number, 'Paid');
    await timeline.getByRole('button', { name: /^Refresh/ }).click();
    await timeline.locator('.step', { hasText: 'Paid' }).filter({ hasText: /\w{3} \d+, \d{4}/ }).waitFor();
    expect(await open.count()).toBe(0);
    expect(problems).toEqual([]);
    await close();
  }, 120_000);

  it('sends nothing when the deal changed since the check: shows what changed and the new check', async () => {
    const deal = await dealOf('C-00006');
    const { page, close } = await house.open('Opportunity', deal);
    await sendAction(page).click();
    await send(page).getByRole('button', { name: 'Send', exact: true }).waitFor();
    const [line] = await house.query(`SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '${deal}' ORDER BY Id LIMIT 1`);
    await connectOrg(house.stack).sobject('OpportunityLineItem').update({ Id: String(line?.['Id']), Quantity: 77 } as never);
    await press(page, 'Send');
    await send(page).getByText(/What would be sent has changed since the check: /).waitFor();
    await send(page).getByText('Nothing was sent. The check below is the new one.').waitFor();
    expect(await ordersOf('C-00006')).toEqual([]);
    await checkLook(page, { desktop: 'send-changed', isDialog: true });
    await press(page, 'Send');
    await send(page).getByText('Exactly one order exists in the ERP.').waitFor();
    expect(await ordersOf('C-00006')).toHaveLength(1);
    await close();
  }, 120_000);

  it('holds an order that a rule stops, until an approver releases it', async () => {
    await holdWhen({ amountAbove: [{ currency: 'USD', amount: '1' }] as never });
    const deal = await dealOf('C-00007');
    const rep = await house.open('Opportunity', deal);
    await sendAction(rep.page).click();
    await press(rep.page, 'Send');
    await send(rep.page).locator('[data-id=status]', { hasText: 'Held for approval.' }).waitFor();
    await send(rep.page).getByText(/Who can fix it: finance/).waitFor();
    expect(await send(rep.page).getByRole('button', { name: 'Release' }).count()).toBe(0);
    const approver = await house.open('Opportunity', deal, 'admin');
    await approver.page.getByRole('button', { name: 'Release or refuse' }).click();
    await send(approver.page).getByText('Net total').waitFor();
    await send(approver.page).getByLabel('Reason').fill('Agreed with the customer');
    await checkLook(approver.page, { desktop: 'send-held', phone: 'send-held-phone', isDialog: true });
    await decide(approver.page, 'Release');
    await send(approver.page).getByText('Exactly one order exists in the ERP.').waitFor();
    await send(rep.page).getByText('Exactly one order exists in the ERP.').waitFor();
    expect(await ordersOf('C-00007')).toHaveLength(1);
    expect([...rep.problems, ...approver.problems]).toEqual([]);
    await Promise.all([rep.close(), approver.close()]);
  }, 120_000);

  it('tells the deal why an approver refused it, and sends nothing', async () => {
    await holdWhen({ amountAbove: [{ currency: 'USD', amount: '1' }] as never });
    const deal = await dealOf('C-00009');
    const { page, close } = await house.open('Opportunity', deal, 'admin');
    await sendAction(page).click();
    await press(page, 'Send');
    await send(page).getByLabel('Reason').fill('Too much discount');
    await decide(page, 'Refuse');
    await send(page).getByText('The order was not approved: Too much discount.').waitFor();
    expect(await ordersOf('C-00009')).toEqual([]);
    await close();
  }, 120_000);

  it('does not let a deal be sent that would not go through, and says who can mend it', async () => {
    const { page, close } = await house.open('Opportunity', await dealOf(CONSULTING));
    await sendAction(page).click();
    await result(page, /^Would not go through\. What stops it: \d/);
    expect(await words(send(page))).toMatch(/has no ERP item number\. Who can fix it: your Salesforce admin\./);
    expect(await send(page).getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await checkLook(page, { desktop: 'send-stopped', isDialog: true });
    await page.keyboard.press('Escape');
    await send(page).waitFor({ state: 'detached' });
    await close();
  });
});
