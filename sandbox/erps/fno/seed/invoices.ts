import { companyOf, findCustomer } from '../../../data/catalogue.ts';
import type { CatalogueInvoice } from '../../../data/invoices.ts';
import { rateBetween, roundMoney } from '../../../data/places.ts';
import { noDate, noon } from '../dialect.ts';
import { areaOf, type Seeding } from './put.ts';

/** Posted invoices with lines, and the ledger rows of invoices, payments, free text invoices and payments on account. */
export function seedInvoices(seeding: Seeding): void {
  for (const invoice of seeding.catalogue.invoices) {
    seedInvoice(seeding, invoice);
    seedLedger(seeding, invoice);
  }
}

function seedInvoice({ catalogue, put }: Seeding, invoice: CatalogueInvoice): void {
  const customer = findCustomer(catalogue, invoice.customerNumber);
  const company = companyOf(invoice.company);
  const [warehouse] = company.warehouses;
  const key = { dataAreaId: areaOf(company), InvoiceNumber: invoice.number, InvoiceDate: noon(invoice.day), LedgerVoucher: invoice.voucher };
  put('SalesInvoiceHeadersV2', {
    ...key,
    InvoiceCustomerAccountNumber: customer.number,
    SalesOrderNumber: invoice.orderNumber,
    CurrencyCode: invoice.currency,
    TotalInvoiceAmount: invoice.total,
    TotalTaxAmount: invoice.tax,
    PaymentTermsName: customer.paymentTerms,
    DeliveryModeCode: '99',
    ContactPersonId: customer.contact.id,
    InvoiceAddressStreet: customer.street,
    InvoiceAddressCity: customer.city,
    InvoiceAddressZipCode: customer.postalCode,
    InvoiceAddressCountryRegionISOCode: customer.country,
  });
  invoice.lines.forEach((line, at) =>
    put('SalesInvoiceV3Lines', {
      ...key,
      LineCreationSequenceNumber: at + 1,
      ProductNumber: line.itemNumber,
      ProductName: line.description,
      ProductDescription: line.description,
      InvoicedQuantity: line.quantity,
      SalesUnitSymbol: line.unit,
      SalesPrice: line.price,
      LineAmount: line.amount,
      CurrencyCode: invoice.currency,
      InventorySiteId: warehouse.site,
      InventoryWarehouseId: warehouse.code,
    }),
  );
}

function seedLedger(seeding: Seeding, invoice: CatalogueInvoice): void {
  const { currency } = companyOf(invoice.company);
  const mst = (amount: number): number => roundMoney(amount * rateBetween(invoice.currency, currency), currency);
  const settled = roundMoney(invoice.total - invoice.open, invoice.currency);
  const last = invoice.payments.at(-1);
  const common = { dataAreaId: areaOf(companyOf(invoice.company)), AccountNum: invoice.customerNumber, OrderAccount: invoice.customerNumber, CurrencyCode: invoice.currency, ExchRate: rateBetween(invoice.currency, currency) * 100, PostingProfile: 'GEN', Approved: 'Yes' };
  putTransaction(seeding, {
    ...common,
    Invoice: invoice.number,
    Voucher: invoice.voucher,
    TransType: 'Sales',
    TransDate: noon(invoice.day),
    DocumentDate: noon(invoice.day),
    DueDate: noon(invoice.dueDay),
    AmountCur: invoice.total,
    AmountMST: mst(invoice.total),
    SettleAmountCur: settled,
    SettleAmountMST: mst(settled),
    Closed: last && invoice.open === 0 ? noon(last.day) : noDate,
    ...(last && { LastSettleDate: noon(last.day), LastSettleVoucher: last.number }),
  });
  for (const payment of invoice.payments) {
    const amount = -payment.amount;
    putTransaction(seeding, {
      ...common,
      Voucher: payment.number,
      TransType: 'Payment',
      Txt: payment.reference,
      TransDate: noon(payment.day),
      DueDate: noon(payment.day),
      AmountCur: amount,
      AmountMST: mst(amount),
      SettleAmountCur: amount,
      SettleAmountMST: mst(amount),
      Closed: noon(payment.day),
      LastSettleDate: noon(payment.day),
      LastSettleVoucher: invoice.voucher,
      PaymReference: payment.reference,
      PaymMode: 'TRANSFER',
    });
  }
}

/** A ledger row, and its open part while there is one. */
export function putTransaction({ put, nextRecId }: Pick<Seeding, 'put' | 'nextRecId'>, row: Readonly<Record<string, unknown>>): void {
  const id = nextRecId();
  put('CustTransactions', { ...row, SysRecId: id });
  if (row['Closed'] !== noDate) return;
  const part = (amount: string, settled: string): number => roundMoney(Number(row[amount] ?? 0) - Number(row[settled] ?? 0), 'USD');
  put('CustTransOpens', {
    dataAreaId: row['dataAreaId'],
    SysRecId: nextRecId(),
    RefRecId: id,
    AccountNum: row['AccountNum'],
    TransDate: row['TransDate'],
    DueDate: row['DueDate'],
    AmountCur: part('AmountCur', 'SettleAmountCur'),
    AmountMST: part('AmountMST', 'SettleAmountMST'),
  });
}
