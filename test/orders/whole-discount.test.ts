import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Erp, OrderPushPort } from '../../server/connectors/connector.ts';
import { subtract, sum } from '../../server/kernel/money.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { OrderDraft } from '../../server/model/order.ts';
import { certificateOf } from '../../server/orders/certificate.ts';
import { withOneDiscount } from '../../server/orders/one-discount.ts';
import type { Store } from '../../server/store/database.ts';
import { listSteps } from '../../server/store/steps.ts';
import { createFakeErp, type FakeErp, type Mishap } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, openTestStore, orderDeps, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates'] as const) await store.db.deleteFrom(table).execute();
});

/** An ERP that releases orders by its own rule and takes an amount off the whole order when its lines are there; all of it comes off the first line. */
function discountingErp(plan: { at: number; mishap: Mishap } | null = null): ReturnType<typeof createFakeErp> {
  const fake = createFakeErp(plan);
  const inner = fake.erp.capabilities.orderPush;
  if (inner === undefined) throw new Error('the fake sends orders');
  const orderPush: OrderPushPort = {
    ...inner,
    releases: false,
    async createHeader(draft, context) {
      const made = await inner.createHeader(draft, context);
      for (const order of fake.orders) Object.assign(order, { held: false, steps: [{ step: 'created', on: null }] });
      return made;
    },
    addLines: (company, number, lines, context) => inner.addLines(company, number, lines.map((line) => ({ ...line, headerDiscount: '0' })), context),
    setDiscount: (_company, number, amount) => fake.write('set discount', () => takeOff(fake, number, amount)),
  };
  return { ...fake, erp: { ...fake.erp, capabilities: { ...fake.erp.capabilities, orderPush } } };
}

/** Once, at the call `name`: something happens in the ERP, and the call is not answered. */
function meanwhile(erp: FakeErp, name: 'set discount' | 'order after set discount', happens: () => void): FakeErp {
  const { reads, capabilities } = erp.erp;
  let left = 1;
  const interrupt = (): void => {
    left -= 1;
    happens();
    throw new CrossledgerError('erp.unavailable', { problem: 'connection reset' });
  };
  const order: Erp['reads']['order'] = async (company, number, context) => {
    if (left > 0 && name !== 'set discount' && erp.calls.at(-1) === 'set discount') interrupt();
    return reads.order(company, number, context);
  };
  const setDiscount: OrderPushPort['setDiscount'] = async (company, number, amount, context) => {
    if (left > 0 && name === 'set discount') interrupt();
    await capabilities.orderPush?.setDiscount?.(company, number, amount, context);
  };
  const orderPush = capabilities.orderPush === undefined ? {} : { orderPush: { ...capabilities.orderPush, setDiscount } };
  return { ...erp, erp: { reads: { ...reads, order }, capabilities: { ...capabilities, ...orderPush } } };
}

function takeOn(erp: FakeErp): void {
  for (const order of erp.orders) Object.assign(order, { status: 'released', steps: [{ step: 'created', on: null }, { step: 'confirmed', on: null }] });
}

function takeOff(fake: FakeErp, number: string, amount: string): void {
  const order = fake.orders.find((one) => one.number === number);
  if (order === undefined) throw new Error(`no order ${number}`);
  order.lines = order.lines.map((line, at) => (at > 0 ? line : { ...line, amount: subtract(sum([line.amount, line.headerDiscount ?? '0']), amount), headerDiscount: amount }));
  order.total = sum(order.lines.map((line) => line.amount));
}

/** By hand: 2 × 50 and 20 less 10 % are 118.00; 5 % of it is 5.90, and 112.10 is left. */
const deal = sampleDeal({ discountPercent: '5' });
const freeLeases = async (): Promise<void> => { await store.db.deleteFrom('leases').execute(); };
const discountSteps = async (key: string): Promise<string[]> => (await listSteps(store.db, ORG_ID, key)).filter(({ step }) => step === 'set discount').map(({ outcome }) => outcome);

