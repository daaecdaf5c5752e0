import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as admin from '../../server/contract/admin.ts';
import { startJourney, type Journey } from '../support/journey.ts';

vi.setConfig({ testTimeout: 90_000 });

let journey: Journey;
let account: { id: string; number: string };
beforeAll(async () => {
  journey = await startJourney();
  [account = { id: '', number: '' }] = await journey.knownAccounts(1);
});
afterAll(() => journey?.stop());

/** The whole sentence on the deal, its status, and nothing in the ERP. */
async function expectStopped(dealId: string, words: RegExp, sentence: string): Promise<void> {
  expect(await journey.untilSays(dealId, words)).toBe(sentence);
  expect(await journey.deal(dealId)).toEqual({ number: null, status: 'Needs attention', message: sentence, link: null });
  expect(await journey.orders(dealId)).toEqual([]);
  expect(await journey.outbox(dealId)).toMatchObject([{ status: 'Accepted' }]);
}

async function expectThrough(dealId: string): Promise<void> {
  await journey.untilDone(dealId);
  expect(await journey.orders(dealId)).toMatchObject([{ IsSalesProcessingStopped: 'No' }]);
  expect((await journey.deal(dealId)).message).toBeNull();
}

const hold = (number: string, status: string): Promise<void> => journey.fno.change('PATCH', `/data/CustomersV3(dataAreaId='usmf',CustomerAccount='${number}')?cross-company=true`, { OnHoldStatus: status });
const update = async (object: string, fields: Record<string, unknown>): Promise<void> => void (await journey.org.sobject(object).update(fields as never));
const productWith = async (field: string, value: string): Promise<string> => String((await journey.org.query(`SELECT Id FROM Product2 WHERE ${field} = '${value}'`)).records[0]?.Id);
const lineOf = async (dealId: string): Promise<string> => String((await journey.org.query(`SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '${dealId}'`)).records[0]?.Id);

