import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderCheck, type OrderCheck } from '../../server/contract/check.ts';
import { MAPPED_OBJECTS } from '../../server/mapping/document.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { checkOrder } from '../../server/orders/check/check.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import type { ConnectionState, Mappings } from '../../server/orders/directory.ts';
import type { Deal } from '../../server/salesforce/org-port.ts';
import type { Store } from '../../server/store/database.ts';
import { makeRandom } from '../../sandbox/common/random.ts';
import { openErps, type Erps, type Subject } from '../connectors/erps.ts';
import { asError } from '../../server/kernel/errors.ts';
import { holdForChangedPlan } from '../../server/orders/check/plan-changed.ts';
import { notInBothLanguages } from '../support/both-languages.ts';
import { faultyDeals, goodDeal, shownBy, unnamed, withRecords, type Planting } from '../support/check-bench.ts';
import { writtenCustomer } from '../support/wire-fields.ts';
import { createFakeOrg } from '../support/fake-org.ts';
import { ORG_ID, advanceToEnd, openTestStore, orderDeps, sendingConnection, serving, wantOrder } from '../support/order-bench.ts';

/** 200 together. */
const DEALS = { fno: 120, 'business-central': 80 } as const;
const SEED = 20_261_121;
const TWIN = 'Twin Peaks Trading';

let erps: Erps;
let store: Store & { remove(): Promise<void> };
beforeAll(async () => {
  [erps, store] = await Promise.all([openErps(), openTestStore()]);
});
afterAll(async () => {
  await erps.close();
  await store.remove();
});

/** A few at a time. */
async function inTurns<T>(atOnce: number, rows: readonly T[], run: (row: T) => Promise<void>): Promise<void> {
  const waiting = [...rows];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) await run(row);
  }));
}

interface Logged {
  method: string;
  path: string;
  body?: string;
}

