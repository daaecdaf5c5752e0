import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { checkMapping, type KnownNames } from '../../server/mapping/check-mapping.ts';
import type { EntityMetadata } from '../../server/mapping/entity-metadata.ts';
import { inspectMapping } from '../../server/mapping/inspect-mapping.ts';
import { nearest } from '../../server/mapping/nearest.ts';
import { PROTECTED } from '../../server/mapping/protected.ts';
import { readMapping } from '../../server/mapping/parse-mapping.ts';
import { readEntityMetadata, readSetNames } from '../../server/mapping/read-entity-metadata.ts';

const edmx = (erp: string): string => readFileSync(new URL(`../../sandbox/erps/${erp}/metadata.xml`, import.meta.url), 'utf8');
const entity = (erp: string, set: string): EntityMetadata => {
  const found = readEntityMetadata(edmx(erp), set);
  if (found === null) throw new Error(`no set ${set}`);
  return found;
};
const headers = entity('fno', 'SalesOrderHeadersV2');

const NEEDED = ['OrderingCustomerAccountNumber', 'InvoiceCustomerAccountNumber', 'CurrencyCode'].map((target) => `  - { target: ${target}, constant: x }\n`).join('');
const orderWith = (fields: string): string => `object: order\nerp: fno\nset: SalesOrderHeadersV2\nfields:\n${NEEDED}${fields}`;
const found = (fields: string, known: KnownNames = { target: headers }) => checkMapping(readMapping(orderWith(fields)), known).map((finding) => `${finding.level} ${finding.code}: ${finding.sentence}`);

describe('metadata of an environment', () => {
  test('tells type, read-only, required and enumeration members of F&O properties', () => {
    const property = (name: string) => headers.properties.find((known) => known.name === name);
    expect(headers.properties).toHaveLength(168);
    expect(property('CurrencyCode')).toEqual({ name: 'CurrencyCode', type: 'Edm.String', readOnly: false, required: true, maxLength: null, enumMembers: null });
    expect(property('OrderTotalAmount')).toMatchObject({ type: 'Edm.Decimal', readOnly: true, required: false });
    expect(property('IsSalesProcessingStopped')).toMatchObject({ enumMembers: ['No', 'Yes'] });
    expect(entity('fno', 'SalesInvoiceHeadersV2').properties.every((known) => known.readOnly)).toBe(true);
  });

  test('tells lengths of Business Central properties', () => {
    const lines = entity('business-central', 'salesOrderLines').properties;
    expect(lines.find((known) => known.name === 'description')).toMatchObject({ type: 'Edm.String', maxLength: 100, readOnly: false });
    expect(lines.find((known) => known.name === 'netAmount')).toMatchObject({ readOnly: true });
    expect(lines.find((known) => known.name === 'lineType')?.enumMembers).toContain('Item');
  });

  test.each(['fno', 'business-central'])('of %s is read like a parser of the whole document reads it, set by set', (erp) => {
    const whole = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', isArray: (name) => ['Schema', 'EntityType', 'EntitySet', 'Property'].includes(name) }).parse(edmx(erp));
    const schemas = whole['edmx:Edmx']['edmx:DataServices'].Schema as { '@Namespace': string; EntityType?: { '@Name': string; Property: { '@Name': string }[] }[]; EntityContainer?: { EntitySet: { '@Name': string; '@EntityType': string }[] } }[];
    const sets = schemas.flatMap((schema) => schema.EntityContainer?.EntitySet ?? []);
    expect(readSetNames(edmx(erp))).toEqual(sets.map((set) => set['@Name']));
    for (const set of sets) {
      const type = schemas.flatMap((schema) => (schema.EntityType ?? []).filter((known) => `${schema['@Namespace']}.${known['@Name']}` === set['@EntityType']))[0];
      expect(readEntityMetadata(edmx(erp), set['@Name'])?.properties.map((property) => property.name), set['@Name']).toEqual(type?.Property.map((property) => property['@Name']));
    }
  });

  test('has no set that is not in it, lists those that are, and is refused when it is something else', () => {
    expect(readEntityMetadata(edmx('fno'), 'SalesOrderLinesV2')).toBeNull();
    expect(readSetNames(edmx('business-central'))).toContain('salesOrders');
    expect(() => readEntityMetadata('<html><body>Sign in</body></html>', 'X')).toThrow(/\$metadata has no schema/);
    expect(() => readEntityMetadata('{"error":1}', 'X')).toThrow(/\$metadata/);
  });
});

