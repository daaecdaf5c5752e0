import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAvailability } from '../../server/contract/prices.ts';
import type { Availability } from '../../server/model/availability.ts';
import { availabilityFinding } from '../../server/orders/check/line-findings.ts';
import { checkLines } from '../../server/orders/check/lines.ts';
import { availabilityOf } from '../../server/orders/check/price-list.ts';
import type { Asked } from '../../server/orders/check/questions.ts';
import { shownStock, type StockFigures } from '../../server/orders/shown-stock.ts';
import type { Store } from '../../server/store/database.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, openTestStore, orderDeps, sendingConnection } from '../support/order-bench.ts';

const LEVELS: StockFigures = { show: 'levels', few: '5', many: '50' };
const figures = { onHand: '77', reserved: '11.5', onSalesOrders: null, available: '65.5', ordered: '33' };
const stock: Availability = { itemNumber: 'P-1', known: true, name: 'Pump', unit: 'ea', ...figures, atp: '66', firstDate: null, warehouses: [{ warehouse: '11', site: '1', ...figures }] };

const ASKED: Asked = { buyer: { customer: null, draft: null, findings: [] }, products: null, currencyKnown: null, prices: null, availability: null, finance: null, setup: null, existing: null, failed: [] };

let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.remove());

describe('where a connection shows levels', () => {
  const says = (change: Partial<Availability>, figures: StockFigures): string => {
    const line = sampleDeal().lines[0];
    if (line === undefined) throw new Error('no line');
    return availabilityFinding(line, '2026-11-21', shownStock({ ...stock, ...change }, figures)).says;
  };

  it('the flight check names no figure of the stock', () => {
    expect([says({}, undefined), says({}, LEVELS)]).toEqual(['No supply that the ERP knows of covers 2 ea; 66 can be promised.', 'No supply that the ERP knows of covers 2 ea.']);
    expect([says({ atp: null }, undefined), says({ atp: null }, LEVELS)]).toEqual(['Only the stock on hand is known: 77 ea.', 'Only the stock on hand is known, not what can be promised.']);
    expect([says({ atp: null, onHand: null }, undefined), says({ atp: null, onHand: null }, LEVELS)]).toEqual(['The item is not stocked.', 'The item is not stocked.']);
  });

  it('the flight check has none of them beside a line', () => {
    const line = sampleDeal().lines[0];
    if (line === undefined) throw new Error('no line');
    const product = { company: 'usmf', itemNumber: line.itemNumber ?? '', name: 'Pump', unit: 'ea', price: '1', sellable: true };
    const rowOf = (shown: StockFigures) => checkLines({ ...sampleDeal(), lines: [line] }, { ...ASKED, products: [product], availability: [shownStock({ ...stock, itemNumber: product.itemNumber }, shown)] }, 'usmf', '2026-11-21').rows[0];
    expect(rowOf(undefined)).toMatchObject(figures);
    expect(rowOf(LEVELS)).toMatchObject({ onHand: null, reserved: null, onSalesOrders: null, available: null, ordered: null });
  });

  it('the stock on its own has none either', async () => {
    const fake = createFakeErp(null);
    const erp = { ...fake.erp, reads: { ...fake.erp.reads, availability: async () => [stock] } };
    const deps = orderDeps(store, createFakeOrg(null), { ...fake, erp }, () => sendingConnection({ stockFigures: LEVELS }));
    const page = readAvailability.reply.parse(await availabilityOf(deps, { orgId: ORG_ID, requestId: 'r' }, readAvailability.body.parse({ lines: [{ itemNumber: 'P-1', quantity: '1' }] })));
    const levels = { onHandLevel: 'many', reservedLevel: 'some', onSalesOrdersLevel: null, availableLevel: 'many', orderedLevel: 'some' };
    expect(page.rows).toMatchObject([{ ...levels, atpLevel: 'many', warehouses: [{ warehouse: '11', ...levels }] }]);
    expect(JSON.stringify(page.rows)).not.toMatch(/77|66|11\.5|65\.5|33/);
  });
});
