/** How a navigation property finds its records: pairs of own property and the other set's property, the indexed one first. */
export interface Join {
  readonly set: string;
  readonly pairs: readonly (readonly [own: string, other: string])[];
}

const sameArea = ['dataAreaId', 'dataAreaId'] as const;
const journal = [['JournalBatchNumber', 'JournalBatchNumber'], sameArea] as const;
const product = [['ProductNumber', 'ProductNumber']] as const;
const order = [['SalesOrderNumber', 'SalesOrderNumber'], sameArea] as const;
const invoice = [['InvoiceNumber', 'InvoiceNumber'], ['LedgerVoucher', 'LedgerVoucher'], ['InvoiceDate', 'InvoiceDate'], sameArea] as const;

/** By type and navigation name. */
export const joins: Readonly<Record<string, Join>> = {
  'SalesOrderHeaderV2/SalesOrderLines': { set: 'SalesOrderLines', pairs: order },
  'SalesOrderLine/SalesOrderHeaderV2': { set: 'SalesOrderHeadersV2', pairs: order },
  'SalesInvoiceHeaderV2/SalesInvoiceLinesV3': { set: 'SalesInvoiceV3Lines', pairs: invoice },
  'SalesInvoiceV3Line/SalesInvoiceHeaderV2': { set: 'SalesInvoiceHeadersV2', pairs: invoice },
  'CustTransaction/CustTransOpen': { set: 'CustTransOpens', pairs: [['SysRecId', 'RefRecId'], sameArea] },
  'CustTransOpen/CustTransaction': { set: 'CustTransactions', pairs: [['RefRecId', 'SysRecId'], sameArea] },
  'CDSInventoryOnHandRequest/CDSInventoryOnHandEntries': { set: 'CDSInventoryOnHandEntries', pairs: [['RequestId', 'RequestId'], sameArea] },
  'ProductV2/ReleasedProducts': { set: 'ReleasedProductsV2', pairs: product },
  'ReleasedProductV2/ProductV2': { set: 'ProductsV2', pairs: product },
  'CustomerPaymentJournalHeader/CustomerPaymentJournalLineHeaderEntity': { set: 'CustomerPaymentJournalLines', pairs: journal },
  'CustomerPaymentJournalLine/CustomerPaymentJournalLineHeaderEntityRole': { set: 'CustomerPaymentJournalHeaders', pairs: journal },
  'CustomerPaymentJournalLine/CustomerPaymentJournalLineRole': {
    set: 'PaymentJournalLineSettledInvoices',
    pairs: [['JournalBatchNumber', 'JournalBatchNumber'], ['LineNumber', 'JournalLineNumber'], ['dataAreaId', 'JournalLineCompany']],
  },
  'FreeTextInvoiceHeader/CustFreeTextInvoiceHeader': { set: 'FreeTextInvoiceLines', pairs: [['InvoiceIdentifier', 'ParentRecId'], sameArea] },
};
