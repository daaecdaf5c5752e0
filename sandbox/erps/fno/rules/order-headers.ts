import type { Row, Stored } from '../../odata/table.ts';
import { writeFailed } from '../problems.ts';
import { findRecord, nextNumber, recordsWhere, tableOf, textOf, type World } from '../world.ts';
import { checkLookups, type Lookup, type Rule } from './rule.ts';

const entity = 'SalesOrderHeaderV2Entity';

const lookups: readonly Lookup[] = [
  { property: 'OrderingCustomerAccountNumber', field: 'Customer account', set: 'CustomersV3', table: 'Customers', key: 'CustomerAccount' },
  { property: 'InvoiceCustomerAccountNumber', field: 'Invoice account', set: 'CustomersV3', table: 'Customers', key: 'CustomerAccount' },
  { property: 'CurrencyCode', field: 'Currency', set: 'Currencies', table: 'Currencies', key: 'CurrencyCode', isShared: true },
  { property: 'DefaultShippingSiteId', field: 'Site', set: 'OperationalSitesV2', table: 'Sites', key: 'SiteId' },
  { property: 'DefaultShippingWarehouseId', field: 'Warehouse', set: 'Warehouses', table: 'Warehouses', key: 'WarehouseId' },
  { property: 'DeliveryModeCode', field: 'Mode of delivery', set: 'DeliveryModesV2', table: 'Modes of delivery', key: 'ModeCode' },
  { property: 'DeliveryTermsCode', field: 'Delivery terms', set: 'DeliveryTerms', table: 'Terms of delivery', key: 'TermsCode' },
  { property: 'PaymentTermsName', field: 'Terms of payment', set: 'PaymentTerms', table: 'Terms of payment', key: 'Name' },
  { property: 'SalesOrderOriginCode', field: 'Sales origin', set: 'SalesOrderOriginCodes', table: 'Sales origin', key: 'OriginCode' },
  { property: 'SalesTaxGroupCode', field: 'Sales tax group', set: 'TaxGroups', table: 'Sales tax groups', key: 'TaxGroupCode' },
  { property: 'ContactPersonId', field: 'Contact', set: 'ContactPersons', table: 'Contacts', key: 'ContactPersonId' },
];

export const orderHeaders: Rule = {
  entity,
  create(world, row) {
    const company = row['dataAreaId'];
    if (textOf(row, 'SalesOrderNumber') !== '') throw writeFailed(entity, "Error: The number sequence for 'Sales order' does not allow manual numbers.");
    checkLookups(world, entity, row, company, lookups);
    for (const property of ['OrderingCustomerAccountNumber', 'InvoiceCustomerAccountNumber']) checkHold(world, company, textOf(row, property));
    checkWarehouse(world, row, company);
    const customer = findRecord(world, 'CustomersV3', { dataAreaId: company, CustomerAccount: row['OrderingCustomerAccountNumber'] })?.row ?? {};
    return {
      SalesOrderName: textOf(customer, 'OrganizationName'),
      LanguageId: textOf(customer, 'LanguageId'),
      PaymentTermsName: textOf(customer, 'PaymentTerms'),
      DeliveryModeCode: textOf(customer, 'DeliveryMode'),
      PriceCustomerGroupCode: textOf(customer, 'DiscountPriceGroupId'),
      DeliveryAddressName: textOf(customer, 'OrganizationName'),
      DeliveryAddressStreet: textOf(customer, 'AddressStreet'),
      DeliveryAddressCity: textOf(customer, 'AddressCity'),
      DeliveryAddressZipCode: textOf(customer, 'AddressZipCode'),
      DeliveryAddressCountryRegionId: textOf(customer, 'AddressCountryRegionId'),
      RequestedShippingDate: `${new Date().toISOString().slice(0, 10)}T12:00:00Z`,
      ...row,
      SalesOrderNumber: nextNumber(world, 'SalesOrderHeadersV2', 'SalesOrderNumber', 'SO-', 5),
      SalesOrderStatus: 'Backorder',
      SalesOrderProcessingStatus: 'Active',
      OrderCreationDateTime: `${new Date().toISOString().slice(0, 19)}Z`,
    };
  },
  update(world, stored, changes) {
    const company = stored.row['dataAreaId'];
    checkOpen(stored);
    checkLookups(world, entity, changes, company, lookups);
    checkWarehouse(world, { ...stored.row, ...changes }, company);
    return changes;
  },
  remove(world, stored, writer) {
    checkOpen(stored);
    for (const line of recordsWhere(world, 'SalesOrderLines', 'SalesOrderNumber', stored.row['SalesOrderNumber'], stored.row['dataAreaId'])) {
      writer.remove(tableOf(world, 'SalesOrderLines'), line);
    }
  },
};

function checkHold(world: World, company: unknown, account: string): void {
  const hold = findRecord(world, 'CustomersV3', { dataAreaId: company, CustomerAccount: account })?.row['OnHoldStatus'];
  if (hold === 'All' || hold === 'Requisition') throw writeFailed(entity, `Error: Customer account ${account} is on hold: ${hold}.`, `Warning: validateField failed on field '${entity}.OrderingCustomerAccountNumber'`);
}

function checkWarehouse(world: World, row: Row, company: unknown): void {
  const [site, warehouse] = [textOf(row, 'DefaultShippingSiteId'), textOf(row, 'DefaultShippingWarehouseId')];
  if (warehouse === '') return;
  const home = textOf(findRecord(world, 'Warehouses', { dataAreaId: company, WarehouseId: warehouse })?.row ?? {}, 'OperationalSiteId');
  if (site !== '' && home !== site) throw writeFailed(entity, `Error: Warehouse ${warehouse} is not linked to site ${site}.`);
}

function checkOpen(stored: Stored): void {
  const status = textOf(stored.row, 'SalesOrderStatus');
  if (status === 'Invoiced' || status === 'Canceled') throw writeFailed(entity, `Error: Sales order ${textOf(stored.row, 'SalesOrderNumber')} has status ${status} and cannot be changed.`);
}
