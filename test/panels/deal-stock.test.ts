import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WarehouseRule } from '../../server/contract/admin.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { Availability } from '../../server/model/availability.ts';
import type { ConnectionState } from '../../server/orders/directory.ts';
import type { StockFigures } from '../../server/orders/shown-stock.ts';
import type { Store } from '../../server/store/database.ts';
import { openTestStore } from '../support/order-bench.ts';
import { inStock, lineId, panelBench, stockAt } from './deal-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.remove());

const line = (at: number, quantity: string, itemNumber: string | null = 'D1') => ({ lineId: lineId(at), productName: 'Speaker', itemNumber, quantity });

async function read(connection: Partial<ConnectionState>, about: { stock?: Availability[]; lines?: object[]; shipTo?: object }) {
  const bench = panelBench(store, { keepDays: 0, ...connection });
  bench.far.stock = about.stock ?? [inStock('D1')];
  const { stock } = await bench.read({ parts: ['stock'], lines: about.lines ?? [line(1, '10')], shipTo: about.shipTo ?? {} });
  if (stock?.data === null || stock?.data === undefined) throw new Error(`no stock: ${stock?.problem?.detail ?? ''}`);
  return stock.data;
}

describe('the warehouse that delivers a line', () => {
  const delivers = async (warehouseRanking: WarehouseRule[] | undefined, about: Parameters<typeof read>[1] = {}) => (await read({ warehouseRanking }, about)).lines.map((one) => one.delivery);
  const from = async (rules: WarehouseRule[], country?: string, postalCode?: string) => (await delivers(rules, { shipTo: { country, postalCode } }))[0]?.warehouse;

  it('is the first of the ranking that has the quantity free', async () => {
    expect(await delivers([{ warehouses: ['99', '11', '12'] }])).toEqual([{ warehouse: '11', site: '1', ranked: ['99', '11', '12'] }]);
    expect(await delivers([{ warehouses: ['11', '12'] }], { lines: [line(1, '15')] })).toMatchObject([{ warehouse: '12', site: null }]);
  });

  it('is of the first rule that fits country and postal prefix, however they are written', async () => {
    const rules = [{ country: 'DE', postalPrefix: '80', warehouses: ['12'] }, { country: 'Germany', warehouses: ['11'] }, { postalPrefix: 'SW1A', warehouses: ['12'] }, { warehouses: ['11'] }];
    expect(await Promise.all([from(rules, 'Deutschland', '80331'), from(rules, 'DEU', '10115'), from(rules, 'United Kingdom', 'sw1 a-1aa'), from(rules)])).toEqual(['12', '11', '12', '11']);
  });

  it('is nobody when none of the ranking has the whole quantity, or none is ranked for the address', async () => {
    expect(await delivers([{ warehouses: ['11', '12'] }], { lines: [line(1, '21')] })).toEqual([{ warehouse: null, site: null, ranked: ['11', '12'] }]);
    expect(await delivers([{ warehouses: ['11'] }], { stock: [inStock('D1', { onHand: '0', warehouses: [] })] })).toEqual([{ warehouse: null, site: null, ranked: ['11'] }]);
    expect(await delivers([{ country: 'FR', warehouses: ['11'] }], { shipTo: { country: 'DE' } })).toEqual([{ warehouse: null, site: null, ranked: [] }]);
    expect(await delivers([{ country: 'FR', warehouses: ['11'] }])).toEqual([{ warehouse: null, site: null, ranked: [] }]);
  });

  it('does not promise the same goods to two lines', async () => {
    const two = await delivers([{ warehouses: ['11', '12'] }], { lines: [line(1, '8'), line(2, '8'), line(3, '12')] });
    expect(two.map((one) => one?.warehouse)).toEqual(['11', '12', '12']);
    expect((await delivers([{ warehouses: ['11', '12'] }], { lines: [line(1, '8'), line(2, '20'), line(3, '5')] })).map((one) => one?.warehouse)).toEqual(['11', '12', null]);
  });

  it('is not spoken of where nothing is ranked or nothing can be known', async () => {
    expect(await delivers(undefined)).toEqual([null]);
    expect(await delivers([])).toEqual([null]);
    const rules = [{ warehouses: ['11'] }];
    expect(await delivers(rules, { lines: [line(1, '-2'), line(2, '0'), line(3, '1', null)] })).toEqual([null, null, null]);
    // on hand without warehouses, and an item that is not stocked
    expect(await delivers(rules, { stock: [inStock('D1', { warehouses: [] })] })).toEqual([null]);
    expect(await delivers(rules, { stock: [inStock('D1', { onHand: null, warehouses: [] })] })).toEqual([null]);
    // on hand by warehouse, but not what is free of it
    expect(await delivers(rules, { stock: [inStock('D1', { warehouses: [stockAt('11', null, '43', null)] })] })).toEqual([null]);
  });
});

