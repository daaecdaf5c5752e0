import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Connection } from 'jsforce';
import * as orders from '../../server/contract/orders.ts';
import { sandboxOrg } from '../support/org-hand.ts';
import { startJourney, type Alias, type Journey } from '../support/journey.ts';

vi.setConfig({ testTimeout: 90_000 });

let journey: Journey;
beforeAll(async () => { journey = await startJourney(); });
afterAll(() => journey?.stop());

/** One row of this org, one order, and number, status and link on the deal without a message. */
async function expectOneOrder(dealId: string, cycles = 1): Promise<string> {
  const number = await journey.untilDone(dealId, { cycle: cycles - 1 });
  const rows = await journey.outbox(dealId);
  expect(rows.map(({ orgId, status, cycle }) => ({ orgId, status, cycle }))).toEqual(Array.from({ length: cycles }, (_, cycle) => ({ orgId: journey.orgId, status: 'Done', cycle })));
  expect(await journey.orders(dealId, cycles - 1)).toMatchObject([{ SalesOrderNumber: number, IsSalesProcessingStopped: 'No' }]);
  expect(await journey.deal(dealId)).toMatchObject({ number, status: 'In ERP', message: null, link: expect.stringContaining(number) });
  return number;
}

async function winByRest(dealId: string, alias: Alias): Promise<void> {
  const response = await fetch(`${journey.stack.endpoints.salesforce.instanceUrl}/services/data/v66.0/sobjects/Opportunity/${dealId}`, {
    method: 'PATCH', headers: { authorization: `Bearer ${await journey.token(alias)}`, 'content-type': 'application/json' }, body: JSON.stringify({ StageName: 'Closed Won' }),
  });
  expect(response.status).toBe(204);
}

const sendByButton = async (dealId: string, alias: Alias): Promise<Response> =>
  sandboxOrg(journey.stack.endpoints.salesforce.instanceUrl).apex(await journey.token(alias), 'CrossledgerOrderController.send', { opportunityId: dealId });

describe('a won deal becomes one order, one outbox row with the org id, and number, status and link on the deal', () => {
  it('won by REST as the rep', async () => {
    const [account] = await journey.knownAccounts(1);
    const dealId = await journey.newDeal(account?.id ?? '', { as: await journey.as('rep') });
    await winByRest(dealId, 'rep');
    await expectOneOrder(dealId);
  });

  it('won by jsforce as the admin', async () => {
    const [account] = await journey.knownAccounts(1);
    const dealId = await journey.newDeal(account?.id ?? '');
    await journey.win(dealId);
    await expectOneOrder(dealId);
  });

  it('won by Bulk API 2.0, three deals in one job', async () => {
    const accounts = await journey.knownAccounts(3);
    const dealIds: string[] = [];
    for (const account of accounts) dealIds.push(await journey.newDeal(account.id));
    const done = await journey.org.bulk2.loadAndWaitForResults({ object: 'Opportunity', operation: 'update', input: dealIds.map((Id) => ({ Id, StageName: 'Closed Won' })), pollInterval: 200, pollTimeout: 30_000 });
    expect(done.failedResults).toEqual([]);
    expect(new Set(await Promise.all(dealIds.map((dealId) => expectOneOrder(dealId)))).size).toBe(3);
  });

  it('won by a user to whom nobody gave a permission set, for an account that names no company', async () => {
    const plain = await journey.as('plain');
    const accountId = await journey.newAccount({ Name: 'Fourth Coffee' }, plain);
    const dealId = await journey.newDeal(accountId, { as: plain });
    await winByRest(dealId, 'plain');
    await expectOneOrder(dealId);
  });

  it('won in the moment of its creation, with lines added afterwards', async () => {
    const [account] = await journey.knownAccounts(1);
    const donor = await journey.newDeal(account?.id ?? '');
    const [line] = (await journey.org.query(`SELECT PricebookEntryId, Opportunity.Pricebook2Id FROM OpportunityLineItem WHERE OpportunityId = '${donor}'`)).records as unknown as { PricebookEntryId: string; Opportunity: { Pricebook2Id: string } }[];
    const { id = '' } = await journey.org.sobject('Opportunity').create({ Name: 'Born won', StageName: 'Closed Won', CloseDate: '2026-12-31', AccountId: account?.id, Pricebook2Id: line?.Opportunity.Pricebook2Id } as never) as { id?: string };
    expect(await journey.untilSays(id, /no products/)).toBe('The deal has no products. Add products to the deal; the order then goes by itself.');
    await journey.org.sobject('OpportunityLineItem').create({ OpportunityId: id, PricebookEntryId: line?.PricebookEntryId, Quantity: 1, UnitPrice: 9 } as never);
    await expectOneOrder(id);
  });
});

