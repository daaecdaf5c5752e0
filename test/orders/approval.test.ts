import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRules } from '../../server/contract/admin.ts';
import { advancePush } from '../../server/orders/advance.ts';
import { heldKey, refuseOrder, releaseOrder } from '../../server/orders/approval-decide.ts';
import { NEW_CUSTOMER, trippedRules } from '../../server/orders/approval-rules.ts';
import { sendOrder } from '../../server/orders/service.ts';
import { viewOf } from '../../server/orders/view.ts';
import type { Finance } from '../../server/model/finance.ts';
import type { OrderDraft } from '../../server/model/order.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { OPERATOR, emptyOrders, exceptionsIn, lastAudit, noJobs } from '../support/exception-bench.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, needPush, openTestStore, orderDeps, sendingConnection, wantOrder } from '../support/order-bench.ts';

const rules = (change: Partial<ApprovalRules> = {}): ApprovalRules => ({ amountAbove: [], discountPercentAbove: null, newCustomer: false, creditExceeded: false, ...change });
const draft = (change: Partial<OrderDraft> = {}): OrderDraft => ({
  key: 'ABCDEFGHIJKLMNOP', company: 'usmf', customerNumber: 'C-1', currency: 'USD', customerPurchaseOrder: null, dealName: 'Pumps', requestedDate: null, fields: {},
  lines: [
    { reference: '1', itemNumber: 'P-1', description: null, quantity: '2', unitPrice: '50', discountPercent: '0', requestedDate: null, fields: {} },
    { reference: '2', itemNumber: 'V-1', description: null, quantity: '1', unitPrice: '20', discountPercent: '10', requestedDate: null, fields: {} },
  ], ...change,
});
const finance = (change: Partial<Finance> = {}): Finance => ({ customerNumber: 'C-1', customerName: 'Contoso', currency: 'USD', balance: '0', overdue: '0', unapplied: null, creditLimit: '500', headroom: '500', aging: [], hold: 'none', holdWord: null, paymentTerms: null, computedOn: null, ...change });
const above = (amount: string, currency = 'USD') => rules({ amountAbove: [{ currency, amount }] });

describe('a rule', () => {
  // 2 × 50 + 1 × 20 less 10 % = 118.
  it.each([
    ['lets the amount that is exactly the limit pass', above('118'), draft(), []],
    ['holds a cent more', above('117.99'), draft(), ['its amount of 118.00 USD is above 117.99 USD']],
    ['holds a currency without a limit', above('9999', 'EUR'), draft(), ['its amount of 118.00 USD is in a currency without a limit']],
    ['holds prices that only the ERP knows', above('9999'), draft({ lines: draft().lines.map((line) => ({ ...line, unitPrice: null })) }), ['the ERP sets its prices, so that its amount is not known']],
    ['lets a discount that is exactly the limit pass', rules({ discountPercentAbove: '10' }), draft(), []],
    ['holds a higher discount', rules({ discountPercentAbove: '9.9' }), draft(), ['a discount of 10 % is above 9.9 %']],
    // 10 % of the line and 50 % of the rest: 100 − 90 × 0.5 = 55.
    ['adds the discount of the whole order', rules({ discountPercentAbove: '54' }), draft({ discountPercent: '50' }), ['a discount of 55 % is above 54 %']],
    // 30 off 2 × 50 is 30 %.
    ['counts an amount off a line', rules({ discountPercentAbove: '29' }), draft({ lines: [{ reference: '1', itemNumber: 'P-1', description: null, quantity: '2', unitPrice: '50', discountPercent: '0', discountAmount: '30', requestedDate: null, fields: {} }] }), ['a discount of 30 % is above 29 %']],
    ['holds a new customer', rules({ newCustomer: true }), draft({ customerNumber: NEW_CUSTOMER }), ['the customer is new']],
    ['lets a known customer pass', rules({ newCustomer: true }), draft(), []],
  ])('%s', (_title, given, plan, expected) => {
    expect(trippedRules(given, plan, finance(), 'exact')).toEqual(expected);
  });
  it.each([
    ['lets an order pass that uses up the credit', finance({ headroom: '118' }), []],
    ['holds an order beyond the credit', finance({ headroom: '117.99' }), ['its amount of 118.00 USD exceeds the credit left of 117.99 USD']],
    ['holds what is in another currency', finance({ currency: 'EUR' }), ['its amount in USD cannot be compared with the credit left of 500 EUR']],
    ['lets pass where the ERP sets no limit', finance({ creditLimit: null, headroom: null }), []],
    ['holds when the ERP says nothing', null, ['the ERP does not say what credit is left']],
  ])('of the credit %s', (_title, said, expected) => {
    expect(trippedRules(rules({ creditExceeded: true }), draft(), said, 'exact')).toEqual(expected);
  });
});

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(() => emptyOrders(store));

const WRITES = ['create customer', 'create header', 'add lines', 'release'];

async function held(given: ApprovalRules, deal: Deal = sampleDeal(), said: Finance | null = finance()) {
  const erp = createFakeErp(null);
  erp.erp.reads.finance = async () => said;
  const org = createFakeOrg(deal);
  const deps = orderDeps(store, org, erp, () => sendingConnection({ approval: given }));
  const key = await wantOrder(store);
  await advancePush(deps, ORG_ID, key);
  return { erp, org, deps, key };
}
const decision = { reason: 'agreed with the customer' };

