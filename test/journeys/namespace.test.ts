import { expect, it, vi } from 'vitest';
import { startJourney } from '../support/journey.ts';
import { sandboxOrg } from '../support/org-hand.ts';

vi.setConfig({ testTimeout: 120_000 });

it('with a package namespace, a won deal and a deal sent by button become one order each, in prefixed fields', async () => {
  const journey = await startJourney({ namespace: 'crossledger' });
  try {
    expect(journey.name('ERP_Order_Number__c')).toBe('crossledger__ERP_Order_Number__c');
    const [account] = await journey.knownAccounts(1);
    const newcomer = await journey.newAccount({ Name: 'Litware' });
    const far = sandboxOrg(journey.stack.endpoints.salesforce.instanceUrl);
    for (const accountId of [account?.id ?? '', newcomer]) {
      const dealId = await journey.newDeal(accountId, { as: await journey.as('rep') });
      if (accountId === newcomer) expect((await far.apex(await journey.token('rep'), 'crossledger.CrossledgerOrderController.send', { opportunityId: dealId })).status).toBe(200);
      else await journey.win(dealId);
      await journey.untilDone(dealId, { withoutRow: accountId === newcomer });
      expect(await journey.orders(dealId)).toHaveLength(1);
      if (accountId !== newcomer) expect(await journey.outbox(dealId)).toMatchObject([{ orgId: journey.orgId, status: 'Done', cycle: 0 }]);
    }
    const [saved] = (await journey.org.query(`SELECT crossledger__ERP_Customer_Number__c FROM Account WHERE Id = '${newcomer}'`)).records as unknown as Record<string, string>[];
    expect(saved?.['crossledger__ERP_Customer_Number__c']).toMatch(/^C-/);
  } finally {
    await journey.stop();
  }
});
