import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { certificate as certificateShape } from '../../server/contract/audit.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { advancePush } from '../../server/orders/advance.ts';
import { certificateOf } from '../../server/orders/certificate.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import { checkChain } from '../../server/kernel/audit-chain.ts';
import { readAudit } from '../../server/store/audit.ts';
import type { Store } from '../../server/store/database.ts';
import { writeCertificate } from '../../scripts/commands/certificate-text.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, openTestStore, orderDeps, wantOrder } from '../support/order-bench.ts';

let store: Store & { remove(): Promise<void> };
beforeAll(async () => { store = await openTestStore(); });
afterAll(() => store.remove());
beforeEach(async () => {
  for (const table of ['pushes', 'steps', 'leases', 'customer_creates'] as const) await store.db.deleteFrom(table).execute();
});

let deals = 0;
/** Each test has a deal of its own: the trail cannot be emptied. */
const freshDeal = () => `0060000000${String((deals += 1)).padStart(5, '0')}AAA`;

async function sent(mishap: Parameters<typeof createFakeErp>[0] = null) {
  const opportunityId = freshDeal();
  const erp = createFakeErp(mishap);
  const key = await wantOrder(store, { opportunityId, correlationId: 'a0X000000000001AAA' });
  const deps = orderDeps(store, createFakeOrg(sampleDeal({ id: opportunityId })), erp);
  await advanceToEnd(deps, store, key);
  return { erp, key, deps };
}

const issue = async (deps: OrdersDeps, key: string) => certificateShape.parse(await certificateOf(deps, ORG_ID, key, 'request-of-test'));
const AT = String.raw`\d{4}-\d{2}-\d{2}T[\d:.]+Z`;

