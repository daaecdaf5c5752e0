import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { checkMapping } from '../../server/mapping/check-mapping.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { MAPPED_ERPS, MAPPED_OBJECTS, type MappedErp, type MappedObject } from '../../server/mapping/document.ts';
import { neededLookups, sourcesOf } from '../../server/mapping/needs.ts';
import { readEntityMetadata } from '../../server/mapping/read-entity-metadata.ts';
import type { MappingRecord } from '../../server/mapping/record.ts';

const apply = async (erp: MappedErp, object: MappedObject, record: MappingRecord) => {
  const { fields, problems } = await applyMapping(loadDefault(erp, object), record, { company: 'usmf' });
  expect(problems).toEqual([]);
  return fields;
};

const account = { Name: 'Contoso Ltd', ERP_Tax_Id__c: 'DE123456789', BillingStreet: 'Hauptstraße 1\nHinterhaus', BillingCity: 'München', BillingState: 'BY', BillingPostalCode: '80331', BillingCountry: 'Germany', Phone: '089 123', Website: 'https://contoso.example' };
const own = { key: 'ABCDEFGHIJKLMNOP', company: 'usmf', customerNumber: 'C-00001', invoiceAccount: 'C-00009', currency: 'EUR', itemNumber: ' P-1', lineReference: '00k1', site: '1', warehouse: '11', customerGroup: '10' };
const line = { Quantity: 2.5, UnitPrice: 19.99, Discount: 12.5, Description: 'Blue', ServiceDate: '2026-03-01' };

