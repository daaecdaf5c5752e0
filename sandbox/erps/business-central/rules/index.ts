import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { orderLines } from './order-lines.ts';
import { orders } from './orders.ts';
import { codeList, customerPayments, items } from './others.ts';
import type { Rule } from './rule.ts';

/** Sets that can be written; every other one answers 405. */
export const rules: Readonly<Record<string, Rule>> = {
  customers,
  contacts,
  items,
  salesOrders: orders,
  salesOrderLines: orderLines,
  customerPayments,
  customerPaymentJournals: codeList('customerPaymentJournals', 'Gen. Journal Batch'),
  currencies: codeList('currencies', 'Currency'),
  paymentTerms: codeList('paymentTerms', 'Payment Terms'),
  paymentMethods: codeList('paymentMethods', 'Payment Method'),
  shipmentMethods: codeList('shipmentMethods', 'Shipment Method'),
  unitsOfMeasure: codeList('unitsOfMeasure', 'Unit of Measure'),
  locations: codeList('locations', 'Location'),
};

/** Collections that may come inside their parent, in one POST. */
export const deepInserts: Readonly<Record<string, { readonly set: string; readonly field: string }>> = {
  'salesOrders/salesOrderLines': { set: 'salesOrderLines', field: 'documentId' },
};