describe.each(['fno', 'business-central'] as const)('%s', (erp) => {
  let subject: Subject;
  let company: string;
  let planting: Planting;

  const depsFor = (deal: Deal, change: Partial<ConnectionState> = {}): OrdersDeps => {
    const connection = (): ConnectionState => sendingConnection({ name: erp, label: erp, defaultCompany: company, criteria: { recordTypes: [], stages: [], minimumAmount: '0' }, ...change });
    const deps = orderDeps(store, createFakeOrg(deal), { erp: subject.open(), orders: [], customers: [], calls: [], flush: () => undefined }, connection);
    const mappings = Object.fromEntries(MAPPED_OBJECTS.map((object) => [object, loadDefault(erp, object)])) as Mappings;
    return serving(deps, () => mappings);
  };
  const check = async (deal: Deal, change: Partial<ConnectionState> = {}): Promise<OrderCheck> => {
    const found = orderCheck.parse(await checkOrder(depsFor(deal, change), { orgId: ORG_ID, requestId: 'check' }, deal.id));
    expect(notInBothLanguages(shownBy(found))).toEqual([]);
    return found;
  };
  const log = async (): Promise<Logged[]> => (await (await fetch(`${subject.admin}log`)).json()) as Logged[];
  const clearLog = async (): Promise<void> => void (await fetch(`${subject.admin}log`, { method: 'DELETE' }));
  const keepBodies = async (bodies: boolean): Promise<void> => void (await fetch(`${subject.admin}log`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ bodies }) }));

  beforeAll(async () => {
    const found = erps.subjects.get(erp);
    if (found === undefined) throw new Error(erp);
    subject = found;
    company = subject.company('us');
    planting = { catalogue: erps.catalogue, random: makeRandom(SEED), item: (number) => subject.item(number), twinName: TWIN };
    const port = subject.open().capabilities.orderPush;
    for (const reference of ['T1', 'T2']) {
      await port?.createCustomer(company, writtenCustomer(erp, { name: TWIN, taxId: null, country: 'DE', street: null, city: null, state: null, postalCode: null, phone: null, website: null, currency: 'EUR', reference }), { lane: 'work', deadlineAt: Date.now() + 10_000, requestId: 'twins' });
    }
  });

  it(`names every fault planted in ${DEALS[erp]} deals, writes nothing, and finds nothing in the way of the good ones`, { timeout: 240_000 }, async () => {
    await clearLog();
    await keepBodies(true);
    const deals = faultyDeals(DEALS[erp], erp === 'fno' ? SEED : SEED + 1, planting, company, erp);
    const missed: string[] = [];
    await inTurns(4, deals, async ({ deal, faults }) => {
      const found = await check(deal);
      for (const name of unnamed(found, deal, faults)) missed.push(`${deal.id}: ${name}`);
      if (faults.length === 0) missed.push(...found.findings.filter((one) => one.light === 'red').map((one) => `${deal.id}: ${one.says}`));
      expect(found.planHash === null).toBe(found.requests.length === 0);
    });
    expect(missed).toEqual([]);
    expect(new Set(deals.flatMap(({ faults }) => faults.map((fault) => fault.name))).size).toBeGreaterThan(15);
    await keepBodies(false);
    expect(writesIn(await log())).toEqual([]);
  });

  it('sends exactly the requests that were planned', { timeout: 60_000 }, async () => {
    await keepBodies(true);
    for (let at = 1; at <= 12; at += 1) {
      const deal = goodDeal((erp === 'fno' ? 5_000 : 6_000) + at, planting, company, erp);
      const planned = await check(deal);
      expect(planned.findings.filter((one) => one.light === 'red')).toEqual([]);
      await clearLog();
      const key = await wantOrder(store, { opportunityId: deal.id });
      const push = await advanceToEnd(depsFor(deal), store, key);
      expect([push.state, push.message]).toEqual(['written-back', null]);
      expect(sentBodies(await log())).toEqual(planned.requests.map((request) => request.body));
    }
    await keepBodies(false);
  });

  const refusal = async (deal: Deal, planHash: string, change: Partial<ConnectionState> = {}): Promise<string | null> => {
    try {
      return await holdForChangedPlan(depsFor(deal, change), { orgId: ORG_ID, requestId: 'send' }, deal.id, planHash);
    } catch (thrown) {
      const error = asError(thrown);
      return `${error.code}: ${error.message}`;
    }
  };
  const numberOf = (at: number): number => (erp === 'fno' ? 7_000 : 8_000) + at;

  it('lets the plan pass that was checked, and stops another one naming what changed, unless the connection says send or hold', async () => {
    const deal = goodDeal(numberOf(1), planting, company, erp);
    const { planHash } = await check(deal);
    expect(planHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await refusal(deal, planHash ?? '')).toBeNull();
    const changed = withRecords({ ...deal, lines: deal.lines.map((line, at) => (at === 0 ? { ...line, quantity: '7' } : line)) });
    expect(await refusal(changed, planHash ?? '')).toMatch(/^order\.plan-changed: .*quantity 7 instead of [123]\./i);
    expect(await refusal(changed, planHash ?? '', { onPlanChanged: 'send' })).toBeNull();
    expect(await refusal(changed, planHash ?? '', { onPlanChanged: 'hold' })).toMatch(/^it changed since the check: .*quantity 7 instead of [123]$/i);
    expect(await refusal({ ...changed, currency: 'XXX' }, planHash ?? '', { onPlanChanged: 'hold' })).toMatch(/^order\.plan-changed: /);
    expect(await refusal(changed, 'f'.repeat(64))).toContain('not kept any more');
    expect(await refusal({ ...changed, currency: 'XXX' }, planHash ?? '')).toContain('XXX');
  });

  it('shows an order that is there already field by field', async () => {
    const deal = goodDeal(numberOf(2), planting, company, erp);
    expect((await check(deal)).diff).toBeNull();
    const key = await wantOrder(store, { opportunityId: deal.id });
    const push = await advanceToEnd(depsFor(deal), store, key);
    const same = await check(deal);
    expect([same.diff?.orderNumber, same.diff?.equal]).toEqual([push.order_number, true]);
    const changed = await check(withRecords({ ...deal, lines: deal.lines.map((line, at) => (at === 0 ? { ...line, quantity: '9' } : line)) }));
    expect(changed.diff?.fields.filter((field) => !field.equal)).toEqual([expect.objectContaining({ field: 'quantity', planned: '9', found: deal.lines[0]?.quantity })]);
    expect(changed.findings.find((one) => one.subject === 'existing-order')).toMatchObject({ code: 'order.differs' });
  });

  it('plans the create of a customer that is not there, and makes none', async () => {
    const deal = goodDeal(numberOf(3), planting, company, erp);
    const fresh = withRecords({ ...deal, account: deal.account === null ? null : { ...deal.account, customerNumber: null, taxId: null, name: `Never Seen ${erp} Ltd` } });
    const found = await check(fresh);
    expect(found.findings.find((one) => one.subject === 'customer')).toMatchObject({ light: 'amber', says: expect.stringContaining('would be created') as string });
    expect(found.requests[0]).toMatchObject({ step: 'create customer', method: 'POST' });
    expect(found.planHash).not.toBeNull();
    expect((await check(fresh)).planHash).toBe(found.planHash);
    expect(await subject.open().reads.customersByName(company, `Never Seen ${erp} Ltd`, 'US', { lane: 'work', deadlineAt: Date.now() + 10_000, requestId: 'look' })).toEqual([]);
  });

  it('says that the ERP does not answer instead of guessing', async () => {
    const deal = goodDeal(numberOf(4), planting, company, erp);
    await subject.fault({ times: -1, action: { status: 503 } });
    const found = await check(deal).finally(() => subject.clearFaults());
    expect([found.light, found.planHash, found.requests]).toEqual(['amber', null, []]);
    expect(found.findings.filter((one) => one.light === 'red')).toEqual([]);
    expect(new Set(found.findings.filter((one) => one.code === 'erp.unavailable').map((one) => one.subject))).toEqual(new Set(['customer', 'item', 'currency', 'price', 'availability', 'credit', 'payment-terms', 'existing-order']));
  });
});

/** Everything that could change business data: the questions about dates are none, alone or in a batch. */
function writesIn(log: readonly Logged[]): string[] {
  return log.filter((one) => one.method !== 'GET' && !/token/.test(one.path)).flatMap((one) => {
    const inside = one.path.includes('$batch') ? [...(one.body ?? '').matchAll(/^(POST|PATCH|PUT|DELETE) \S+/gm)].map(([line]) => line) : [`${one.method} ${one.path}`];
    if (one.path.includes('$batch') && inside.length === 0) return [`an unread batch at ${one.path}`];
    return inside.filter((line) => !line.includes('CDSInventoryOnHandRequests'));
  });
}

/** Bodies of all writes in their order, those inside batches too; what the ERP numbered reads as its placeholder. */
function sentBodies(log: readonly Logged[]): Record<string, unknown>[] {
  return log.filter((one) => ['POST', 'PATCH'].includes(one.method) && !/token|CDSInventory/.test(one.path)).flatMap((one) => {
    const body = one.body ?? '';
    if (!one.path.includes('$batch')) return [JSON.parse(body) as Record<string, unknown>];
    if (body.startsWith('{')) return (JSON.parse(body) as { requests: { body: Record<string, unknown> }[] }).requests.map((part) => part.body);
    return body.split(/\r?\n/).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
  }).map((body) => ('SalesOrderNumber' in body ? { ...body, SalesOrderNumber: '{order number}' } : body));
}