describe('stock of a deal', () => {
  const levels: StockFigures = { show: 'levels', few: '15', many: '40' };

  it('is shown in figures when nothing else is said, and a line is short of what can be promised', async () => {
    const { lines, moreThan } = await read({}, { lines: [line(1, '12'), line(2, '12.5')] });
    expect(lines).toMatchObject([{ short: false, item: { onHand: '43', onHandLevel: null, reserved: '11', onSalesOrders: null, available: '32', ordered: '70', orderedLevel: null, atp: '12', warehouses: [{ onHand: '23', reserved: '11', availableLevel: null, ordered: '70' }, {}] } }, { short: true }]);
    expect([moreThan, (await read({ stockFigures: { show: 'exact' } }, {})).moreThan]).toEqual([null, null]);
  });

  it('leaves the backend without a figure where levels are shown', async () => {
    const data = await read({ stockFigures: levels, warehouseRanking: [{ warehouses: ['12'] }] }, { stock: [inStock('D1', { onHand: '43.25', reserved: '28.375', onSalesOrders: '8.5', available: '14.875', ordered: '77', warehouses: [
      stockAt('11', '1', '23.75', '0', { reserved: '23.75', ordered: '77' }), stockAt('12', null, '19.5', '14.875', { reserved: '4.625' })] })], lines: [line(1, '13')] });
    const item = { onHand: null, onHandLevel: 'many', reserved: null, reservedLevel: 'some', onSalesOrdersLevel: 'few', availableLevel: 'few', orderedLevel: 'many', atp: null, atpLevel: 'few', firstDate: '2026-12-05' };
    expect(data).toMatchObject({ moreThan: '40', lines: [{ short: true, delivery: { warehouse: '12' }, item }] });
    const hidden = { onHand: null, reserved: null, onSalesOrders: null, onSalesOrdersLevel: null, available: null, ordered: null };
    expect(data.lines[0]?.item?.warehouses).toEqual([
      { warehouse: '11', site: '1', ...hidden, onHandLevel: 'some', reservedLevel: 'some', availableLevel: 'none', orderedLevel: 'many' },
      { warehouse: '12', site: null, ...hidden, onHandLevel: 'some', reservedLevel: 'few', availableLevel: 'few', orderedLevel: null },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/43|28\.375|8\.5|23\.75|19\.5|14\.875|4\.625|77/);
  });

  it.each([['0', 'none'], ['-3', 'none'], ['0.5', 'few'], ['14.99', 'few'], ['15', 'some'], ['40', 'some'], ['40.01', 'many']])('%s on hand are the level %s', async (onHand, level) => {
    const { lines } = await read({ stockFigures: levels }, { stock: [inStock('D1', { onHand, atp: null })] });
    expect(lines[0]?.item).toMatchObject({ onHandLevel: level, atpLevel: null });
  });

  it('kept by an earlier version, which had fewer figures, is shown with those', async () => {
    const bench = panelBench(store, {});
    const { reserved: _r, onSalesOrders: _s, available: _a, ordered: _o, warehouses, ...old } = inStock('D6');
    const before = { ...old, warehouses: warehouses.map(({ warehouse, site, onHand, available }) => ({ warehouse, site, onHand, available })) };
    bench.far.stock = [before as Availability];
    const question = { parts: ['stock'], lines: [line(6, '1', 'D6')] };
    await bench.read(question);
    bench.far.fails.stock = new CrossledgerError('erp.unavailable', { problem: 'connection reset' });
    expect((await bench.read(question)).stock).toMatchObject({ state: 'stale', data: { lines: [{ item: { onHand: '43', reserved: null, available: null, ordered: null, warehouses: [{ onHand: '23', available: '12', ordered: null, orderedLevel: null }, {}] } }] } });
  });

  it('says what it said last while the ERP is down, by the rules of now', async () => {
    const connection: Partial<ConnectionState> = {};
    const bench = panelBench(store, connection);
    bench.far.stock = [inStock('D5')];
    const question = { parts: ['stock'], lines: [line(5, '1', 'D5')] };
    await bench.read(question);
    bench.far.fails.stock = new CrossledgerError('erp.unavailable', { problem: 'connection reset' });
    connection.stockFigures = levels;
    connection.warehouseRanking = [{ warehouses: ['12'] }];
    expect((await bench.read(question)).stock).toMatchObject({ state: 'stale', data: { lines: [{ item: { onHand: null, onHandLevel: 'many' }, delivery: { warehouse: '12' } }] } });
  });
});
