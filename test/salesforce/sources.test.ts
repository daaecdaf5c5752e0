import { describe, expect, it } from 'vitest';
import { dealQuery, toDeal } from '../../server/salesforce/deal.ts';
import { packageNames } from '../../server/salesforce/names.ts';
import type { DescribedField } from '../../server/salesforce/org-port.ts';
import { chooseFields } from '../../server/salesforce/sources.ts';

const ID = '006000000000001AAA';
const FEATURES = { multiCurrency: false, recordTypes: false, stageChangeDate: true, person: [] };
const fields = (...names: string[]): DescribedField[] => names.map((name) => ({ name, type: 'string', label: name, length: 80 }));
const describeOf = (org: Record<string, DescribedField[]>) => async (object: string) => org[object] ?? [];
const org = describeOf({ Opportunity: fields('Id', 'Name', 'NextStep', 'ContactId'), Account: fields('Name', 'ShippingCity', 'erp__ERP_Tax_Id__c'), User: fields('Name', 'Email'), Contact: fields('Email', 'Phone'), Product2: fields('Name', 'QuantityUnitOfMeasure') });

describe('the fields that mappings name', () => {
  const names = packageNames('erp');

  it('are read by the name that the org has for them, with the namespace of the package', async () => {
    const chosen = await chooseFields(['Opportunity.NextStep', 'Account.ERP_Tax_Id__c', 'account.x', 'Account.shippingcity', 'Owner.Email', 'Product2.QuantityUnitOfMeasure', 'Contact.Email'], names, org);
    expect(chosen).toEqual({ header: ['NextStep', 'Account.erp__ERP_Tax_Id__c', 'Account.ShippingCity', 'Owner.Email'], lines: ['Product2.QuantityUnitOfMeasure'], contact: ['Email'], lacking: [] });
  });
  it('are left out when the org lacks them, and told as lacking, so that the query goes', async () => {
    expect(await chooseFields(['Account.Gone__c', 'Opportunity.Gone__c'], names, org)).toEqual({ header: [], lines: [], contact: [], lacking: ['Account.Gone__c', 'Opportunity.Gone__c'] });
  });
  it('are looked for in a fresh description before they count as lacking, so that a field that was granted meanwhile is found', async () => {
    const asked: (number | undefined)[] = [];
    const growing = async (object: string, atMostMs?: number) => {
      if (object === 'Account') asked.push(atMostMs);
      return object === 'Account' && atMostMs !== undefined ? fields('Region__c') : [];
    };
    expect(await chooseFields(['Account.Region__c'], names, growing)).toMatchObject({ header: ['Account.Region__c'], lacking: [] });
    expect(asked).toEqual([undefined, 60_000]);
  });
  it('never bring text into the query that the org did not tell', async () => {
    const hostile = ['Account.Name FROM User', "Account.X') OR (Id != '", 'Secret__c.Id', 'Account.Owner.Email', 'Account.', '.Name', 'constructor.name'];
    expect(await chooseFields(hostile, names, org)).toMatchObject({ header: [], lines: [], contact: [] });
  });
  it('are asked once each, and for the primary contact only when a mapping wants it', async () => {
    const soql = dealQuery(ID, names, FEATURES, await chooseFields(['Opportunity.Name', 'Opportunity.NextStep', 'Product2.Name'], names, org));
    const header = soql.slice('SELECT '.length, soql.indexOf(', (SELECT')).split(', ');
    expect(new Set(header.map((name) => name.toLowerCase())).size).toBe(header.length);
    expect(header).toContain('NextStep');
    expect(header).not.toContain('ContactId');
    expect(dealQuery(ID, names, FEATURES, await chooseFields(['Contact.Email'], names, org))).toContain('ContactId');
    const without = describeOf({ Opportunity: fields('Id'), Contact: fields('Email') });
    expect(dealQuery(ID, names, FEATURES, await chooseFields(['Contact.Email'], names, without))).not.toContain('Contact');
  });
  it('come as plain values under the names that mappings use', () => {
    const deal = toDeal({
      attributes: { type: 'Opportunity' }, Id: ID, Name: 'Pumps', NextStep: null, erp__ERP_Cycle__c: 2, Account: { attributes: {}, Id: '001000000000001AAA', Name: "O'Hara", erp__ERP_Tax_Id__c: 'DE1' }, Owner: { Name: 'Robin' },
      OpportunityLineItems: { done: true, records: [{ Id: '00k000000000001AAA', Quantity: 2, UnitPrice: 1.5, Product2: { Name: 'Pump', erp__ERP_Item_Number__c: ' P-1' } }] },
    }, names, 'USD');
    expect(deal.record).toEqual({ Opportunity: { Id: ID, Name: 'Pumps', NextStep: null, ERP_Cycle__c: 2 }, Account: { Id: '001000000000001AAA', Name: "O'Hara", ERP_Tax_Id__c: 'DE1' }, Owner: { Name: 'Robin' } });
    expect(deal.lines[0]?.record).toEqual({ OpportunityLineItem: { Id: '00k000000000001AAA', Quantity: 2, UnitPrice: 1.5 }, Product2: { Name: 'Pump', ERP_Item_Number__c: ' P-1' }, PricebookEntry: {} });
  });
});
