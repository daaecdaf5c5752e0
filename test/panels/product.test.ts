import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { RoutingRule } from '../../server/orders/directory.ts';
import type { Store } from '../../server/store/database.ts';
import { openTestStore } from '../support/order-bench.ts';
import { inStock, panelBench } from './deal-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.remove());

describe('stock of a product', () => {
  it('is asked for one piece in the company of the only connection', async () => {
    const { far, readProduct } = panelBench(store);
    far.stock = [inStock('D1')];
    expect(await readProduct({ itemNumber: 'D1' })).toMatchObject({ connection: 'fno', company: 'usmf', parts: { stock: { state: 'live', data: { item: { onHand: '43', warehouses: [{ warehouse: '11' }, { warehouse: '12' }] }, moreThan: null } } } });
    expect([far.asked.stock, far.companies]).toEqual([[[{ itemNumber: 'D1', quantity: '1' }]], ['usmf']]);
  });

  it('is that of the company which the routing rule for all countries names', async () => {
    const { far, deps, readProduct } = panelBench(store);
    const rules: RoutingRule[] = [{ country: 'DE', connection: 'fno', company: 'demf' }, { country: null, connection: 'fno', company: 'brmf' }];
    deps.directory = { ...deps.directory, routing: async () => rules, connectionNames: async () => ['fno', 'bc'] };
    far.stock = [inStock('D1')];
    expect((await readProduct({ itemNumber: 'D1' })).company).toBe('brmf');
    expect(far.companies).toEqual(['brmf']);
  });

  it('is a sentence when several connections may have it, until the page names one', async () => {
    const { far, deps, readProduct } = panelBench(store);
    deps.directory = { ...deps.directory, connectionNames: async () => ['fno', 'bc'] };
    far.stock = [inStock('D1')];
    await expect(readProduct({ itemNumber: 'D1' })).rejects.toMatchObject({ code: 'connection.product-undecided' });
    await expect(readProduct({ itemNumber: 'D1', connection: 'nowhere' })).rejects.toMatchObject({ code: 'connection.unknown' });
    expect((await readProduct({ itemNumber: 'D1', connection: 'fno' })).company).toBe('usmf');
  });

  it('has no figure in it where the connection shows levels, old stock neither', async () => {
    const { far, readProduct } = panelBench(store, { stockFigures: { show: 'levels', few: '15', many: '40' } });
    far.stock = [inStock('D2')];
    const live = await readProduct({ itemNumber: 'D2' });
    far.fails.stock = new CrossledgerError('erp.unavailable', { problem: 'connection reset' });
    const stale = await readProduct({ itemNumber: 'D2' });
    expect([live.parts.stock?.state, stale.parts.stock?.state]).toEqual(['live', 'stale']);
    for (const { parts } of [live, stale]) {
      expect(parts.stock?.data).toMatchObject({ moreThan: '40', item: { onHandLevel: 'many', reservedLevel: 'few', availableLevel: 'some', orderedLevel: 'many', atpLevel: 'few' } });
      expect(JSON.stringify(parts.stock?.data)).not.toMatch(/"(43|23|20|32|70)"/);
    }
  });
});