describe('what stops an order is one sentence on the deal, and the order goes by itself when the cause is gone', () => {
  it('a customer on hold', async () => {
    await hold(account.number, 'All');
    const dealId = await journey.newDeal(account.id);
    await journey.win(dealId);
    await expectStopped(dealId, /on hold/, `Customer ${account.number} is on hold in the ERP (All). Finance releases the customer; the order then goes by itself.`);
    await hold(account.number, 'No');
    await expectThrough(dealId);
  });

  it('an item that the ERP does not know', async () => {
    const dealId = await journey.newDeal(account.id, { lines: [{}, { item: 'P-9999' }] });
    await journey.win(dealId);
    await expectStopped(dealId, /P-9999/, 'Item P-9999 is not released in company usmf of the ERP. Release the item there or correct the product; the order then goes by itself.');
    const product = await productWith('ERP_Item_Number__c', 'P-9999');
    await update('Product2', { Id: product, ERP_Item_Number__c: 'P-0001' });
    await expectThrough(dealId);
    await update('Product2', { Id: product, ERP_Item_Number__c: 'P-9999' });
  });

  it('a product without item number', async () => {
    const dealId = await journey.newDeal(account.id, { lines: [{ item: null }] });
    await journey.win(dealId);
    await expectStopped(dealId, /no ERP item number/, 'Product "Consulting day" has no ERP item number. Fill ERP Item Number on the product; the order then goes by itself.');
    const product = await productWith('Name', 'Consulting day');
    await update('Product2', { Id: product, ERP_Item_Number__c: 'P-0002' });
    await expectThrough(dealId);
    await update('Product2', { Id: product, ERP_Item_Number__c: null });
  });

  it('a deal without lines', async () => {
    const dealId = await journey.newDeal(account.id, { lines: [] });
    await journey.win(dealId);
    await expectStopped(dealId, /no products/, 'The deal has no products. Add products to the deal; the order then goes by itself.');
    const donor = await journey.newDeal(account.id);
    const [line] = (await journey.org.query(`SELECT PricebookEntryId FROM OpportunityLineItem WHERE OpportunityId = '${donor}'`)).records as unknown as { PricebookEntryId: string }[];
    await journey.org.sobject('OpportunityLineItem').create({ OpportunityId: dealId, PricebookEntryId: line?.PricebookEntryId, Quantity: 1, UnitPrice: 9 } as never);
    await expectThrough(dealId);
  });

  it('a quantity of zero is refused by Salesforce itself, and the deal keeps its lines', async () => {
    const dealId = await journey.newDeal(account.id);
    await expect(update('OpportunityLineItem', { Id: await lineOf(dealId), Quantity: 0 })).rejects.toThrow(/nonzero/);
    await journey.win(dealId);
    await expectThrough(dealId);
  });

  it('a deal without account', async () => {
    const dealId = await journey.newDeal(null);
    await journey.win(dealId);
    await expectStopped(dealId, /no account/, 'The deal has no account. Set the account; the order then goes by itself.');
    await update('Opportunity', { Id: dealId, AccountId: account.id });
    await expectThrough(dealId);
  });

  it('a company that the ERP does not have, and a connection that is not set up', async () => {
    const lost = await journey.newAccount({ Name: 'Wide World Importers', ERP_Connection__c: 'fno', ERP_Company__c: 'xxmf' });
    const dealId = await journey.newDeal(lost);
    await journey.win(dealId);
    const sentence = await journey.untilSays(dealId, /xxmf/);
    expect(await journey.orders(dealId)).toEqual([]);
    expect((await journey.deal(dealId)).status, sentence).toBe('Needs attention');
    await update('Account', { Id: lost, ERP_Connection__c: 'sap' });
    expect(await journey.untilSays(dealId, /"sap"/)).toMatch(/^The ERP connection "sap" is not set up\./);
    await update('Account', { Id: lost, ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    await expectThrough(dealId);
  });

  it('a currency that the ERP does not know', async () => {
    const view = (await journey.stack.operator(admin.listOrgs)).rows.find((org) => org.id === journey.orgId);
    const { id: _id, hasPrivateKey: _has, keys: _keys, ...settings } = view ?? {};
    const setCurrency = (currency: string) => journey.stack.operator(admin.putOrg, { params: { orgId: journey.orgId }, body: { ...settings, currency } });
    await setCurrency('CHF');
    const dealId = await journey.newDeal(account.id);
    await journey.win(dealId);
    await expectStopped(dealId, /CHF/, 'Company usmf does not know the currency CHF. Add the currency in the ERP or change the deal; the order then goes by itself.');
    await setCurrency('USD');
    await expectThrough(dealId);
  });
});

describe('values that look like a query lead to a sentence or to the right record', () => {
  const filtersSent = async (): Promise<string[]> => (await journey.fno.log()).map((entry) => decodeURIComponent(String(entry['path']))).filter((path) => path.startsWith('/data/CustomersV3'));

  it.each([
    ["' or 1 eq 1", "''' or 1 eq 1'"],
    ["O'Hara", "'O''Hara'"],
  ])('customer number %s finds no customer', async (number, literal) => {
    await journey.fno.clearLog();
    const before = await journey.fno.all('SalesOrderHeadersV2', '$select=SalesOrderNumber');
    const dealId = await journey.newDeal(await journey.newAccount({ Name: 'Alpine Ski House', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf', ERP_Customer_Number__c: number }));
    await journey.win(dealId);
    await expectStopped(dealId, /does not exist/, `Customer ${number} does not exist in company usmf. Correct ERP Customer Number on the account, or clear it; the order then goes by itself.`);
    expect((await filtersSent()).filter((path) => path.includes(literal)).length).toBeGreaterThan(0);
    expect(await journey.fno.all('SalesOrderHeadersV2', '$select=SalesOrderNumber')).toHaveLength(before.length);
  });

  it.each(['*', 'C-000*'])('customer number %s, a wildcard of F&O, finds no customer', async (number) => {
    await journey.fno.clearLog();
    const dealId = await journey.newDeal(await journey.newAccount({ Name: 'Blue Yonder Airlines', ERP_Connection__c: 'fno', ERP_Company__c: 'usmf', ERP_Customer_Number__c: number }));
    await journey.win(dealId);
    await expectStopped(dealId, /does not exist/, `Customer ${number} does not exist in company usmf. Correct ERP Customer Number on the account, or clear it; the order then goes by itself.`);
    expect((await filtersSent()).filter((path) => /CustomerAccount eq '[^']*\*/.test(path)), 'wildcard filters').toEqual([]);
  });

  it.each(["O'Hara's Bakery", "' or 1 eq 1", 'Contoso *'])('a new customer named %s is created once under exactly this name', async (name) => {
    const accountId = await journey.newAccount({ Name: name, ERP_Connection__c: 'fno', ERP_Company__c: 'usmf' });
    for (const dealId of [await journey.newDeal(accountId), await journey.newDeal(accountId)]) {
      await journey.win(dealId);
      await expectThrough(dealId);
    }
    const customers = (await journey.fno.all('CustomersV3', "$filter=dataAreaId eq 'usmf'&$select=CustomerAccount,OrganizationName")).filter((row) => row['OrganizationName'] === name);
    expect(customers).toHaveLength(1);
    const [saved] = (await journey.org.query(`SELECT ERP_Customer_Number__c FROM Account WHERE Id = '${accountId}'`)).records as unknown as { ERP_Customer_Number__c: string }[];
    expect(saved?.ERP_Customer_Number__c).toBe(customers[0]?.['CustomerAccount']);
  });

  it("a company that looks like a query is a sentence, and no request is made with it", async () => {
    await journey.fno.clearLog();
    const dealId = await journey.newDeal(await journey.newAccount({ Name: 'School of Fine Art', ERP_Connection__c: 'fno', ERP_Company__c: "usmf' or '1' eq '1" }));
    await journey.win(dealId);
    const sentence = await journey.untilSays(dealId, /./);
    expect(await journey.orders(dealId), sentence).toEqual([]);
    expect((await journey.deal(dealId)).status, sentence).toBe('Needs attention');
    expect((await filtersSent()).filter((path) => path.includes("usmf' or"))).toEqual([]);
  });

  it('an item number with a wildcard finds no item', async () => {
    const product = await productWith('ERP_Item_Number__c', 'P-9999');
    await update('Product2', { Id: product, ERP_Item_Number__c: 'P-00*' });
    const dealId = await journey.newDeal(account.id, { lines: [{ item: 'P-00*' }] });
    await journey.win(dealId);
    await expectStopped(dealId, /P-00\*/, 'Item P-00* is not released in company usmf of the ERP. Release the item there or correct the product; the order then goes by itself.');
    await update('Product2', { Id: product, ERP_Item_Number__c: 'P-9999' });
  });
});
