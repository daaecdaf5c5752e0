import { describe, expect, it } from 'vitest';
import { kindOf } from '../../scripts/bench/call-kinds.ts';
import { countOvertakings } from '../../scripts/bench/drain.ts';
import { percentile, slowestRead, summarise } from '../../scripts/bench/statistics.ts';
import { formatCalls, formatDrain, formatFigures, ratiosOf } from '../../scripts/bench/table.ts';
import type { JobResult } from '../../scripts/bench/job.ts';
import type { StoreFigures } from '../../scripts/bench/run-bench.ts';

const round = (latenciesMs: number[], more: Partial<JobResult> = {}): JobResult => ({ durationMs: 1000, latenciesMs, readsMs: {}, failures: 0, failure: null, ...more });
const of = (p50Ms: number, perSecond: number) => ({ p50Ms, p99Ms: p50Ms * 2, perSecond, requests: 100, failures: 0, failure: null });

function figures(crossledgerMs: number, perSecond: number, afterReads: number): StoreFigures {
  return {
    store: 'embedded',
    panels: [{ delayMs: 20, atOnce: 50, slowestRead: { kind: 'read', p50Ms: 20 }, direct: of(22, 1000), proxy: of(24, 800), crossledger: of(crossledgerMs, perSecond) }],
    pace: { deals: 100, perSecond: 200, untilAllSeconds: 0.5, untilWrittenBackSeconds: 5, ordersPerSecond: 20, naivePerSecond: 80, callsPerOrder: { erp: 11, salesforce: 3, naiveErp: 2, naiveSalesforce: 2 } },
    residentMb: { atStart: 100, afterReads, afterPushes: 150 },
  };
}

describe('the figures of the bench', () => {
  it('are nearest-rank percentiles, whatever the order', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(percentile(Array.from({ length: 100 }, (_, index) => 100 - index), 0.99)).toBe(99);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('pool the rounds of one target and keep the first failure', () => {
    const summary = summarise([round([1, 2]), round([3], { failures: 1, failure: 'HTTP 500' })]);
    expect(summary).toMatchObject({ p50Ms: 2, perSecond: 1.5, requests: 3, failures: 1, failure: 'HTTP 500' });
  });

  it('name the kind of read that is slowest in the middle', () => {
    const rounds = [round([], { readsMs: { customers: [1, 9, 1], orders: [4, 4, 4] } })];
    expect(slowestRead(rounds)).toEqual({ kind: 'orders', p50Ms: 4 });
  });

  it('stand as ratios beside their targets, met and missed', () => {
    expect(ratiosOf(figures(24, 600, 150).panels[0] ?? expect.fail())).toMatchObject({ p50ToSlowestRead: 1.2, p50ToProxy: 1, throughputToDirect: 0.6, throughputToProxy: 0.75 });
    const met = formatFigures({ stores: [figures(24, 600, 150)], calls: [] });
    expect(met).toContain('1.20 (met)');
    expect(met).toContain('0.75 (met)');
    expect(met).toContain('under 400 MB (met)');
    const missed = formatFigures({ stores: [figures(30, 400, 500)], calls: [] });
    expect(missed).toContain('1.50 (missed)');
    expect(missed).toContain('0.50 (missed)');
    expect(missed).toContain('under 400 MB (missed)');
  });

  it('hold orders through the store against those of a script, with their calls', () => {
    const text = formatFigures({ stores: [figures(24, 600, 150)], calls: [] });
    expect(text).toMatch(/\| embedded \| 100 +\| 0\.25 +\| 20\.0 +\| 80\.0 +\| 11\.0 \/ 2\.0 +\| 3\.0 \/ 2\.0/);
  });

  it('name each call of each kind of order, with the sums', () => {
    const text = formatCalls([
      { order: 'one line', erp: { 'GET A': 1, 'POST B': 1 }, salesforce: { 'query C': 1 } },
      { order: 'lost', erp: { 'GET A': 2 }, salesforce: {} },
    ]).replace(/ +/g, ' ');
    expect(text).toContain('| ERP | GET A | 1 | 2 |');
    expect(text).toContain('| ERP | POST B | 1 | |');
    expect(text).toContain('| ERP | **all** | **2** | **2** |');
    expect(text).toContain('| Salesforce | **all** | **1** | **0** |');
  });

  it('say of a drain how near it came to the limit and how the memory went', () => {
    const drain = { deals: 10, seconds: 5, ordersPerSecond: 2, limit: { atOnce: 8, callsPerSecond: 100 }, erp: { mostAtOnce: 6, callsPerSecond: 99.6 }, lost: 0, doubled: 1, overtakings: 2, residentMb: [100, 150.4] };
    const text = formatDrain([{ store: 'postgres', drain }]).replace(/ +/g, ' ');
    expect(text).toContain('| postgres | 10 | 5 | 100 of 100 | 6 of 8 | 0 | 1 | 2 | 100 150 |');
  });
});

describe('what the far ends were asked', () => {
  it.each([
    ['GET', "/data/CustomersV3?cross-company=true&$filter=dataAreaId%20eq%20'usmf'%20and%20CustomerAccount%20eq%20'C-1'&$top=5", 'GET CustomersV3 by CustomerAccount'],
    ['PATCH', "/data/SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='SO-1')?cross-company=true", 'PATCH SalesOrderHeadersV2(key)'],
    ['POST', '/data/$batch', 'POST $batch'],
    ['POST', '/00000000-0000-0000-0000-000000000000/oauth2/v2.0/token', 'POST token'],
    ['GET', '/v2.0/t/Production/api/v2.0/companies(1)/salesOrders?$filter=externalDocumentNumber%20eq%20%27a%27', 'GET companies(key)/salesOrders by externalDocumentNumber'],
    ['GET', "/v2.0/t/Production/api/v2.0/companies(1)/salesInvoices?$filter=endswith(externalDocumentNumber,'/a')", 'GET companies(key)/salesInvoices by externalDocumentNumber'],
    ['GET', `/services/data/v66.0/query?q=${encodeURIComponent("SELECT Id, (SELECT Id FROM OpportunityLineItems LIMIT 9) FROM Opportunity WHERE Id = '006'")}`, 'query Opportunity'],
    ['PATCH', '/services/data/v66.0/composite/sobjects', 'PATCH composite/sobjects'],
  ])('is named without data: %s %s', (method, path, kind) => {
    expect(kindOf({ method, path })).toBe(kind);
  });

  it('counts an order that came before an earlier one of its account as overtaking, and only that', () => {
    expect(countOvertakings([1, 2, 3, 4], 2)).toBe(0);
    expect(countOvertakings([2, 1, 3, 4], 2), 'orders of two accounts').toBe(0);
    expect(countOvertakings([3, 1, 2, 4], 2)).toBe(1);
    expect(countOvertakings([9, null, 1, null, 2, null], 2), 'both came after the ninth').toBe(2);
  });
});