describe('the shipped mappings', () => {
  test.each(MAPPED_ERPS.flatMap((erp) => MAPPED_OBJECTS.map((object) => [erp, object] as const)))('for %s %s fit the environment without a finding', (erp, object) => {
    const edmx = readFileSync(new URL(`../../sandbox/erps/${erp}/metadata.xml`, import.meta.url), 'utf8');
    const document = loadDefault(erp, object);
    const target = readEntityMetadata(edmx, document.set);
    expect(checkMapping(document, { target })).toEqual([]);
  });

  test('send for F&O what an order always had', async () => {
    const record = { Opportunity: { Name: 'Big deal', ERP_Customer_PO__c: 'PO-7' }, Account: account, OpportunityLineItem: line, Crossledger: own };
    expect(await apply('fno', 'order', record)).toEqual({
      OrderingCustomerAccountNumber: 'C-00001', InvoiceCustomerAccountNumber: 'C-00009', CurrencyCode: 'EUR', CustomerRequisitionNumber: 'PO-7', SalesOrderName: 'Big deal', DefaultShippingSiteId: '1', DefaultShippingWarehouseId: '11',
    });
    expect(await apply('fno', 'order-line', record)).toEqual({
      ItemNumber: ' P-1', OrderedSalesQuantity: 2.5, LineDescription: 'Blue', SalesPrice: 19.99, LineDiscountPercentage: 12.5, RequestedShippingDate: '2026-03-01T12:00:00Z', ShippingSiteId: '1', ShippingWarehouseId: '11',
    });
    expect(await apply('fno', 'customer', record)).toEqual({
      PartyType: 'Organization', OrganizationName: 'Contoso Ltd', CustomerGroupId: '10', SalesCurrencyCode: 'EUR', TaxExemptNumber: 'DE123456789', AddressCountryRegionId: 'DEU', AddressStreet: 'Hauptstraße 1\nHinterhaus',
      AddressCity: 'München', AddressState: 'BY', AddressZipCode: '80331', PrimaryContactPhone: '089 123', PrimaryContactURL: 'https://contoso.example',
    });
  });

  test('make a person of a person account, with its name in parts where the ERP has them', async () => {
    const record = { Account: { ...account, Name: 'Anna Schmidt', FirstName: 'Anna', LastName: 'Schmidt', PersonEmail: 'anna@example.com' }, Crossledger: { ...own, partyType: 'Person' } };
    const person = await apply('fno', 'customer', record);
    expect(person).toMatchObject({ PartyType: 'Person', PersonFirstName: 'Anna', PersonLastName: 'Schmidt', PrimaryContactEmail: 'anna@example.com' });
    expect(person).not.toHaveProperty('OrganizationName');
    expect(await apply('business-central', 'customer', record)).toMatchObject({ type: 'Person', displayName: 'Anna Schmidt', email: 'anna@example.com' });
  });

  test('make a business of an account in an org that does not know persons', async () => {
    const lacking = ['Account.FirstName', 'Account.LastName', 'Account.PersonEmail'];
    const { fields, problems } = await applyMapping(loadDefault('fno', 'customer'), { Account: account, Crossledger: { ...own, partyType: 'Organization' } }, { company: 'usmf', lacking });
    expect(problems).toEqual([]);
    expect(fields).toMatchObject({ PartyType: 'Organization', OrganizationName: 'Contoso Ltd' });
  });

  test('leave out for F&O what a deal does not have, and send a price of zero', async () => {
    const bare = { customerNumber: 'C-1', invoiceAccount: 'C-1', currency: 'USD', itemNumber: 'P-1' };
    expect(await apply('fno', 'order', { Opportunity: { Name: 'x'.repeat(61) }, Account: { Name: 'A' }, Crossledger: bare })).toEqual({ OrderingCustomerAccountNumber: 'C-1', InvoiceCustomerAccountNumber: 'C-1', CurrencyCode: 'USD', SalesOrderName: 'x'.repeat(60) });
    expect(await apply('fno', 'order-line', { OpportunityLineItem: { Quantity: -1, UnitPrice: 0, Discount: 0 }, Crossledger: bare })).toEqual({ ItemNumber: 'P-1', OrderedSalesQuantity: -1, SalesPrice: 0 });
  });

  test('put the purchase order into the reference that does not carry the key', async () => {
    const document = loadDefault('fno', 'order', { keyField: 'CustomerRequisitionNumber' });
    const { fields } = await applyMapping(document, { Opportunity: { ERP_Customer_PO__c: 'PO-7' }, Crossledger: own }, { company: 'usmf' });
    expect(fields).toMatchObject({ CustomersOrderReference: 'PO-7' });
    expect(fields).not.toHaveProperty('CustomerRequisitionNumber');
    expect(checkMapping(document, { keyField: 'CustomerRequisitionNumber' })).toEqual([]);
  });

  test('send for F&O contact, own delivery address, terms, owner, unit, discounts and dates where the deal has them', async () => {
    const record = {
      Opportunity: { Name: 'D', ERP_Requested_Date__c: '2026-04-01', ERP_Payment_Terms__c: 'Net30', ERP_Delivery_Terms__c: 'FOB', ERP_Delivery_Mode__c: 'Air', ERP_Discount_Percent__c: 5, ERP_Discount_Amount__c: 10 },
      Account: { ...account, ShippingStreet: 'Hafen 3', ShippingCity: 'Hamburg', ShippingPostalCode: '20457', ShippingCountry: 'DE' },
      Contact: { Email: 'ada@contoso.example' }, Owner: { EmployeeNumber: '000042' },
      OpportunityLineItem: { Quantity: 4, UnitPrice: 10, ERP_Unit__c: 'ea', ERP_Discount_Amount__c: 10 }, Crossledger: own,
    };
    expect(await apply('fno', 'order', record)).toMatchObject({
      RequestedShippingDate: '2026-04-01T12:00:00Z', PaymentTermsName: 'Net30', DeliveryTermsCode: 'FOB', DeliveryModeCode: 'Air', TotalDiscountPercentage: 5, TotalDiscountAmount: 10, OrderResponsiblePersonnelNumber: '000042', Email: 'ada@contoso.example',
      IsDeliveryAddressOrderSpecific: 'Yes', DeliveryAddressName: 'Contoso Ltd', DeliveryAddressStreet: 'Hafen 3', DeliveryAddressCity: 'Hamburg', DeliveryAddressZipCode: '20457', DeliveryAddressCountryRegionId: 'DEU',
    });
    expect(await apply('fno', 'order-line', record)).toMatchObject({ SalesUnitSymbol: 'ea', LineDiscountAmount: 2.5 });
  });

  test('send for Business Central the same order in its words', async () => {
    const record = { Opportunity: { Name: 'D', ERP_Requested_Date__c: '2026-04-01' }, Account: { ...account, ShippingStreet: 'Hafen 3', ShippingCity: 'Hamburg', ShippingCountry: 'Deutschland' }, Contact: { Name: 'Ada Lovelace', Email: 'ada@contoso.example' }, OpportunityLineItem: { ...line, Description: 'd'.repeat(120) }, Crossledger: own };
    expect(await apply('business-central', 'order', record)).toEqual({
      customerNumber: 'C-00001', currencyCode: 'EUR', requestedDeliveryDate: '2026-04-01', shipToName: 'Contoso Ltd', shipToContact: 'Ada Lovelace', shipToAddressLine1: 'Hafen 3', shipToCity: 'Hamburg', shipToCountry: 'DE', email: 'ada@contoso.example',
    });
    expect(await apply('business-central', 'order-line', record)).toEqual({ description: 'd'.repeat(100), quantity: 2.5, shipmentDate: '2026-03-01', unitPrice: 19.99, discountPercent: 12.5 });
    expect(await apply('business-central', 'customer', record)).toEqual({
      displayName: 'Contoso Ltd', type: 'Company', addressLine1: 'Hauptstraße 1', addressLine2: 'Hinterhaus', city: 'München', state: 'BY', postalCode: '80331', country: 'DE', phoneNumber: '089 123', website: 'https://contoso.example', taxRegistrationNumber: 'DE123456789', currencyCode: 'EUR',
    });
  });

  test('ask the ERP nothing for a deal without terms', async () => {
    expect(await neededLookups(loadDefault('business-central', 'order'), { Opportunity: {}, Crossledger: own }, { company: 'CRONUS' })).toEqual([]);
    expect(await neededLookups(loadDefault('business-central', 'order'), { Opportunity: { ERP_Payment_Terms__c: '14 DAYS' }, Crossledger: own }, { company: 'CRONUS' })).toEqual([{ set: 'paymentTerms', by: 'code', give: 'id', value: '14 DAYS' }]);
  });

  test('make a contact of each ERP', async () => {
    const record = { Contact: { FirstName: 'Ada', LastName: 'Lovelace', Name: 'Ada Lovelace', Email: 'ada@contoso.example', Phone: '089 4567890', MailingCountry: 'Austria' }, Account: account, Crossledger: { partyNumber: '000001', customerName: 'Contoso Limited' } };
    expect(await apply('fno', 'contact', record)).toEqual({ AssociatedPartyNumber: '000001', FirstName: 'Ada', LastName: 'Lovelace', PrimaryEmailAddress: 'ada@contoso.example', PrimaryPhoneNumber: '+49894567890', PrimaryAddressCountryRegionId: 'AUT' });
    expect(await apply('business-central', 'contact', record)).toEqual({ type: 'Person', displayName: 'Ada Lovelace', companyName: 'Contoso Limited', email: 'ada@contoso.example', phoneNumber: '+49894567890', country: 'AT' });
  });

  test('put the contact that was found into the header of F&O, and nothing where none is', async () => {
    const record = { Opportunity: { Name: 'D' }, Contact: { Name: 'Ada Lovelace' }, Account: account, Crossledger: { ...own, contactId: '000000041' } };
    expect(await apply('fno', 'order', record)).toMatchObject({ ContactPersonId: '000000041' });
    expect(await apply('fno', 'order', { ...record, Crossledger: { ...own, contactId: null } })).not.toHaveProperty('ContactPersonId');
  });

  test('refuse a contact without a party in F&O and name the property, and one without a name in Business Central', async () => {
    const problems = async (erp: MappedErp, record: MappingRecord) => (await applyMapping(loadDefault(erp, 'contact'), record, { company: 'usmf' })).problems.map((problem) => problem.sentence);
    expect(await problems('fno', { Contact: { LastName: 'Lovelace' }, Crossledger: { partyNumber: null } })).toEqual([expect.stringMatching(/(?=.*AssociatedPartyNumber)Crossledger\.partyNumber/s)]);
    expect(await problems('business-central', { Contact: { Email: 'ada@contoso.example' }, Crossledger: { customerName: 'Contoso' } })).toEqual([expect.stringMatching(/(?=.*displayName)Contact\.Name/s)]);
  });

  test('need no expression, and read Salesforce fields of two levels only', () => {
    for (const erp of MAPPED_ERPS) {
      for (const object of MAPPED_OBJECTS) {
        const document = loadDefault(erp, object);
        expect(document.fields.filter((field) => field.expression !== undefined || typeof field.when === 'string')).toEqual([]);
        for (const path of sourcesOf([document])) expect(path).toMatch(/^\w+\.\w+$/);
      }
    }
  });
});
