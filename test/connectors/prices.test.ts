import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makeCatalogue, type Catalogue } from '../../sandbox/data/catalogue.ts';
import { startErps, type RunningErps } from '../../sandbox/erps/main.ts';
import type { ErpReads } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { bestAgreement, type Agreement, type Buyer } from '../../server/connectors/fno/price.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { LINES_PER_ANSWER, MAX_PRICED_LINES, readAvailability, readPrices } from '../../server/contract/prices.ts';
import { price } from '../../server/model/price.ts';
import type { CallContext } from '../../server/net/http-client.ts';
import { hostsOf } from '../../server/net/address.ts';
import { createSend } from '../../server/net/client.ts';
import { createMemoryLimiter } from '../../server/net/memory-limiter.ts';
import { createPools, type Pools } from '../../server/net/pools.ts';
import { createTokenSource } from '../../server/net/tokens.ts';
import { availabilityOf, pricesOf } from '../../server/orders/check/price-list.ts';
import type { OrdersDeps } from '../../server/orders/deps.ts';
import { createFakeOrg } from '../support/fake-org.ts';
import { ORG_ID, openTestStore, orderDeps, sendingConnection } from '../support/order-bench.ts';

const blank: Agreement = {
  ItemNumber: 'P-1', CustomerAccountNumber: null, PriceCustomerGroupCode: null, PriceCurrencyCode: 'USD', Price: '100', SalesPriceQuantity: '1', QuantityUnitySymbol: 'ea', FromQuantity: '0', ToQuantity: '0',
  PriceApplicableFromDate: null, PriceApplicableToDate: null, PriceSiteId: null, PriceWarehouseId: null, ProductColorId: null, ProductSizeId: null, ProductStyleId: null, ProductconfigurationId: null, ProductVersionId: null,
};
const buyer: Buyer = { customer: 'US-001', group: 'WHOLESALE', currency: 'USD', today: '2026-11-21', place: { site: '1', warehouse: '13' } };
const pick = (agreements: Partial<Agreement>[], line: { quantity?: string; date?: string | null; unit?: string | null } = {}): string | null =>
  bestAgreement(agreements.map((one) => ({ ...blank, ...one })), { itemNumber: 'P-1', quantity: '10', date: null, unit: 'ea', ...line }, buyer)?.row.Price ?? null;

describe('of the trade agreements of F&O', () => {
  it.each<[what: string, agreements: Partial<Agreement>[], expected: string | null]>([
    ['the customer\'s goes before the group\'s, and that before everybody\'s, whatever they cost', [{ Price: '1' }, { Price: '2', PriceCustomerGroupCode: 'WHOLESALE' }, { Price: '3', CustomerAccountNumber: 'us-001' }], '3'],
    ['the group\'s goes before everybody\'s', [{ Price: '1' }, { Price: '2', PriceCustomerGroupCode: 'WHOLESALE' }], '2'],
    ['those of other customers and groups do not count', [{ Price: '1', CustomerAccountNumber: 'US-002' }, { Price: '2', PriceCustomerGroupCode: 'RETAIL' }], null],
    ['the highest quantity that is reached counts', [{ Price: '9', FromQuantity: '1' }, { Price: '8', FromQuantity: '10' }, { Price: '7', FromQuantity: '11' }], '8'],
    ['beyond its upper quantity one does not count', [{ Price: '9', FromQuantity: '1', ToQuantity: '9' }], null],
    ['the latest start counts among equals', [{ Price: '9', PriceApplicableFromDate: '2020-01-01' }, { Price: '8', PriceApplicableFromDate: '2026-01-01' }], '8'],
    ['before its start and after its end one does not count', [{ Price: '9', PriceApplicableFromDate: '2026-11-22' }, { Price: '8', PriceApplicableToDate: '2026-11-20' }], null],
    ['another currency does not count', [{ Price: '9', PriceCurrencyCode: 'EUR' }], null],
    ['another unit does not count', [{ Price: '9', QuantityUnitySymbol: 'box' }], null],
    ['another warehouse does not count, its own does', [{ Price: '9', PriceWarehouseId: '24' }, { Price: '8', PriceWarehouseId: '13' }], '8'],
    ['one for a variant does not count', [{ Price: '9', ProductColorId: 'Black' }], null],
  ])('%s', (_, agreements, expected) => {
    expect(pick(agreements)).toBe(expected);
  });

  it('the day of the line decides, not today', () => {
    const seasonal = [{ Price: '9', PriceApplicableToDate: '2026-11-30' }, { Price: '8', PriceApplicableFromDate: '2026-12-01' }];
    expect([pick(seasonal), pick(seasonal, { date: '2026-12-24' })]).toEqual(['9', '8']);
  });

  it('goods taken back are priced as those sold', () => {
    expect(pick([{ Price: '9', FromQuantity: '10' }], { quantity: '-10' })).toBe('9');
  });
});