describe('an order that a rule holds', () => {
  it('waits with the rule in its sentence, on the deal and in the queue, and nothing is written', async () => {
    const { erp, org, key } = await held(above('100'));
    const push = await needPush(store, key);
    expect(push).toMatchObject({ state: 'held', code: 'order.held', fixer: 'finance' });
    expect(push.message).toBe('Held for approval: its amount of 118.00 USD is above 100 USD. Somebody who may approve orders releases or refuses it; until then nothing is written to the ERP.');
    expect(org.told.at(-1)).toMatchObject({ status: 'Held for approval', message: push.message });
    expect(await exceptionsIn(store)).toMatchObject([{ code: 'order.held', owner: 'finance', state: 'open', before: { lines: [{ itemNumber: 'P-1' }, { itemNumber: 'V-1' }] } }]);
    expect(erp.calls.filter((call) => WRITES.includes(call))).toEqual([]);
  });

  it('goes exactly as planned when it is released, with who and why in the trail', async () => {
    const { erp, deps, key } = await held(above('100'));
    const hash = viewOf(await needPush(store, key)).planHash ?? 'none';
    await releaseOrder(deps, noJobs, OPERATOR, await heldKey(deps, ORG_ID, '006000000000001AAA'), { ...decision, planHash: hash });
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.orders).toMatchObject([{ total: '118', held: false }]);
    expect(await lastAudit(store, key, 'order.released')).toMatchObject({ actor: OPERATOR.actor, reason: decision.reason, after: { planHash: hash } });
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'resolved' }]);
  });

  it('is held again when the deal changed after the release', async () => {
    const { erp, org, deps, key } = await held(above('100'));
    await releaseOrder(deps, noJobs, OPERATOR, key, decision);
    org.deal = sampleDeal({ lines: sampleDeal().lines.map((line) => ({ ...line, quantity: '9' })) });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'held' });
    expect(erp.orders).toHaveLength(0);
  });

  it('is not released for a plan that is another by now', async () => {
    const { deps, org, key } = await held(above('100'));
    const hash = viewOf(await needPush(store, key)).planHash ?? 'none';
    org.deal = sampleDeal({ lines: sampleDeal().lines.map((line) => ({ ...line, quantity: '9' })) });
    await advancePush(deps, ORG_ID, key);
    await expect(releaseOrder(deps, noJobs, OPERATOR, key, { ...decision, planHash: hash })).rejects.toThrow(/has changed since/);
  });

  it('is held without any rule when it changed since somebody checked it, and goes when it is released', async () => {
    const erp = createFakeErp(null);
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), erp);
    const key = await wantOrder(store, { origin: 'button', holdReason: 'it changed since the check: quantity 2 instead of 1' });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'held', message: expect.stringMatching(/^Held for approval: it changed since the check: quantity 2 instead of 1\. /) });
    expect(erp.calls.filter((call) => WRITES.includes(call))).toEqual([]);
    await releaseOrder(deps, noJobs, OPERATOR, key, decision);
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
  });

  it('goes by itself when the rule does not fit any more', async () => {
    const { deps, org, key } = await held(above('100'));
    org.deal = sampleDeal({ lines: sampleDeal().lines.slice(0, 1) });
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
  });

  it('is refused with a reason that the deal is told, and the button asks for approval anew', async () => {
    const { deps, org, erp, key } = await held(above('100'));
    await refuseOrder(deps, noJobs, OPERATOR, key, { reason: 'price list of last year.' });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'refused', code: 'order.not-approved', next_try_at: null });
    expect(org.told.at(-1)).toMatchObject({ status: 'Not sent', message: 'The order was not approved: price list of last year. Change the deal, then send it by hand; it is judged again.' });
    expect(await exceptionsIn(store)).toMatchObject([{ state: 'discarded', resolution: 'not approved: price list of last year.' }]);
    await expect(releaseOrder(deps, noJobs, OPERATOR, key, decision)).rejects.toThrow(/not held/);
    await sendOrder(deps, noJobs, OPERATOR, '006000000000001AAA', { origin: 'button' });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'held' });
    expect(erp.orders).toHaveLength(0);
  });

  it('is not sent by pressing the button', async () => {
    const { deps, erp, key } = await held(above('100'));
    await sendOrder(deps, noJobs, { ...OPERATOR, actor: 'user:005' }, '006000000000001AAA', { origin: 'button' });
    await advancePush(deps, ORG_ID, key);
    expect(await needPush(store, key)).toMatchObject({ state: 'held' });
    expect(erp.orders).toHaveLength(0);
  });
});

describe('a customer that does not exist yet', () => {
  const fabrikam = () => {
    const deal = sampleDeal();
    return sampleDeal({ account: deal.account === null ? null : { ...deal.account, customerNumber: null, name: 'Fabrikam', country: 'Germany' } });
  };
  it.each([['the rule for new customers', rules({ newCustomer: true })], ['another rule', above('100')]])('is not created before the release when %s holds its order, and once after it', async (_name, given) => {
    const { erp, deps, key } = await held(given, fabrikam());
    expect(await needPush(store, key)).toMatchObject({ state: 'held' });
    expect(erp.calls).not.toContain('create customer');
    await releaseOrder(deps, noJobs, OPERATOR, key, decision);
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.calls.filter((call) => call === 'create customer')).toHaveLength(1);
    expect(erp.orders).toHaveLength(1);
  });
});

describe('an order under way', () => {
  it('is not held half-way by the credit that it uses up itself', async () => {
    const erp = createFakeErp({ at: 6, mishap: 'die-after' });
    const org = createFakeOrg(sampleDeal());
    let headroom = '150';
    erp.erp.reads.finance = async () => finance({ headroom });
    const deps = orderDeps(store, org, erp, () => sendingConnection({ approval: rules({ creditExceeded: true }) }));
    const key = await wantOrder(store);
    await expect(advancePush(deps, ORG_ID, key)).resolves.toBeUndefined();
    expect(erp.orders).toHaveLength(1);
    headroom = '32';
    expect((await advanceToEnd(deps, store, key)).state).toBe('written-back');
    expect(erp.orders).toHaveLength(1);
  });
});
