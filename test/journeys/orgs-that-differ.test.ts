import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as exceptions from '../../server/contract/exceptions.ts';
import { startJourney, type Journey } from '../support/journey.ts';

vi.setConfig({ testTimeout: 120_000 });

let journey: Journey;
beforeAll(async () => { journey = await startJourney({ personAccounts: true, multiCurrency: true }); });
afterAll(() => journey?.stop());

const create = async (object: string, fields: object): Promise<string> => {
  const made = (await journey.org.sobject(object).create(fields as never)) as { id?: string };
  return made.id ?? '';
};

describe('in an org with person accounts and several currencies', () => {
  it('a person gets a customer of its own under the name in its parts, and the second deal finds it', async () => {
    const person = await create('Account', { FirstName: 'Anna', LastName: 'Schmidt', PersonEmail: 'anna@example.com', BillingCountry: 'Germany', BillingPostalCode: '50667', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const namesake = await create('Account', { FirstName: 'Anna', LastName: 'Schmidt', PersonEmail: 'other@example.com', BillingCountry: 'Germany', BillingPostalCode: '10115', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    const deals = [await journey.newDeal(person), await journey.newDeal(person), await journey.newDeal(namesake)];
    for (const dealId of deals) {
      await journey.win(dealId);
      await journey.untilDone(dealId);
    }
    const customers = (await journey.fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf' and PersonLastName eq 'Schmidt'&$select=CustomerAccount,PartyType,PersonFirstName,PersonLastName,PrimaryContactEmail")).sort((a, b) => String(a['CustomerAccount']).localeCompare(String(b['CustomerAccount'])));
    expect(customers).toMatchObject([{ PartyType: 'Person', PersonFirstName: 'Anna', PrimaryContactEmail: 'anna@example.com' }, { PartyType: 'Person', PrimaryContactEmail: 'other@example.com' }]);
    const [own, other] = customers.map((row) => row['CustomerAccount']);
    const ordered = (await Promise.all(deals.map((dealId) => journey.orders(dealId)))).map(([order]) => order?.['OrderingCustomerAccountNumber']);
    expect(ordered).toEqual([own, own, other]);
  });

  it('a deal in another currency gets its order in that currency', async () => {
    const [account] = await journey.knownAccounts(1);
    const [entry] = (await journey.org.query("SELECT Pricebook2Id, Product2Id FROM PricebookEntry WHERE Pricebook2.IsStandard = true AND Product2.ERP_Item_Number__c = 'P-0001'")).records;
    const euros = await create('PricebookEntry', { Pricebook2Id: entry?.['Pricebook2Id'], Product2Id: entry?.['Product2Id'], UnitPrice: 23, IsActive: true, CurrencyIsoCode: 'EUR' });
    const dealId = await create('Opportunity', { Name: 'In euros', StageName: 'Prospecting', CloseDate: '2026-12-31', AccountId: account?.id, CurrencyIsoCode: 'EUR', Pricebook2Id: entry?.['Pricebook2Id'] });
    await create('OpportunityLineItem', { OpportunityId: dealId, PricebookEntryId: euros, Quantity: 2, UnitPrice: 21 });
    await journey.win(dealId);
    const number = await journey.untilDone(dealId);
    expect(await journey.fno.all('SalesOrderHeadersV2', `$filter=SalesOrderNumber eq '${number}'&$select=CurrencyCode`)).toMatchObject([{ CurrencyCode: 'EUR' }]);
  });
});

describe('accounts that were merged', () => {
  it('their next deal goes to the customer of the account that is left, and finance is told that there are two', async () => {
    const [kept, lost] = await journey.knownAccounts(3).then((known) => known.slice(1));
    const dealId = await journey.newDeal(lost?.id ?? '');
    const [result] = await journey.org.soap.merge([{ masterRecord: { type: 'Account', Id: kept?.id }, recordToMergeIds: [lost?.id] }] as never);
    expect(result).toMatchObject({ success: true });
    await journey.win(dealId);
    await journey.untilDone(dealId);
    expect(await journey.orders(dealId)).toMatchObject([{ OrderingCustomerAccountNumber: kept?.number }]);
    // The watch comes round every two minutes: longer than anything else here.
    await vi.waitUntil(async () => {
      const { rows } = await journey.stack.operator(exceptions.listExceptions, { params: { orgId: journey.orgId } });
      const found = rows.find((row) => row.kind === 'merge' && row.owner === 'finance');
      return found?.accountId === kept?.id && found?.sentence.includes(`${kept?.number ?? ''} (usmf, fno) and ${lost?.number ?? ''} (usmf, fno)`);
    }, { timeout: 240_000, interval: 2000 });
  }, 300_000);
});