let erps: RunningErps;
let catalogue: Catalogue;
let pools: Pools;
let store: Awaited<ReturnType<typeof openTestStore>>;
beforeAll(async () => {
  [erps, store] = await Promise.all([startErps({ replicaLagMs: 0 }), openTestStore()]);
  catalogue = makeCatalogue();
  pools = createPools();
});
afterAll(async () => {
  await erps.close();
  await pools.close();
  await store.remove();
});

const live = (): CallContext => ({ lane: 'live', deadlineAt: Date.now() + 60_000, requestId: 'prices' });
const DELAY_MS = 1000;

interface Logged {
  at: string;
  path: string;
  inFlight: number;
}

describe.each(['fno', 'business-central'] as const)('%s', (erp) => {
  let reads: ErpReads;
  let company: string;
  let deps: OrdersDeps;
  let admin: string;
  const item = (number: string): string => (erp === 'fno' ? number : number.trim());

  beforeAll(() => {
    const { fno, businessCentral } = erps;
    const endpoint = erp === 'fno' ? fno : businessCentral;
    const baseUrl = erp === 'fno' ? fno.baseUrl : `${businessCentral.baseUrl}${businessCentral.environmentPath}`;
    admin = endpoint.faults.replace(/faults$/, '');
    const us = catalogue.companies.find((one) => one.key === 'us');
    company = (erp === 'fno' ? us?.fno.dataAreaId : us?.businessCentral.id) ?? '';
    // As many at once as the questions are: what is measured is how they wait for each other.
    const limiter = createMemoryLimiter(systemClock, () => ({ concurrency: 40, ratePerSecond: 5_000, burst: 5_000, liveShare: 0.25 }));
    const send = createSend({ connection: erp, pools, limiter, tokens: createTokenSource(endpoint, pools, systemClock), allowedHosts: hostsOf(endpoint.tokenUrl, baseUrl), log: () => undefined, random: () => 0 });
    const connector = CONNECTORS[erp];
    if (connector === undefined) throw new Error(erp);
    const opened = connector.open({ id: `org/${erp}`, baseUrl, defaultCompany: company, keyField: undefined, orderLinkTemplate: undefined, customerGroup: '10', site: undefined, warehouse: undefined }, send, systemClock);
    reads = opened.reads;
    deps = orderDeps(store, createFakeOrg(null), { erp: opened, orders: [], customers: [], calls: [], flush: () => undefined }, () => sendingConnection({ name: erp, label: erp, defaultCompany: company }));
  });
  afterEach(async () => void (await fetch(`${admin}faults`, { method: 'DELETE' })));

  const sold = () => catalogue.items.filter((one) => one.releasedIn.includes('us') && !one.number.startsWith(' '));
  const linesOf = (count: number) => sold().slice(0, count).map((one, at) => ({ itemNumber: item(one.number), quantity: String(1 + (at % 3)) }));

  it('prices every line in its order and says where each comes from', async () => {
    const lines = [...linesOf(30), { itemNumber: 'NO-SUCH', quantity: '1' }];
    const found = z.array(price).parse(await reads.prices(company, { customer: 'C-00001', currency: 'USD', lines: lines.map((line) => ({ ...line, date: null, unit: null })) }, live()));
    expect(found.map((one) => one.itemNumber)).toEqual(lines.map((line) => line.itemNumber));
    expect(found.at(-1)).toMatchObject({ known: false, amount: null });
    for (const one of found.slice(0, -1)) expect([one.known, one.currency, one.estimate, one.reason.length > 20]).toEqual([true, 'USD', true, true]);
    const listed = found.find((one) => one.source === 'list');
    expect(listed?.amount).toBe(String(sold().find((one) => item(one.number) === listed?.itemNumber)?.priceUsd));
  });

  it('a unit that the item is not priced in has no price, and hostile text is data', async () => {
    const [first] = linesOf(1);
    const lines = [{ itemNumber: first?.itemNumber ?? '', quantity: '1', date: null, unit: 'pallet' }, ...["O'Hara", "' or 1 eq 1", '*', '%', 'ü&#?/'].map((itemNumber) => ({ itemNumber, quantity: '1', date: null, unit: null }))];
    const found = await reads.prices(company, { customer: "O'Hara' or 1 eq 1", currency: 'USD', lines }, live());
    expect(found.map((one) => [one.known, one.amount])).toEqual([[true, null], ...Array.from({ length: 5 }, () => [false, null])]);
  });

  it('knows the terms, places and rate of an order', async () => {
    const setup = await reads.orderSetup(company, { customer: 'C-00001', currency: 'EUR' }, live());
    expect(setup.facts.find((fact) => fact.subject === 'payment-terms')).toMatchObject({ state: 'valid' });
    expect(setup.facts.filter((fact) => fact.state === 'invalid')).toEqual([]);
    // one euro is 1.1 dollars in the catalogue
    expect(setup.rate).toEqual({ rate: '1.1', companyCurrency: 'USD' });
    expect((await reads.orderSetup(company, { customer: 'C-00001', currency: 'XXX' }, live())).facts.find((fact) => fact.subject === 'rate')).toMatchObject({ state: 'invalid' });
  });

  const slowly = async (work: () => Promise<void>): Promise<number> => {
    await work();
    await fetch(`${admin}faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([{ times: -1, action: { delayMs: DELAY_MS } }]) });
    await fetch(`${admin}log`, { method: 'DELETE' });
    await work();
    return roundsIn((await (await fetch(`${admin}log`)).json()) as Logged[]);
  };

  it('asks for 20 prices in one round of requests, and for 20 dates too', { timeout: 60_000 }, async () => {
    const wanted = readPrices.body.parse({ connection: erp, company, customer: 'C-00001', currency: 'USD', lines: linesOf(20) });
    expect(await slowly(async () => void (await pricesOf(deps, { orgId: ORG_ID, requestId: 'r' }, wanted)))).toBe(1);
    await fetch(`${admin}faults`, { method: 'DELETE' });
    const stock = readAvailability.body.parse({ connection: erp, company, lines: linesOf(20) });
    expect(await slowly(async () => {
      const { rows } = await availabilityOf(deps, { orgId: ORG_ID, requestId: 'r' }, stock);
      expect(rows.map((row) => row.itemNumber)).toEqual(stock.lines.map((line) => line.itemNumber));
      expect(rows.filter((row) => row.atp !== null).length).toBeGreaterThan(15);
    })).toBe(1);
  });

  it('answers 200 lines page by page, the first as soon as one page is there, and misses none', { timeout: 60_000 }, async () => {
    const lines = linesOf(MAX_PRICED_LINES);
    const seen: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const page = readPrices.reply.parse(await pricesOf(deps, { orgId: ORG_ID, requestId: 'r' }, readPrices.body.parse({ connection: erp, company, currency: 'USD', lines, offset })));
      expect(page.rows.length).toBe(LINES_PER_ANSWER);
      seen.push(...page.rows.map((row) => row.itemNumber));
      offset = page.next;
    }
    expect(seen).toEqual(lines.map((line) => line.itemNumber));
  });
});

/** How many answers of DELAY_MS stand one after the other: a request that came after an answer was due belongs to the next round. */
function roundsIn(log: readonly Logged[]): number {
  const starts = log.filter((one) => !/token/.test(one.path)).map((one) => Date.parse(one.at)).sort((a, b) => a - b);
  let rounds = 0;
  let until = -Infinity;
  for (const start of starts) {
    if (start < until) continue;
    rounds += 1;
    until = start + DELAY_MS;
  }
  return rounds;
}