describe('a discount of the whole order, where the ERP takes it when the lines are there', () => {
  it('is set once, after the lines, and read back', async () => {
    const erp = discountingErp();
    const key = await wantOrder(store);
    const deps = orderDeps(store, createFakeOrg(deal), erp);
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.calls.slice(-4)).toEqual(['add lines', 'order', 'set discount', 'order']);
    expect(erp.orders.map((order) => order.total)).toEqual(['112.1']);
    expect(await discountSteps(key)).toEqual(['done']);
    expect((await certificateOf(deps, ORG_ID, key, 'c')).readBack).toMatchObject({ equal: true, difference: null });
    takeOff(erp, 'SO-1', '7');
    expect((await certificateOf(deps, ORG_ID, key, 'c')).readBack).toMatchObject({ equal: false, difference: '7 USD off the whole order instead of 5.90 USD' });
  });

  it('is no write of its own for a deal without one', async () => {
    const erp = discountingErp();
    await advanceToEnd(orderDeps(store, createFakeOrg(sampleDeal()), erp), store, await wantOrder(store));
    expect(erp.calls).not.toContain('set discount');
    expect(erp.orders.map((order) => order.total)).toEqual(['118']);
  });

  const mishaps: Mishap[] = ['die-before', 'die-after', 'lost', 'lost-late', 'lost-never'];
  for (const mishap of mishaps) {
    for (let at = 0; at < 10; at += 1) {
      it(`ends in one order with the planned total when call ${at} meets ${mishap}`, async () => {
        const erp = discountingErp({ at, mishap });
        const key = await wantOrder(store);
        const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), erp), store, key, freeLeases);
        erp.flush();
        expect([push.state, push.message]).toEqual(['written-back', null]);
        expect(erp.orders.map((order) => [order.lines.length, order.total])).toEqual([[2, '112.1']]);
      });
    }
  }

  it('that somebody changed after it was set is left as it is and named', async () => {
    const erp = discountingErp();
    const key = await wantOrder(store);
    const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), meanwhile(erp, 'order after set discount', () => takeOff(erp, 'SO-1', '9'))), store, key);
    expect(push).toMatchObject({ state: 'dead', code: 'order.differs', message: expect.stringContaining('9 USD off the whole order instead of 5.90 USD') as string });
    expect(await discountSteps(key)).toEqual(['done']);
  });

  it('that the ERP sets in another way than planned is named, and not tried a second time', async () => {
    const erp = discountingErp();
    const { orderPush } = erp.erp.capabilities;
    if (orderPush === undefined) throw new Error('the fake sends orders');
    const setDiscount: OrderPushPort['setDiscount'] = (_company, number) => erp.write('set discount', () => takeOff(erp, number, '5.89'));
    const other = { ...erp, erp: { ...erp.erp, capabilities: { ...erp.erp.capabilities, orderPush: { ...orderPush, setDiscount } } } };
    const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), other), store, await wantOrder(store));
    expect(push).toMatchObject({ state: 'dead', code: 'order.differs', message: expect.stringContaining('5.89 USD off the whole order instead of 5.90 USD') as string });
    expect(erp.calls.filter((call) => call === 'set discount')).toHaveLength(1);
  });

  it('that leaves another total than planned is named', async () => {
    const erp = discountingErp();
    const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), meanwhile(erp, 'order after set discount', () => {
      for (const order of erp.orders) order.total = '112.09';
    })), store, await wantOrder(store));
    expect(push).toMatchObject({ state: 'dead', code: 'order.differs', message: expect.stringContaining('a total of 112.09 USD instead of 112.10 USD') as string });
  });

  it('is set again on an order that is made anew', async () => {
    const erp = discountingErp();
    const key = await wantOrder(store);
    const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), meanwhile(erp, 'order after set discount', () => void erp.orders.splice(0))), store, key);
    expect(push.state).toBe('written-back');
    expect(erp.orders.map((order) => order.total)).toEqual(['112.1']);
    expect(await discountSteps(key)).toEqual(['done', 'done']);
  });

  it('that is missing when people took the order on is named, and they keep their order', async () => {
    const erp = discountingErp();
    const key = await wantOrder(store);
    const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), meanwhile(erp, 'set discount', () => takeOn(erp))), store, key);
    expect(push).toMatchObject({ state: 'dead', code: 'order.differs', message: expect.stringContaining('0 USD off the whole order instead of 5.90 USD and the order is released already') as string });
    expect(erp.calls).not.toContain('set discount');
    expect(erp.orders.map((order) => order.total)).toEqual(['118']);
  });

  it('that was set before people took the order on is theirs to change', async () => {
    const erp = discountingErp();
    const key = await wantOrder(store);
    const push = await advanceToEnd(orderDeps(store, createFakeOrg(deal), meanwhile(erp, 'order after set discount', () => {
      takeOff(erp, 'SO-1', '9');
      takeOn(erp);
    })), store, key);
    expect(push.state).toBe('written-back');
    expect(erp.orders.map((order) => order.total)).toEqual(['109']);
  });
});

