import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as contract from '../../server/contract/orders.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 90_000 });

let journey: Journey;
let accountId: string;
beforeAll(async () => {
  journey = await startJourney();
  accountId = (await journey.knownAccounts(1))[0]?.id ?? '';
});
afterAll(() => journey?.stop());

const hitsOf = async (): Promise<number> =>
  ((await (await fetch(journey.stack.endpoints.fno.faults)).json()) as { hits: number }[]).reduce((sum, fault) => sum + fault.hits, 0);

async function wonDeal(): Promise<string> {
  const dealId = await journey.newDeal(accountId);
  await journey.win(dealId);
  return dealId;
}

async function expectOneOrder(dealId: string): Promise<void> {
  await journey.untilDone(dealId);
  expect(await journey.orders(dealId)).toHaveLength(1);
}

describe('the ERP is down, forgets its tokens, asks for a pause', () => {
  it('a maintenance page becomes a sentence without HTML, and the order goes when the ERP is back', async () => {
    await journey.fno.plant([{ match: { path: '^/data' }, times: -1, action: { maintenance: true } }]);
    const dealId = await wonDeal();
    const sentence = await journey.untilSays(dealId, /does not answer/);
    expect(sentence).toMatch(/^The ERP does not answer \([^<>]+\)\. Nothing is lost; it is tried again by itself\.$/);
    expect((await journey.deal(dealId)).status).toBe('Waiting for ERP');
    await journey.fno.clear();
    await expectOneOrder(dealId);
  });

  it('broken connections before anything is done become a sentence, and the order goes later', async () => {
    await journey.fno.plant([{ match: { path: '^/data' }, times: -1, action: { drop: 'before' } }]);
    const dealId = await wonDeal();
    expect(await journey.untilSays(dealId, /does not answer/)).toMatch(/tried again by itself\.$/);
    await journey.fno.clear();
    await expectOneOrder(dealId);
  });

  it('tokens that expire in the middle of an order are renewed without a word to the rep', async () => {
    await journey.fno.plant([
      { match: { method: 'POST', path: '/data/SalesOrderHeadersV2' }, action: { expireTokens: true } },
      { match: { method: 'POST', path: '/data/\\$batch' }, action: { expireTokens: true } },
    ]);
    const dealId = await wonDeal();
    await expectOneOrder(dealId);
    expect(await hitsOf()).toBe(2);
    await journey.fno.clear();
  });

  it.each(['/data/SalesOrderHeadersV2', '/data/\\$batch'])('an answer to POST %s that is lost, or late, leaves one order with its lines once', async (path) => {
    for (const action of [{ drop: 'after' }, { drop: 'late', commitAfterMs: 1500 }]) {
      await journey.fno.plant([{ match: { method: 'POST', path }, action }]);
      const dealId = await wonDeal();
      await expectOneOrder(dealId);
      const { number } = await journey.deal(dealId);
      expect(await journey.fno.all('SalesOrderLines', `$filter=dataAreaId eq 'usmf' and SalesOrderNumber eq '${number ?? ''}'&$select=ItemNumber,OrderedSalesQuantity`)).toHaveLength(1);
      await journey.fno.clear();
    }
  });

  it('a 429 with Retry-After pauses the whole connection for that long', async () => {
    await journey.fno.plant([{ match: { path: '^/data' }, action: { status: 429, headers: { 'Retry-After': '4' } } }]);
    await journey.fno.clearLog();
    const deals = [await wonDeal(), await wonDeal(), await wonDeal()];
    await until('the 429', async () => (await journey.fno.log()).some((entry) => entry['status'] === 429), { withinMs: 30_000 });
    await Promise.all(deals.map((dealId) => until('the number', async () => (await journey.deal(dealId)).number, { withinMs: 60_000 })));
    const log = (await journey.fno.log()).filter((entry) => String(entry['path']).startsWith('/data'));
    const refused = log.findIndex((entry) => entry['status'] === 429);
    const at = (index: number): number => Date.parse(String(log[index]?.['at']));
    // Requests that were under way when the answer came are not counted: they began within a few milliseconds of it.
    const during = log.slice(refused + 1).filter((entry) => Date.parse(String(entry['at'])) > at(refused) + 100 && Date.parse(String(entry['at'])) < at(refused) + 4000);
    expect(during).toEqual([]);
    await journey.fno.clear();
    for (const dealId of deals) await expectOneOrder(dealId);
  });
});

describe('two deals of a new account', () => {
  it.each([{ drop: 'after' }, { drop: 'late', commitAfterMs: 1500 }])('won together, with the answer to the new customer lost (%o), end in one customer and two orders', async (action) => {
    const name = `Proseware ${JSON.stringify(action).length}`;
    const account = await journey.newAccount({ Name: name, ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const deals = [await journey.newDeal(account), await journey.newDeal(account)];
    await journey.fno.plant([{ match: { method: 'POST', path: '/data/CustomersV3' }, action }]);
    await journey.org.sobject('Opportunity').update(deals.map((Id) => ({ Id, StageName: 'Closed Won' })) as never);
    for (const dealId of deals) await expectOneOrder(dealId);
    expect(await hitsOf()).toBe(1);
    await journey.fno.clear();
    const customers = (await journey.fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf'&$select=CustomerAccount,OrganizationName")).filter((row) => row['OrganizationName'] === name);
    expect(customers).toHaveLength(1);
    const { rows } = await journey.stack.operator(contract.listPushes, { params: { orgId: journey.orgId } });
    const tries = rows.filter((row) => deals.includes(row.opportunityId)).reduce((sum, row) => sum + row.attempts, 0);
    expect(tries, 'only the lost answer counts as a failed try: the other deal waits its turn').toBe(1);
    const orders = (await Promise.all(deals.map((dealId) => journey.orders(dealId)))).flat();
    expect(orders.map((order) => order['OrderingCustomerAccountNumber'])).toEqual([customers[0]?.['CustomerAccount'], customers[0]?.['CustomerAccount']]);
  });
});