describe('button and cycles', () => {
  it('a deal that was sent by button and is won afterwards has exactly one order, and its row is done', async () => {
    const [account] = await journey.knownAccounts(1);
    const dealId = await journey.newDeal(account?.id ?? '', { as: await journey.as('rep') });
    expect((await sendByButton(dealId, 'rep')).status).toBe(200);
    const number = await journey.untilDone(dealId, { withoutRow: true });
    expect(await journey.outbox(dealId)).toEqual([]);
    await winByRest(dealId, 'rep');
    expect(await expectOneOrder(dealId)).toBe(number);
  });

  it('a user without the permission cannot send by button, and nothing is sent', async () => {
    const plain = await journey.as('plain');
    const dealId = await journey.newDeal(await journey.newAccount({ Name: 'Tailspin Toys' }, plain), { as: plain });
    expect((await sendByButton(dealId, 'plain')).status).toBe(500);
    expect(await journey.orders(dealId)).toEqual([]);
  });

  it('a deal that is opened again and won again gets a second order with a key of its own', async () => {
    const [account] = await journey.knownAccounts(1);
    const dealId = await journey.newDeal(account?.id ?? '');
    await journey.win(dealId);
    const first = await expectOneOrder(dealId);
    await journey.org.sobject('Opportunity').update({ Id: dealId, StageName: 'Prospecting' } as never);
    await journey.win(dealId);
    const second = await expectOneOrder(dealId, 2);
    expect(second).not.toBe(first);
    expect(await journey.orders(dealId, 0)).toMatchObject([{ SalesOrderNumber: first }]);
  });
});

describe('the outbox belongs to the package', () => {
  it.each<Alias>(['admin', 'rep', 'integration'])('the %s can neither create nor change nor delete a row', async (alias) => {
    const [row] = (await journey.org.query('SELECT Id FROM ERP_Outbox__c LIMIT 1')).records;
    const user: Connection = await journey.as(alias);
    const fields = { Org_Id__c: '00D000000000009AAA', Record_Id__c: '006000000000001AAA', Status__c: 'New', Event__c: 'CLOSED_WON', Aggregate__c: 'Opportunity', Cycle__c: 0, Dedupe_Key__c: `forged:${alias}` };
    await expect(Promise.resolve(user.sobject('ERP_Outbox__c').create(fields as never))).rejects.toThrow();
    await expect(Promise.resolve(user.sobject('ERP_Outbox__c').update({ Id: row?.Id, Status__c: 'Failed' } as never))).rejects.toThrow();
    await expect(Promise.resolve(user.sobject('ERP_Outbox__c').destroy(String(row?.Id)))).rejects.toThrow();
  });
});

describe('won deals that the trigger missed', () => {
  it('a deal won while the trigger was off has no row, and the reconciler makes its one order at the next start', async () => {
    const { Id: settingsId } = ((await journey.org.query('SELECT Id FROM ERP_Settings__c')).records[0] ?? {}) as { Id?: string };
    await journey.org.sobject('ERP_Settings__c').update({ Id: settingsId, Trigger_Enabled__c: false } as never);
    const [account] = await journey.knownAccounts(1);
    const dealId = await journey.newDeal(account?.id ?? '');
    await journey.win(dealId);
    expect(await journey.outbox(dealId)).toEqual([]);
    await journey.org.sobject('ERP_Settings__c').update({ Id: settingsId, Trigger_Enabled__c: true } as never);
    await journey.stack.killBackend('SIGTERM');
    await journey.stack.startBackend();
    await journey.untilDone(dealId, { withoutRow: true });
    expect(await journey.orders(dealId)).toHaveLength(1);
  });
});

describe('records that nobody knows', () => {
  const asOperator = (path: string, method = 'GET', body?: unknown): Promise<Response> =>
    fetch(`${journey.stack.endpoints.backend}${path}`, { method, headers: { authorization: `Bearer ${journey.stack.endpoints.operatorToken}`, 'content-type': 'application/json' }, ...(body !== undefined && { body: JSON.stringify(body) }) });

  it('a deleted, an unknown and a malformed deal are refused at the button in words, and nothing is stored', async () => {
    const countAll = async (): Promise<number> => Object.values((await journey.stack.operator(orders.listPushes, { params: { orgId: journey.orgId } })).counts).reduce((sum, count) => sum + count, 0);
    const before = await countAll();
    const [account] = await journey.knownAccounts(1);
    const deleted = await journey.newDeal(account?.id ?? '', { as: await journey.as('rep') });
    await journey.org.sobject('Opportunity').destroy(deleted);
    for (const dealId of [deleted, '006000000000001AAA', "006' or Id != '", account?.id ?? '']) {
      const answer = await sendByButton(dealId, 'rep');
      expect(answer.status, dealId).toBe(500);
      expect(((await answer.json()) as { message: string }).message, dealId).not.toBe('');
    }
    expect(await countAll()).toBe(before);
  });

  it('unknown orgs and keys are 404, malformed ones 400, each as problem+json', async () => {
    const cases = [
      [404, '/v1/orgs/00D000000000009AAA/pushes/AAAAAAAAAAAAAAAA', 'GET'], [404, `/v1/orgs/${journey.orgId}/pushes/AAAAAAAAAAAAAAAA`, 'GET'],
      [404, `/v1/orgs/${journey.orgId}/pushes/AAAAAAAAAAAAAAAA/retry`, 'POST'], [400, `/v1/orgs/${journey.orgId}/pushes/1'%20or%201%20eq%201`, 'GET'],
      [400, "/v1/orgs/'%20or%20''='/pushes", 'GET'], [400, `/v1/orgs/${journey.orgId}/pushes?opportunity=*`, 'GET'],
    ] as const;
    for (const [status, path, method] of cases) {
      const answer = await asOperator(path, method, method === 'POST' ? { reason: 'A journey tries it' } : undefined);
      expect({ path, status: answer.status, type: answer.headers.get('content-type')?.split(';')[0] }).toEqual({ path, status, type: 'application/problem+json' });
    }
  });
});