describe('the one amount', () => {
  const draft = (more: Partial<OrderDraft>, line: Partial<OrderDraft['lines'][number]> = {}): OrderDraft => ({
    key: 'K', company: 'usmf', customerNumber: 'C-1', currency: 'USD', customerPurchaseOrder: null, dealName: 'D', requestedDate: null, fields: {},
    lines: [{ reference: 'a', itemNumber: 'P', description: null, quantity: '3', unitPrice: '33.33', discountPercent: '12.5', requestedDate: null, fields: {}, ...line }],
    ...more,
  });
  const rounded: Erp['capabilities'] = { ...discountingErp().erp.capabilities, percentRounding: 'rounded' };
  const amountOf = (...args: Parameters<typeof draft>): (string | undefined)[] => {
    const one = withOneDiscount(draft(...args), rounded);
    return [one.discountAmount, one.discountPercent];
  };

  // By hand: 99.99 less 12.50 (12.49875 rounded) is 87.49; 5 % of it is 4.3745.
  it.each([
    ['a percentage', { discountPercent: '5' }, '4.37'],
    ['an amount', { discountAmount: '7.5' }, '7.50'],
    ['both', { discountPercent: '5', discountAmount: '7.5' }, '11.87'],
    ['all that there is', { discountPercent: '100' }, '87.49'],
    ['both in a currency without decimals', { currency: 'JPY', discountPercent: '5', discountAmount: '7.5' }, '12'],
    ['both in a currency with three decimals', { currency: 'KWD', discountPercent: '5', discountAmount: '7.5' }, '11.875'],
    ['less than a coin', { discountPercent: '0.001' }, undefined],
  ])('of %s is rounded once, to the coin', (_, more, amount) => {
    expect(amountOf(more)).toEqual([amount, undefined]);
  });

  it.each([
    ['more than the lines come to', { discountAmount: '87.50' }, {}, '87.50 USD cannot be taken off lines that come to 87.49 USD'],
    ['less than nothing', { discountPercent: '-5' }, {}, '-4.37 USD off the whole order is no discount'],
    ['a percentage of prices that the ERP sets', { discountPercent: '5' }, { unitPrice: null }, '5 % off the whole order cannot be worked out'],
  ])('of %s is refused in words', (_, more, line, words) => {
    expect(() => withOneDiscount(draft(more, line), rounded)).toThrow(expect.objectContaining({ code: 'order.values', message: expect.stringContaining(words) as string }) as Error);
  });

  it('stays when the ERP sets the prices', () => {
    expect(amountOf({ discountAmount: '7.5' }, { unitPrice: null })).toEqual(['7.50', undefined]);
  });

  it('is not made where the header takes discounts as they are', () => {
    const wanted = draft({ discountPercent: '5', discountAmount: '1' });
    expect(withOneDiscount(wanted, createFakeErp(null).erp.capabilities)).toBe(wanted);
  });

});
