import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as admin from '../../server/contract/admin.ts';
import * as orders from '../../server/contract/orders.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { sandboxOrg } from '../support/org-hand.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 90_000 });

let journey: Journey;
let far: ReturnType<typeof sandboxOrg>;
let accountId: string;
beforeAll(async () => {
  journey = await startJourney();
  far = sandboxOrg(journey.stack.endpoints.salesforce.instanceUrl);
  accountId = (await journey.knownAccounts(1))[0]?.id ?? '';
});
afterAll(() => journey?.stop());
afterEach(() => setCriteria({}));

const params = () => ({ orgId: journey.orgId, connection: 'fno' });
const reason = 'A journey tries it';
const setCriteria = async (change: { minimumAmount?: string; stages?: string[] }): Promise<void> =>
  void (await journey.stack.operator(admin.setCriteria, { params: params(), body: { recordTypes: [], stages: [], minimumAmount: null, ...change } }));
const listed = async (dealId: string) => (await journey.stack.operator(orders.listPushes, { params: { orgId: journey.orgId } })).rows.find((row) => row.opportunityId === dealId);
const untilState = (dealId: string, state: string, code: string) =>
  until(`state ${state}`, async () => { const push = await listed(dealId); return push?.state === state && push.code === code ? push : null; }, { withinMs: 30_000 });

async function wonDeal(unitPrice = 10): Promise<string> {
  const dealId = await journey.newDeal(accountId, { lines: [{ unitPrice, quantity: 2 }], as: await journey.as('rep') });
  await journey.win(dealId);
  return dealId;
}

async function expectOneOrder(dealId: string): Promise<void> {
  await journey.untilDone(dealId);
  expect(await journey.orders(dealId)).toHaveLength(1);
}

const press = async (dealId: string): Promise<void> => expect((await far.apex(await journey.token('rep'), 'CrossledgerOrderController.send', { opportunityId: dealId })).status).toBe(200);

describe('observe and go-live', () => {
  it('a connection that only observes writes nothing to ERP or Salesforce, and shows what it would send', async () => {
    await journey.stack.operator(admin.setConnectionMode, { params: params(), body: { mode: 'observe', reason } });
    await Promise.all([journey.fno.clearLog(), far.forgetCalls()]);
    const accounts = [accountId, await journey.newAccount({ Name: 'Trey Research', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' })];
    const early: string[] = [];
    for (const account of accounts) early.push(await journey.newDeal(account, { as: await journey.as('admin') }));
    for (const dealId of early) await journey.win(dealId);
    for (const dealId of early) {
      const { key } = await untilState(dealId, 'observed', 'connection.observing');
      const { plan } = await journey.stack.operator(orders.showPush, { params: { orgId: journey.orgId, key } });
      expect(typeof plan === 'string' ? JSON.parse(plan) : plan).toMatchObject({ company: 'usmf', key, lines: [{ itemNumber: expect.stringMatching(/^P-/), quantity: '2', unitPrice: '25.5' }] });
    }
    expect((await journey.fno.log()).filter((entry) => entry['method'] !== 'GET' && !/\/oauth2\/|CDSInventoryOnHandRequests/.test(String(entry['path'])))).toEqual([]);
    expect((await far.callsOfBackend()).filter((call) => call['method'] !== 'GET')).toEqual([]);
    expect(await journey.deal(early[0] ?? '')).toEqual({ number: null, status: null, message: null, link: null });
    await expectGoLive(early);
  });

  /** Salesforce keeps whole seconds, so the go-live is put into a later one. */
  async function expectGoLive(early: readonly string[]): Promise<void> {
    const wonAt = Date.now();
    await until('the next second', async () => Date.now() > wonAt + 1100, { withinMs: 5000 });
    await journey.stack.operator(admin.setConnectionMode, { params: params(), body: { mode: 'send', goLiveAt: new Date().toISOString(), reason } });
    await expectOneOrder(await wonDeal());
    for (const dealId of early) await untilState(dealId, 'refused', 'connection.before-go-live');
    for (const dealId of early) expect(await journey.orders(dealId)).toEqual([]);
    await press(early[0] ?? '');
    await expectOneOrder(early[0] ?? '');
    expect(await journey.orders(early[1] ?? '')).toEqual([]);
  }
});

describe('stop switches', () => {
  it.each(['connection', 'all'] as const)('stopping %s keeps deals waiting with a sentence, the button included, and starting lets them go', async (what) => {
    const stop = (stopped: boolean) =>
      what === 'all' ? journey.stack.operator(admin.setStopAll, { params: { orgId: journey.orgId }, body: { stopped, reason } }) : journey.stack.operator(admin.setConnectionStop, { params: params(), body: { stopped, reason } });
    await stop(true);
    await journey.fno.clearLog();
    const dealId = await wonDeal();
    expect(await journey.untilSays(dealId, /stopped/)).toBe('Sending is stopped for "fno". An admin starts it again; then it goes on by itself.');
    await press(dealId);
    await untilState(dealId, 'blocked', 'connection.stopped');
    expect((await journey.fno.log()).filter((entry) => entry['method'] !== 'GET' && !String(entry['path']).includes('/oauth2/'))).toEqual([]);
    await stop(false);
    await expectOneOrder(dealId);
  });
});

describe('criteria', () => {
  it('a deal below the minimum amount is not sent, neither by winning nor by button; one above it goes', async () => {
    await setCriteria({ minimumAmount: '1000' });
    const [small, large] = [await wonDeal(10), await wonDeal(500)];
    await expectOneOrder(large);
    expect((await untilState(small, 'refused', 'connection.criteria')).message).toMatch(/amount 20 USD is below 1000/);
    await press(small);
    await untilState(small, 'refused', 'connection.criteria');
    expect(await journey.orders(small)).toEqual([]);
    await setCriteria({});
    await press(small);
    await expectOneOrder(small);
  });

  it('a deal in a stage that is not listed is not sent by button; winning it later sends it', async () => {
    await setCriteria({ stages: ['Closed Won'] });
    const dealId = await journey.newDeal(accountId, { as: await journey.as('rep') });
    await press(dealId);
    expect((await untilState(dealId, 'refused', 'connection.criteria')).message).toMatch(/stage Prospecting is not among Closed Won/);
    await journey.win(dealId);
    await expectOneOrder(dealId);
  });
});