describe('a check of a mapping', () => {
  test('answers an unknown target with the nearest right one', () => {
    expect(found('  - { target: SalesOrderNmae, source: Opportunity.Name }')).toEqual(['error target-unknown: SalesOrderHeadersV2 has no property SalesOrderNmae. Did you mean "SalesOrderName"?']);
  });

  test('names what is read-only', () => {
    expect(found('  - { target: OrderTotalAmount, constant: 1, type: decimal }')).toEqual(['error target-read-only: SalesOrderHeadersV2.OrderTotalAmount is read-only in the ERP and cannot be sent.']);
  });

  test('names a mandatory field that an ERP has gained', () => {
    const grown: EntityMetadata = { ...headers, properties: [...headers.properties, { name: 'CarbonCode', type: 'Edm.String', readOnly: false, required: true, maxLength: null, enumMembers: null }] };
    expect(found('', { target: grown })).toEqual(['error target-mandatory: SalesOrderHeadersV2 needs CarbonCode, and the order mapping for fno does not fill it.']);
  });

  test('names what the ERP needs even when nothing is known of the environment', () => {
    const findings = checkMapping(readMapping('object: order\nerp: fno\nset: SalesOrderHeadersV2\nfields:\n  - { target: CurrencyCode, constant: EUR }'));
    expect(findings.map((finding) => finding.field)).toEqual(['OrderingCustomerAccountNumber', 'InvoiceCustomerAccountNumber']);
  });

  test.each(Object.entries(PROTECTED.fno.order))('refuses to map %s, which Crossledger fills: %s', (target, because) => {
    expect(found(`  - { target: ${target}, constant: x }`)).toEqual([`error target-protected: ${target} is filled by Crossledger itself, because ${because}. Take it out of the order mapping for fno.`]);
  });

  test('protects the other reference when that one carries the key', () => {
    const known: KnownNames = { target: headers, keyField: 'CustomerRequisitionNumber' };
    expect(found('  - { target: CustomersOrderReference, constant: x }', known)).toEqual([]);
    expect(found('  - { target: CustomerRequisitionNumber, constant: x }', known)[0]).toMatch(/^error target-protected/);
  });

  test('every protected property of a set exists in it', () => {
    const sets = { fno: { customer: 'CustomersV3', contact: 'ContactPersons', order: 'SalesOrderHeadersV2', 'order-line': 'SalesOrderLines' }, 'business-central': { customer: 'customers', contact: 'contacts', order: 'salesOrders', 'order-line': 'salesOrderLines' } };
    for (const [erp, objects] of Object.entries(sets)) {
      for (const [object, set] of Object.entries(objects)) {
        const names = entity(erp, set).properties.map((property) => property.name);
        for (const target of Object.keys(PROTECTED[erp as 'fno'][object as 'order'])) expect(names, `${erp} ${object}`).toContain(target);
      }
    }
  });

  test.each([
    ['  - { target: RequestedShippingDate, source: Opportunity.CloseDate }', 'the ERP has Edm.DateTimeOffset, the mapping sends type text'],
    ['  - { target: RequestedShippingDate, source: Opportunity.CloseDate, type: date }', 'the ERP has a date with a time; use format fno-date'],
    ['  - { target: TotalDiscountPercentage, source: Opportunity.X__c }', 'the ERP has Edm.Decimal, the mapping sends type text'],
    ['  - { target: TotalDiscountPercentage, source: Opportunity.X__c, type: decimal, format: text }', 'the ERP has Edm.Decimal and takes no text for it; use format number'],
    ['  - { target: Email, source: Contact.Email, type: decimal }', 'the ERP has Edm.String, the mapping sends type decimal'],
    ['  - { target: OverrideSalesTax, source: Opportunity.X__c, type: boolean }', 'the ERP has the enumeration NoYes; use type boolean with format yes-no only where its members are Yes and No'],
    ['  - { target: TotalDiscountPercentage, constant: much, type: decimal }', 'the constant "much" is no number'],
  ])('names a type that does not fit: %s', (field, says) => {
    expect(found(field)).toEqual([`error type-mismatch: ${/target: (\w+)/.exec(field)?.[1] ?? ''}: ${says}`]);
  });

  test('names an enumeration member that the ERP does not have', () => {
    expect(found('  - { target: InventoryReservationMethod, source: Opportunity.X__c, type: enum, values: { auto: Automatc, none: None } }')[0]).toMatch(/^error member-unknown: InventoryReservationMethod: "Automatc" is no member .* Did you mean "Automatic"\?$/);
  });

  test('warns where the mapping allows more than the ERP takes', () => {
    const document = readMapping('object: order-line\nerp: business-central\nset: salesOrderLines\nfields:\n  - { target: description, source: OpportunityLineItem.Description }\n  - { target: quantity, constant: 1, type: decimal }');
    expect(checkMapping(document, { target: entity('business-central', 'salesOrderLines') })).toMatchObject([{ level: 'warning', sentence: 'description: the ERP takes 100 characters, the mapping allows any length.' }]);
  });

  test('answers an unknown source with the nearest right one, also in conditions, transforms and expressions', () => {
    const sources = { Account: [{ name: 'BillingCity', type: 'string' }, { name: 'BillingCountry', type: 'string' }, { name: 'Phone', type: 'phone' }] };
    expect(found('  - { target: Email, source: Account.BilingCity, when: { source: Account.Fone, present: true }, transforms: [phone: { country: Account.BillingContry }] }\n  - { target: URL, expression: "Account.BillingCty" }', { sources })).toEqual([
      'error source-unknown: Email: the org has no field Account.BilingCity, or Crossledger may not read it. Did you mean "Account.BillingCity"?',
      'error source-unknown: Email: the org has no field Account.Fone, or Crossledger may not read it. Did you mean "Account.Phone"?',
      'error source-unknown: Email: the org has no field Account.BillingContry, or Crossledger may not read it. Did you mean "Account.BillingCountry"?',
      'error source-unknown: URL: the org has no field Account.BillingCty, or Crossledger may not read it. Did you mean "Account.BillingCity"?',
    ]);
    expect(found('  - { target: Email, source: Acount.Name }\n  - { target: URL, source: Crossledger.custmerNumber }', {})).toEqual([
      'error source-unknown: Email: "Acount" is no object that a mapping can read. Did you mean "Account"?',
      'error source-unknown: URL: Crossledger computes no value "custmerNumber". Did you mean "Crossledger.customerNumber"?',
    ]);
  });

  test('takes an optional source that the org lacks', () => {
    const sources = { Opportunity: [{ name: 'Name', type: 'string' }] };
    expect(found('  - { target: PaymentTermsName, source: Opportunity.ERP_Payment_Terms__c, optional: true, when: { source: Opportunity.ERP_Payment_Terms__c, notEquals: x } }', { sources })).toEqual([]);
  });

  test('warns of a source whose type hardly fits', () => {
    const sources = { Opportunity: [{ name: 'Name', type: 'string' }] };
    expect(found('  - { target: RequestedShippingDate, source: Opportunity.Name, type: date, format: fno-date }', { sources })).toEqual(['warning source-type: RequestedShippingDate: Opportunity.Name is a field of type string, the mapping sends a date.']);
  });

  test('says where an expression cannot be read', () => {
    expect(found('  - { target: Email, expression: "Contact.Email &" }')[0]).toMatch(/^error expression-invalid: Email: the expression cannot be used: /);
    expect(found('  - { target: Email, source: Contact.Email, when: "(" }')[0]).toMatch(/^error expression-invalid: Email: the condition cannot be used: /);
  });

  test('looks at the overrides of a company too, and says which company', () => {
    const text = `${orderWith('')}companies:\n  usmf:\n    fields:\n      - { target: CurrencyCode, remove: true }\n      - { target: Emial, constant: x }\n`;
    expect(inspectMapping(text, { target: headers }).findings.map(({ company, line, sentence }) => [company, line, sentence])).toEqual([
      ['usmf', 11, 'The order mapping for fno does not fill CurrencyCode, without which the ERP takes no row.'],
      ['usmf', 12, 'SalesOrderHeadersV2 has no property Emial. Did you mean "Email"?'],
    ]);
  });

  test('answers a look-up in an unknown set with the nearest right one', () => {
    expect(found('  - { target: DeliveryTermsCode, source: Opportunity.Terms, transforms: [lookup: { set: DeliveryTerm, by: TermsCode, give: TermsCode }] }', { sets: readSetNames(edmx('fno')) })).toEqual(['error set-unknown: DeliveryTermsCode: the environment has no entity set DeliveryTerm to look up in. Did you mean "DeliveryTerms"?']);
  });

  test('says that the environment lacks the whole set', () => {
    expect(found('', { target: null })).toEqual(['error set-unknown: The environment has no entity set SalesOrderHeadersV2.']);
  });
});

describe('the nearest name', () => {
  test.each([
    ['SalesOrderNmae', 'SalesOrderName'], ['currencycode', 'CurrencyCode'], ['Emial', 'Email'], ['DeliveryAddresCity', 'DeliveryAddressCity'], ['Zzzzzzzzzz', null],
  ])('to %s is %s', (name, expected) => {
    expect(nearest(name, headers.properties.map((property) => property.name))).toBe(expected);
  });
});
