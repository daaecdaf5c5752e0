import { fieldMissing, writeFailed } from '../problems.ts';
import { findRecord, nextNumber, recordsWhere, textOf } from '../world.ts';
import { checkLookups, type Lookup, type Rule } from './rule.ts';

const entity = 'CustCustomerV3Entity';

const lookups: readonly Lookup[] = [
  { property: 'CustomerGroupId', field: 'Customer group', set: 'CustomerGroups', table: 'Customer groups', key: 'CustomerGroupId' },
  { property: 'SalesCurrencyCode', field: 'Currency', set: 'Currencies', table: 'Currencies', key: 'CurrencyCode', isShared: true },
  { property: 'PaymentTerms', field: 'Terms of payment', set: 'PaymentTerms', table: 'Terms of payment', key: 'Name' },
  { property: 'DeliveryMode', field: 'Mode of delivery', set: 'DeliveryModesV2', table: 'Modes of delivery', key: 'ModeCode' },
  { property: 'DeliveryTerms', field: 'Delivery terms', set: 'DeliveryTerms', table: 'Terms of delivery', key: 'TermsCode' },
  { property: 'SalesTaxGroup', field: 'Sales tax group', set: 'TaxGroups', table: 'Sales tax groups', key: 'TaxGroupCode' },
  { property: 'InvoiceAccount', field: 'Invoice account', set: 'CustomersV3', table: 'Customers', key: 'CustomerAccount' },
  { property: 'ContactPersonId', field: 'Contact', set: 'ContactPersons', table: 'Contacts', key: 'ContactPersonId' },
];

export const customers: Rule = {
  entity,
  create(world, row) {
    const partyType = textOf(row, 'PartyType') || 'Organization';
    if (partyType !== 'Organization' && partyType !== 'Person') throw writeFailed(entity, `Error: Party type '${partyType}' is not valid.`);
    const name = partyType === 'Person' ? `${textOf(row, 'PersonFirstName')} ${textOf(row, 'PersonLastName')}`.trim() : textOf(row, 'OrganizationName');
    if (name === '') throw fieldMissing(entity, 'Name');
    checkLookups(world, entity, row, row['dataAreaId'], lookups);
    const group = findRecord(world, 'CustomerGroups', { dataAreaId: row['dataAreaId'], CustomerGroupId: row['CustomerGroupId'] });
    const street = [row['AddressStreet'], `${textOf(row, 'AddressCity')} ${textOf(row, 'AddressZipCode')}`.trim(), row['AddressCountryRegionId']];
    return {
      PartyType: partyType,
      PartyNumber: nextNumber(world, 'CustomersV3', 'PartyNumber', '', 9),
      CustomerAccount: nextNumber(world, 'CustomersV3', 'CustomerAccount', 'C-', 5),
      NameAlias: name.slice(0, 20),
      KnownAs: name,
      PaymentTerms: group ? textOf(group.row, 'PaymentTermId') : '',
      FullPrimaryAddress: street.filter((part) => typeof part === 'string' && part !== '').join('\n'),
      ...row,
    };
  },
  update(world, stored, changes) {
    checkLookups(world, entity, changes, stored.row['dataAreaId'], lookups);
    return changes;
  },
  remove(world, stored) {
    const account = textOf(stored.row, 'CustomerAccount');
    const company = stored.row['dataAreaId'];
    const isUsed = recordsWhere(world, 'CustTransactions', 'AccountNum', account, company).length + recordsWhere(world, 'SalesOrderHeadersV2', 'OrderingCustomerAccountNumber', account, company).length > 0;
    if (isUsed) throw writeFailed(entity, `Error: Cannot delete the customer '${account}' while dependent records exist.`);
  },
};
