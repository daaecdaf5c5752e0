/** How a navigation property finds its records: own property, other set, indexed property there. */
export interface Join {
  readonly set: string;
  readonly own: string;
  readonly other: string;
}

const byId = (set: string, own: string): Join => ({ set, own, other: 'id' });
const lines = (set: string): Join => ({ set, own: 'id', other: 'documentId' });

const documentJoins = { customer: byId('customers', 'customerId'), currency: byId('currencies', 'currencyId'), paymentTerm: byId('paymentTerms', 'paymentTermsId'), shipmentMethod: byId('shipmentMethods', 'shipmentMethodId') };
const lineJoins = { item: byId('items', 'itemId'), location: byId('locations', 'locationId'), unitOfMeasure: byId('unitsOfMeasure', 'unitOfMeasureId') };

/** By type, then navigation name. */
export const joins: Readonly<Record<string, Readonly<Record<string, Join>>>> = {
  customer: {
    customerFinancialDetail: byId('customerFinancialDetails', 'id'),
    agedAccountsReceivable: { set: 'agedAccountsReceivables', own: 'id', other: 'customerId' },
    currency: byId('currencies', 'currencyId'),
    paymentTerm: byId('paymentTerms', 'paymentTermsId'),
    paymentMethod: byId('paymentMethods', 'paymentMethodId'),
    shipmentMethod: byId('shipmentMethods', 'shipmentMethodId'),
  },
  agedAccountsReceivable: { customer: byId('customers', 'customerId') },
  customerFinancialDetail: { customer: byId('customers', 'id') },
  customerPaymentJournal: { customerPayments: { set: 'customerPayments', own: 'id', other: 'journalId' } },
  customerPayment: { customer: byId('customers', 'customerId'), customerPaymentJournal: byId('customerPaymentJournals', 'journalId') },
  item: { unitOfMeasure: byId('unitsOfMeasure', 'baseUnitOfMeasureId') },
  salesOrder: { ...documentJoins, salesOrderLines: lines('salesOrderLines') },
  salesInvoice: { ...documentJoins, salesInvoiceLines: lines('salesInvoiceLines') },
  salesShipment: { customer: documentJoins.customer, salesShipmentLines: lines('salesShipmentLines') },
  salesCreditMemo: { ...documentJoins, salesCreditMemoLines: lines('salesCreditMemoLines') },
  salesOrderLine: { ...lineJoins, salesOrder: byId('salesOrders', 'documentId') },
  salesInvoiceLine: { ...lineJoins, salesInvoice: byId('salesInvoices', 'documentId') },
  salesShipmentLine: { salesShipment: byId('salesShipments', 'documentId') },
  salesCreditMemoLine: { ...lineJoins, salesCreditMemo: byId('salesCreditMemos', 'documentId') },
};

/** Line sets, with the field that names their document. */
export const lineSets: Readonly<Record<string, string>> = {
  salesOrderLines: 'documentId',
  salesInvoiceLines: 'documentId',
  salesShipmentLines: 'documentId',
  salesCreditMemoLines: 'documentId',
};
