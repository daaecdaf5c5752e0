import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { Store } from '../../server/store/database.ts';
import { openTestStore } from '../support/order-bench.ts';
import { inStock, lineId, panelBench, priced } from './deal-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.remove());

const line = (at: number, change: Record<string, unknown> = {}) => ({ lineId: lineId(at), productName: 'Speaker', itemNumber: `D${at}`, quantity: '2', unitPrice: '120', ...change });
const ask = (lines: object[], change: Record<string, unknown> = {}) => ({ parts: ['prices'], customer: 'C-1', currency: 'USD', lines, ...change });

describe('prices of a deal', () => {
  it('are asked for this customer, each line with its own quantity and day', async () => {
    const { far, read } = panelBench(store);
    far.prices = [priced('D1', '110.5'), priced('D1', '99')];
    const { prices } = await read(ask([line(1), line(2, { itemNumber: 'D1', quantity: '50', date: '2026-12-24', unitPrice: '99.00' })]));
    expect(far.asked.prices).toEqual([{ customer: 'C-1', currency: 'USD', lines: [{ itemNumber: 'D1', quantity: '2', date: null, unit: null }, { itemNumber: 'D1', quantity: '50', date: '2026-12-24', unit: null }] }]);
    expect(prices).toMatchObject({ state: 'live', data: { currency: 'USD', lines: [{ lineId: lineId(1), crmPrice: '120', erpPrice: { amount: '110.5' }, difference: '9.5' }, { lineId: lineId(2), erpPrice: { amount: '99' }, difference: '0' }] } });
  });

  it('stay beside their own lines when one between them has no item', async () => {
    const { far, read } = panelBench(store);
    far.prices = [priced('D1', '1'), priced('D3', '3')];
    const { prices } = await read(ask([line(1), line(2, { itemNumber: null }), line(3)]));
    expect(prices?.data?.lines.map(({ erpPrice, difference }) => [erpPrice?.amount ?? null, difference])).toEqual([['1', '119'], [null, null], ['3', '117']]);
  });

  it('are not compared in different currencies', async () => {
    const { far, read } = panelBench(store);
    far.prices = [priced('D1', '110.5', 'EUR')];
    const { prices } = await read(ask([line(1)]));
    expect(prices?.data?.lines).toMatchObject([{ erpPrice: { amount: '110.5', currency: 'EUR' }, difference: null }]);
  });

  it('are neither asked for nor told of a line whose price the user may not see', async () => {
    const { far, read } = panelBench(store);
    const { prices } = await read(ask([line(1, { unitPrice: undefined })]));
    expect([far.asked.prices, prices?.data?.lines]).toEqual([[], []]);
  });

  it('are for nobody in particular while the account is no customer', async () => {
    const { far, read } = panelBench(store);
    far.prices = [priced('D1', '1')];
    await read(ask([line(1)], { customer: undefined }));
    expect(far.asked.prices[0]?.customer).toBeNull();
  });

  it('of one customer are never shown as those of another, also while the ERP is down', async () => {
    const { far, read } = panelBench(store);
    far.prices = [priced('D7', '7')];
    await read(ask([line(7)], { customer: 'C-7' }));
    far.fails.prices = new CrossledgerError('erp.unavailable', { problem: 'connection reset' });
    expect((await read(ask([line(7)], { customer: 'C-7' }))).prices).toMatchObject({ state: 'stale', data: { lines: [{ erpPrice: { amount: '7' } }] } });
    expect((await read(ask([line(7)], { customer: 'C-8' }))).prices).toMatchObject({ state: 'error', data: null });
  });

  it('that cannot be read leave the stock alone', async () => {
    const { far, read } = panelBench(store);
    far.stock = [inStock('D9')];
    far.fails.prices = new CrossledgerError('erp.forbidden', { problem: 'no' });
    const { stock, prices } = await read(ask([line(9)], { parts: ['stock', 'prices'] }));
    expect([stock?.state, prices?.state, prices?.problem?.code]).toEqual(['live', 'error', 'erp.forbidden']);
  });

  it('without a currency are a sentence', async () => {
    const { read } = panelBench(store);
    expect((await read(ask([line(1)], { currency: undefined }))).prices).toMatchObject({ state: 'error', problem: { code: 'request.invalid' } });
  });
});
