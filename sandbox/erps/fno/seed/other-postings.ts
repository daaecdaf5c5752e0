import { companyOf } from '../../../data/catalogue.ts';
import type { CatalogueInvoice, CataloguePayment } from '../../../data/invoices.ts';
import { makeDays } from '../../../data/days.ts';
import { rateBetween, roundMoney } from '../../../data/places.ts';
import { noDate, noon } from '../dialect.ts';
import { putTransaction } from './invoices.ts';
import { areaOf, displayValue, type Seeding } from './put.ts';

/** Free text invoices and credit notes, payments on account, and the journals that posted the payments. */
export function seedOtherPostings(seeding: Seeding): void {
  seedFreeText(seeding);
  seedOnAccount(seeding);
  seedPaymentJournals(seeding);
}

/** Every fifth customer has one; every second of them is a credit. */
function seedFreeText(seeding: Seeding): void {
  const days = makeDays(seeding.catalogue.baseDate);
  seeding.catalogue.customers.filter((_, at) => at % 5 === 2).forEach((customer, at) => {
    const company = companyOf(customer.companies[0] ?? 'us');
    const dataAreaId = areaOf(company);
    const id = seeding.nextRecId();
    const [number, amount, day] = [`FTI-${String(at + 1).padStart(6, '0')}`, at % 2 === 0 ? 450 : -250, days.ago(7 * at + 3)];
    const dates = { InvoiceDate: noon(day), DueDate: noon(day), DocumentDate: noon(day) };
    seeding.put('FreeTextInvoiceHeaders', { dataAreaId, InvoiceIdentifier: id, FreeTextNumber: number, CustomerAccount: customer.number, InvoiceAccount: customer.number, CurrencyCode: company.currency, InvoiceName: customer.name, IsPosted: 'Yes', TermsOfPayment: customer.paymentTerms, CustomerGroup: customer.group, ...dates });
    seeding.put('FreeTextInvoiceLines', { dataAreaId, LineNumber: 1, ParentRecId: id, Description: amount < 0 ? 'Goodwill credit' : 'Freight', Quantity: 1, UnitPrice: amount, TransactionCurrencyAmount: amount, CurrencyCode: company.currency, MainAccountDisplayValue: '401100' });
    putTransaction(seeding, { dataAreaId, AccountNum: customer.number, OrderAccount: customer.number, Invoice: number, Voucher: `FTIV-${String(at + 1).padStart(8, '0')}`, TransType: 'Cust', TransDate: noon(day), DocumentDate: noon(day), DueDate: noon(day), CurrencyCode: company.currency, AmountCur: amount, AmountMST: amount, Closed: noDate, ExchRate: 100, Approved: 'Yes' });
  });
}

/** A payment that settles nothing yet, for every 25th customer. */
function seedOnAccount(seeding: Seeding): void {
  const days = makeDays(seeding.catalogue.baseDate);
  seeding.catalogue.customers.filter((_, at) => at % 25 === 3).forEach((customer, at) => {
    const company = companyOf(customer.companies[0] ?? 'us');
    const day = days.ago(at + 1);
    putTransaction(seeding, { dataAreaId: areaOf(company), AccountNum: customer.number, OrderAccount: customer.number, Voucher: `ARP-9${String(at).padStart(5, '0')}`, TransType: 'Payment', Txt: 'On account', TransDate: noon(day), DueDate: noon(day), CurrencyCode: company.currency, AmountCur: -1000, AmountMST: -1000, Closed: noDate, ExchRate: 100, PaymReference: 'ON ACCOUNT', Approved: 'Yes' });
  });
}

/** One posted journal per company and month. */
function seedPaymentJournals(seeding: Seeding): void {
  const journals = new Map<string, { invoice: CatalogueInvoice; payment: CataloguePayment }[]>();
  for (const invoice of seeding.catalogue.invoices) {
    for (const payment of invoice.payments) {
      const name = `${invoice.company}/${payment.day.slice(0, 7)}`;
      journals.set(name, [...(journals.get(name) ?? []), { invoice, payment }]);
    }
  }
  [...journals.keys()].sort().forEach((name, at) => {
    const batch = String(at + 1).padStart(5, '0');
    (journals.get(name) ?? []).forEach(({ invoice, payment }, line) => putPayment(seeding, batch, line + 1, invoice, payment));
    const company = companyOf(name.startsWith('us') ? 'us' : 'de');
    seeding.put('CustomerPaymentJournalHeaders', { dataAreaId: areaOf(company), JournalBatchNumber: batch, JournalName: 'CUSTPAY', Description: `Customer payments ${name.slice(3)}`, IsPosted: 'Yes' });
  });
}

function putPayment({ catalogue, put }: Seeding, batch: string, line: number, invoice: CatalogueInvoice, payment: CataloguePayment): void {
  const company = companyOf(invoice.company);
  const area = areaOf(company);
  put('CustomerPaymentJournalLines', {
    dataAreaId: area,
    JournalBatchNumber: batch,
    LineNumber: line,
    Voucher: payment.number,
    TransactionDate: noon(payment.day),
    TransactionText: payment.reference,
    AccountType: 'Cust',
    AccountDisplayValue: displayValue(invoice.customerNumber),
    CustomerName: catalogue.customers.find((one) => one.number === invoice.customerNumber)?.name ?? '',
    CurrencyCode: invoice.currency,
    CreditAmount: payment.amount,
    ExchangeRate: roundMoney(rateBetween(invoice.currency, company.currency) * 100),
    MarkedInvoice: invoice.number,
    MarkedInvoiceCompany: area,
    SettleVoucher: 'SelectedTransact',
    PaymentMethodName: 'TRANSFER',
    PaymentReference: payment.reference,
    OffsetAccountType: 'Bank',
    OffsetAccountDisplayValue: 'OPER',
    Company: area.toUpperCase(),
    OffsetCompany: area.toUpperCase(),
  });
  put('PaymentJournalLineSettledInvoices', {
    JournalLineCompany: area,
    JournalBatchNumber: batch,
    JournalLineNumber: line,
    InvoiceNumber: invoice.number,
    InvoiceCompany: area,
    InvoiceDueDate: noon(invoice.dueDay),
    InvoiceToPaymentCrossRate: 1,
    SettlementAmountInInvoiceCurrency: payment.amount,
    invoiceAccount: invoice.customerNumber,
    AccountDisplayValue: displayValue(invoice.customerNumber),
  });
}
