import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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

const pushOf = async (dealId: string) => (await journey.stack.operator(orders.listPushes, { params: { orgId: journey.orgId } })).rows.find((row) => row.opportunityId === dealId);

async function expectOneOrder(dealId: string): Promise<void> {
  const number = await journey.untilDone(dealId);
  expect(await journey.orders(dealId)).toMatchObject([{ SalesOrderNumber: number }]);
  const push = await until('the push closed', async () => { const found = await pushOf(dealId); return found?.state === 'written-back' ? found : null; }, { withinMs: 30_000 });
  expect(push).toMatchObject({ message: null, orderNumber: number, nextTryAt: null });
}

/** Won, with the ERP slow enough that something can happen to Salesforce before the number is there. */
async function wonWithSlowErp(): Promise<string> {
  const dealId = await journey.newDeal(accountId);
  await journey.fno.plant([{ match: { method: 'POST', path: '/data/SalesOrderHeadersV2' }, action: { delayMs: 2000 } }]);
  await journey.win(dealId);
  // The company is stored when the deal was read: from here on only the ERP is asked.
  await until('the deal was read', async () => { const found = await pushOf(dealId); return found?.state === 'working' && found.company !== null; }, { withinMs: 30_000, everyMs: 50 });
  return dealId;
}

describe('Salesforce does not take what the backend writes', () => {
  it('a validation rule refuses the number: the push stays sent with a sentence, and the number is written when the rule is gone', async () => {
    await far.addRule({ object: 'Opportunity', field: 'ERP_Order_Number__c', operator: 'not-blank', when: 'ERP_Order_Number__c', message: 'Order numbers are frozen.' });
    const dealId = await journey.newDeal(accountId);
    await journey.win(dealId);
    const push = await until('the refusal', async () => { const found = await pushOf(dealId); return found?.state === 'sent' && found.message !== null ? found : null; }, { withinMs: 30_000 });
    expect(push.message).toBe(`Order ${push.orderNumber ?? ''} exists, Salesforce refuses the number because: Order numbers are frozen. An admin corrects the cause; the number is then written by itself.`);
    expect(push.fixer).toBe('admin');
    expect((await journey.deal(dealId)).number).toBeNull();
    await far.removeRules();
    await expectOneOrder(dealId);
  });

  it('a rule on the account refuses the customer number: the order goes all the same, and the next deal finds the same customer', async () => {
    await far.addRule({ object: 'Account', field: 'ERP_Customer_Number__c', operator: 'not-blank', when: 'ERP_Customer_Number__c', message: 'Customers are frozen.' });
    const newcomer = await journey.newAccount({ Name: 'Margie Travel', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    for (const dealId of [await journey.newDeal(newcomer), await journey.newDeal(newcomer)]) {
      await journey.win(dealId);
      await expectOneOrder(dealId);
    }
    await far.removeRules();
    const customers = await journey.fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf' and OrganizationName eq 'Margie Travel'&$select=CustomerAccount");
    expect(customers).toHaveLength(1);
  });

  it('locked rows are tried again with backoff, without blaming an admin', async () => {
    const dealId = await wonWithSlowErp();
    await far.failRows({ object: 'Opportunity', operation: 'update', times: 2 });
    const push = await until('the locked row', async () => { const found = await pushOf(dealId); return found?.state === 'sent' && found.message !== null ? found : null; }, { withinMs: 30_000, everyMs: 50 });
    expect(push.message).toMatch(/^Salesforce does not answer \(unable to obtain exclusive access/);
    await expectOneOrder(dealId);
    await far.healRows();
  });

  it('Salesforce is down for a while after the order was made: the number comes when it is back', async () => {
    const dealId = await wonWithSlowErp();
    await far.plant([{ match: { path: '^/services/data' }, times: -1, action: { maintenance: true } }]);
    const push = await until('the sentence', async () => { const found = await pushOf(dealId); return found?.state === 'sent' && found.message !== null ? found : null; }, { withinMs: 30_000 });
    expect(push.message).toMatch(/^Salesforce does not answer \([^<>]+\)\. Nothing is lost; it is tried again by itself\.$/);
    await far.clear();
    await expectOneOrder(dealId);
  });

  it('an answer to the write-back that is lost, an ended session, and used up API calls leave one order and its number', async () => {
    for (const action of [{ drop: 'after' }, { drop: 'before' }, { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] }, { status: 403, body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }] }]) {
      const dealId = await wonWithSlowErp();
      await far.plant([{ match: { method: 'PATCH', path: '/composite/sobjects', body: 'ERP_Order_Number__c' }, action }]);
      await expectOneOrder(dealId);
      await far.clear();
    }
  });

  it('Salesforce is down while the backend starts: the deal goes when it is back', async () => {
    await journey.stack.killBackend('SIGTERM');
    const dealId = await journey.newDeal(accountId);
    await journey.win(dealId);
    await far.plant([{ match: { path: '^/services' }, times: -1, action: { maintenance: true } }]);
    await journey.stack.startBackend();
    await far.clear();
    await expectOneOrder(dealId);
  });
});