describe('the certificate of an order', () => {
  it('names intent, look-ups, writes, read-back, release, write-back, and the one order that the ERP has now', async () => {
    const { key, deps } = await sent();
    const proof = await issue(deps, key.toLowerCase());
    expect(proof).toMatchObject({ key, state: 'written-back', correlationId: 'a0X000000000001AAA', connection: 'fno', company: 'usmf', verdict: 'one', order: { number: 'SO-1', customerNumber: 'C-1' } });
    expect(proof.intent).toMatchObject({ cycle: 0, origin: 'won', actor: null });
    expect(proof.steps.map(({ step, outcome, detail }) => [step, outcome, detail])).toEqual([
      ['look up', 'done', 'no order in company usmf'], ['create header', 'done', null], ['add lines', 'done', null],
      ['read back', 'done', 'order SO-1: 2 lines as planned'], ['release', 'done', null],
    ]);
    for (const step of proof.steps) expect(Date.parse(step.doneAt ?? '')).toBeGreaterThanOrEqual(Date.parse(step.at));
    expect(proof.released).toEqual({ at: proof.steps[4]?.doneAt, by: 'crossledger' });
    expect(proof.readBack).toMatchObject({ equal: true, difference: null, lines: [{ planned: { itemNumber: 'P-1', quantity: '2' }, found: { itemNumber: 'P-1', quantity: '2' } }, { planned: { itemNumber: 'V-1' } }] });
    expect(proof.writtenBack?.orderNumber).toBe('SO-1');
    expect(proof.trail.map((entry) => entry.action)).toEqual(['write.done', 'write.done', 'write.done', 'order.sent', 'order.written-back']);
    expect(proof.trail.every((entry) => entry.correlationId === 'a0X000000000001AAA')).toBe(true);
    expect(proof.statement).toMatch(new RegExp(`^Exactly one order exists for this key in company usmf \\(SO-1\\), looked up at ${AT}\\.$`));
    expect(proof.statement).toContain(proof.lookUp.at);
  });

  it('shows the attempt whose answer was lost, and the look-up that found what it had made', async () => {
    const { key, deps, erp } = await sent({ at: 3, mishap: 'lost' });
    expect(erp.calls[3]).toBe('orders by key');
    const lost = await sent({ at: 4, mishap: 'lost' });
    const proof = await issue(lost.deps, lost.key);
    expect(proof.steps.slice(0, 3).map(({ step, outcome, detail }) => [step, outcome, detail?.split(':')[0]])).toEqual([
      ['look up', 'done', 'no order in company usmf'], ['create header', 'unknown', 'erp.unknown-outcome'], ['look up', 'done', '1 order (SO-1) in company usmf'],
    ]);
    expect(proof.verdict).toBe('one');
    expect((await issue(deps, key)).steps[0]).toMatchObject({ step: 'look up', outcome: 'not-done' });
  });

  it('says it when two orders carry the key, and when one of them was cancelled', async () => {
    const { key, deps, erp } = await sent();
    const [first] = erp.orders;
    if (first === undefined) throw new Error('no order');
    erp.orders.push({ ...first, number: 'SO-7' });
    const two = await issue(deps, key);
    expect(two).toMatchObject({ verdict: 'several', readBack: null });
    expect(two.statement).toMatch(/^2 orders exist for this key in company usmf \(SO-1, SO-7\), looked up at /);
    erp.orders[1] = { ...first, number: 'SO-7', cancelled: true };
    const one = await issue(deps, key);
    expect(one.verdict).toBe('one');
    expect(one.statement).toMatch(/^Exactly one order exists .* Cancelled before: SO-7\.$/);
  });

  it('says it when the order is gone from the ERP', async () => {
    const { key, deps, erp } = await sent();
    erp.orders.length = 0;
    const proof = await issue(deps, key);
    expect(proof.verdict).toBe('none');
    expect(proof.statement).toMatch(/^No order exists for this key in company usmf, looked up at /);
    expect(proof.order?.number).toBe('SO-1');
  });

  it('names what somebody changed in the ERP since', async () => {
    const { key, deps, erp } = await sent();
    const line = erp.orders[0]?.lines[0];
    if (line === undefined) throw new Error('no line');
    line.quantity = '5';
    expect((await issue(deps, key)).readBack).toMatchObject({ equal: false, difference: 'quantity 5 of P-1 instead of 2' });
  });

  it('does not claim anything while the ERP is down, and says when it was last asked', async () => {
    const { key, deps, erp } = await sent();
    const port = erp.erp.capabilities.orderPush;
    if (port === undefined) throw new Error('no port');
    port.ordersByKey = () => Promise.reject(new CrossledgerError('erp.unavailable', { problem: 'connection refused' }));
    const proof = await issue(deps, key);
    expect(proof).toMatchObject({ verdict: 'unknown', lookUp: { answered: false, problem: 'The ERP does not answer (connection refused).' }, readBack: null });
    expect(proof.lookUp.lastAnsweredAt).toBe(proof.steps[0]?.doneAt);
    expect(proof.statement).toMatch(new RegExp(`is not known at ${AT}: The ERP does not answer \\(connection refused\\)\\. When it last answered, at ${AT}, it had no order in company usmf\\.$`));
  });

  it('speaks of a deal that never came as far as a company', async () => {
    const opportunityId = freshDeal();
    const key = await wantOrder(store, { opportunityId });
    const proof = await issue(orderDeps(store, createFakeOrg(sampleDeal()), createFakeErp(null)), key);
    expect(proof).toMatchObject({ verdict: 'unknown', company: null, steps: [], order: null });
    expect(proof.statement).toBe('Nothing can be looked up for this key: it is not decided yet which company it belongs to, and nothing was sent.');
  });

  it('is not given for a key that does not exist', async () => {
    const deps = orderDeps(store, createFakeOrg(sampleDeal()), createFakeErp(null));
    await expect(certificateOf(deps, ORG_ID, 'AAAAAAAAAAAAAAAA', 'r')).rejects.toMatchObject({ code: 'record.unknown' });
    const { key } = await sent();
    await expect(certificateOf(deps, '00D000000000002AAA', key, 'r')).rejects.toMatchObject({ code: 'record.unknown' });
  });

  it('reads as plain lines that end in the sentence', async () => {
    const { key, deps } = await sent();
    const proof = await issue(deps, key);
    const lines = writeCertificate(proof);
    expect(lines[0]).toBe(`Order ${key}`);
    expect(lines.at(-1)).toBe(proof.statement);
    expect(lines.join('\n')).toMatch(/Compared with the plan at .*: 2 lines by itemNumber, quantity, unitPrice, discountPercent; equal/);
  });
});

describe('the trail of the order path', () => {
  it('writes down once why an order does not go, however often the cause is seen, and stays one chain', async () => {
    const opportunityId = freshDeal();
    const key = await wantOrder(store, { opportunityId });
    const org = createFakeOrg(sampleDeal({ id: opportunityId, lines: [] }));
    const deps = orderDeps(store, org, createFakeErp(null));
    for (let turn = 0; turn < 3; turn += 1) await advancePush(deps, ORG_ID, key);
    org.deal = sampleDeal({ id: opportunityId });
    await advanceToEnd(deps, store, key);
    const all = await readAudit(store.db, ORG_ID, 1, 100_000);
    expect(all.filter((entry) => entry.subject === key).map((entry) => [entry.action, entry.reason])).toEqual([
      ['order.blocked', 'The deal has no products.'], ['write.done', null], ['write.done', null], ['write.done', null], ['order.sent', null], ['order.written-back', null],
    ]);
    const check = checkChain(1);
    expect(all.map((entry) => check.add(entry)).filter((fault) => fault !== null)).toEqual([]);
  });
});
