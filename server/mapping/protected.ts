import type { MappedErp, MappedObject } from './document.ts';

/** Fields that Crossledger fills itself, with the reason that an admin reads. */
export const PROTECTED: Readonly<Record<MappedErp, Readonly<Record<MappedObject, Readonly<Record<string, string>>>>>> = {
  fno: {
    customer: { dataAreaId: 'it is the company of the order', CustomerAccount: 'F&O numbers new customers itself' },
    contact: { dataAreaId: 'it is the company of the order', ContactPersonId: 'F&O numbers new contacts itself' },
    order: {
      dataAreaId: 'it is the company of the order',
      SalesOrderNumber: 'F&O numbers orders itself',
      IsSalesProcessingStopped: 'the order is held until its lines are read back',
      CustomersOrderReference: 'it carries the key that keeps an order from being made twice',
    },
    'order-line': {
      dataAreaId: 'it is the company of the order',
      SalesOrderNumber: 'it ties the line to its order',
      OrderLineReference: 'it tells which line of the deal this is',
      InventoryLotId: 'F&O numbers lines itself',
    },
  },
  'business-central': {
    customer: { id: 'Business Central makes it', number: 'Business Central numbers new customers itself' },
    contact: { id: 'Business Central makes it', number: 'Business Central numbers new contacts itself' },
    order: {
      id: 'Business Central makes it',
      number: 'Business Central numbers orders itself',
      externalDocumentNumber: 'it carries the purchase order and the key that keeps an order from being made twice',
      status: 'Business Central releases orders by its own rule',
      discountAmount: 'it is what comes off the whole order, set when its lines are there',
    },
    'order-line': {
      id: 'Business Central makes it',
      documentId: 'it ties the line to its order',
      sequence: 'it tells which line of the deal this is',
      lineType: 'the line is an item of the order',
      lineObjectNumber: 'it is the item that was checked in this company',
      itemId: 'the item is named by lineObjectNumber',
      accountId: 'the item is named by lineObjectNumber',
    },
  },
};

/** Properties without which the ERP takes no row, whatever its metadata says (fno.md §5, business-central.md §4); protected ones are not among them. Of a group one is enough. */
export const NEEDED: Readonly<Record<MappedErp, Readonly<Record<MappedObject, readonly (readonly string[])[]>>>> = {
  fno: {
    customer: [['OrganizationName', 'PersonLastName'], ['CustomerGroupId'], ['SalesCurrencyCode']],
    contact: [['FirstName', 'LastName', 'ContactPersonName'], ['AssociatedPartyNumber']],
    order: [['OrderingCustomerAccountNumber'], ['InvoiceCustomerAccountNumber'], ['CurrencyCode']],
    'order-line': [['ItemNumber'], ['OrderedSalesQuantity']],
  },
  'business-central': {
    customer: [['displayName']],
    contact: [['displayName']],
    order: [['customerNumber', 'customerId']],
    'order-line': [['quantity']],
  },
};

export type KeyField = 'CustomersOrderReference' | 'CustomerRequisitionNumber' | 'externalDocumentNumber';

/** Why a target may not be mapped; undefined when it may. F&O keeps the key in the field that the connection names. */
export function protectedBecause(erp: MappedErp, object: MappedObject, target: string, keyField?: KeyField): string | undefined {
  const isSwapped = erp === 'fno' && object === 'order' && keyField === 'CustomerRequisitionNumber';
  const name = isSwapped ? (SWAP[target] ?? target) : target;
  return Object.entries(PROTECTED[erp][object]).find(([listed]) => listed.toLowerCase() === name.toLowerCase())?.[1];
}

/** The two references of an F&O order: one takes the key, the other one the purchase order. */
export const SWAP: Readonly<Record<string, string>> = { CustomersOrderReference: 'CustomerRequisitionNumber', CustomerRequisitionNumber: 'CustomersOrderReference' };
