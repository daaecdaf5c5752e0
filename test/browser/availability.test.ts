import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as admin from '../../server/contract/admin.ts';
import { checkLook } from './support/check-look.ts';
import { startHouse, type House } from './support/house.ts';
import { measureOverflow } from './support/lightning-page.ts';
import { LIVE, PRODUCT_PANELS, waitFresh, words } from './support/panels.ts';

const CUSTOMER = 'C-00005';

let house: House;
let deal: string;
/** The first line of the deal, and a warehouse that has enough of it. */
let line: { item: string; product: string };
let warehouse: string;
/** What F&O says of the line's item in each warehouse of the company. */
let stock: Record<string, unknown>[];
beforeAll(async () => {
  house = await startHouse();
  deal = (await house.dealsOf(CUSTOMER))[0] ?? `no deal of ${CUSTOMER}`;
  for (const row of await house.query(`SELECT Quantity, Product2Id, Product2.ERP_Item_Number__c FROM OpportunityLineItem WHERE OpportunityId = '${deal}' ORDER BY CreatedDate, Id`)) {
    const item = String((row['Product2'] as Record<string, unknown>)['ERP_Item_Number__c']);
    stock = await house.fno.all('WarehousesOnHandV2', `$filter=dataAreaId eq 'usmf' and ItemNumber eq '${item}'`);
    const enough = stock.find((one) => Number(one['AvailableOnHandQuantity']) >= Number(row['Quantity']));
    if (enough === undefined) continue;
    line = { item, product: String(row['Product2Id']) };
    warehouse = String(enough['InventoryWarehouseId']);
    return;
  }
  throw new Error('no line of the deal is in stock');
}, 240_000);
afterAll(() => house.stop());

/** How the figures of these rows stand on the page, in the order of the labels. */
function figuresOf(rows: readonly Record<string, unknown>[]): string {
  const labels = { OnHandQuantity: 'On hand', ReservedOnHandQuantity: 'Reserved', AvailableOnHandQuantity: 'Available', OrderedQuantity: 'Ordered (incoming)' };
  return Object.entries(labels).map(([name, label]) => `${label} ${rows.reduce((total, row) => total + Number(row[name]), 0).toLocaleString('en-US')} UNIT`).join(' ');
}
const plainUnits = (text: string): string => text.replace(/(\d) [a-z]+(?= |$)/g, '$1 UNIT');

async function setConnection(change: object): Promise<void> {
  const { stack } = house;
  const { orgId } = stack.endpoints.salesforce;
  const { rows } = await stack.operator(admin.listConnections, { params: { orgId } });
  const view = rows.find((row) => row.name === 'fno');
  await stack.operator(admin.putConnection, { params: { orgId, connection: 'fno' }, body: { ...admin.connectionSettings.strip().parse(view), ...change } });
}

/** The narrowest phone: nothing is wider than the page, and the figures of a warehouse stand in two columns. */
async function checkNarrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await measureOverflow(page), 'sideways scroll at 320 pixels').toBe(0);
  const figures = await page.locator('c-warehouse-list dl').first().locator('div').all();
  const boxes = await Promise.all(figures.map((figure) => figure.boundingBox()));
  expect(new Set(boxes.map((box) => box?.x)).size, 'figures beside each other').toBe(2);
  expect(boxes.every((box) => box !== null && box.x + box.width <= 320)).toBe(true);
}

describe('availability and price', () => {
  it('shows of each line both prices and the warehouse that delivers it, in one call', async () => {
    await setConnection({ warehouseRanking: [{ country: 'FR', warehouses: ['99'] }, { warehouses: ['no-such', warehouse] }] });
    const calls = house.countCalls('readOpportunityPanels');
    const { page, problems, close } = await house.open('Opportunity', deal);
    await waitFresh(page, ['c-stock-panel'], LIVE);
    expect(house.countCalls('readOpportunityPanels') - calls).toBe(1);
    const said = await words(page.locator('c-stock-panel [data-id=line]', { hasText: line.item }));
    expect(said).toMatch(/Price in Salesforce \$[\d,.]+ Price in the ERP \$[\d,.]+ \(estimate\) Difference (none|[+-]\$[\d,.]+)/);
    expect(said).toContain(`Delivers from Warehouse ${warehouse}`);
    expect(plainUnits(said)).toContain(figuresOf(stock));
    await checkLook(page, { desktop: 'availability', phone: 'availability-phone' });
    await page.locator('c-stock-panel [data-id=line]', { hasText: line.item }).getByRole('button', { name: /^Show warehouses of/ }).click();
    await page.locator('c-warehouse-list').waitFor();
    await checkNarrow(page);
    expect(problems).toEqual([]);
    await close();
  });

  it('shows the stock of a product by warehouse on its own page', async () => {
    const { page, problems, close } = await house.open('Product2', line.product);
    await waitFresh(page, PRODUCT_PANELS, LIVE);
    const said = plainUnits(await words(page.locator('c-product-panel')));
    expect(said).toContain(figuresOf(stock));
    for (const row of stock) expect(said).toContain(`Warehouse ${String(row['InventoryWarehouseId'])}, site ${String(row['InventorySiteId'])} ${figuresOf([row])}`);
    await checkLook(page, { desktop: 'product', phone: 'product-phone' });
    await checkNarrow(page);
    expect(problems).toEqual([]);
    await close();
  });

  it('lets no figure of the stock reach a browser where the connection shows levels', async () => {
    await setConnection({ stockFigures: { show: 'levels', few: '1', many: '2' } });
    const { page, close } = await house.open('Product2', line.product);
    await waitFresh(page, PRODUCT_PANELS, LIVE);
    const levels = /On hand more than 2 \w+ Reserved (none|few|some|more than 2 \w+) Available (none|few|in stock|more than 2 \w+) Ordered \(incoming\) (none|few|some|more than 2 \w+)/;
    expect(await words(page.locator('c-product-panel'))).toMatch(levels);
    await page.goto(page.url().replace(/\/r\/.*/, `/r/Opportunity/${deal}/view`));
    await waitFresh(page, ['c-stock-panel'], LIVE);
    const said = await words(page.locator('c-stock-panel [data-id=line]', { hasText: line.item }));
    expect(said).toMatch(levels);
    expect(said).toContain(`Delivers from Warehouse ${warehouse}`);
    await checkLook(page);
    await close();
  });
});
