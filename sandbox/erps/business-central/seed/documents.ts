import { companyOf, findCustomer } from '../../../data/catalogue.ts';
import type { CatalogueCustomer } from '../../../data/customers.ts';
import type { CatalogueInvoice } from '../../../data/invoices.ts';
import { sumLines, type CatalogueLine } from '../../../data/lines.ts';
import type { CatalogueOrder } from '../../../data/orders.ts';
import { rateBetween, roundMoney, type CatalogueCompany } from '../../../data/places.ts';
import type { Row } from '../../odata/table.ts';
import { noDay } from '../dialect.ts';
import { codeOf, currencyFields, idOf, type Seeding } from './put.ts';

/** Posted invoices and credit notes, open orders, and the ledger rows of the analytics API. */
export function seedDocuments(seeding: Seeding): void {
  const entries = { cle: 1000, dcle: 2000 };
  for (const invoice of seeding.catalogue.invoices) {
    seedPosted(seeding, invoice);
    seedLedger(seeding, invoice, entries);
  }
  for (const order of seeding.catalogue.orders) seedOrder(seeding, order);
}

function partyFields(company: CatalogueCompany, customer: CatalogueCustomer): Row {
  const id = idOf(company, 'customers', customer.number);
  return {
    customerId: id,
    customerNumber: customer.number,
    customerName: customer.name,
    billToName: customer.name,
    billToCustomerId: id,
    billToCustomerNumber: customer.number,
    shipToName: customer.name,
    sellToAddressLine1: customer.street,
    sellToCity: customer.city,
    sellToCountry: customer.country,
    sellToPostCode: customer.postalCode,
    email: customer.email,
    phoneNumber: customer.phone,
    paymentTermsId: idOf(company, 'paymentTerms', customer.paymentTerms.toUpperCase()),
  };
}

export function postedNumber(invoice: CatalogueInvoice): string {
  return `${invoice.total < 0 ? 'PS-CR' : 'PS-INV'}${100_000 + invoice.at}`;
}

function seedPosted({ catalogue, put }: Seeding, invoice: CatalogueInvoice): void {
  const company = companyOf(invoice.company);
  const isCredit = invoice.total < 0;
  const [set, lineSet] = isCredit ? ['salesCreditMemos', 'salesCreditMemoLines'] : ['salesInvoices', 'salesInvoiceLines'];
  const number = postedNumber(invoice);
  const id = idOf(company, set, number);
  const sign = isCredit ? -1 : 1; // a credit memo carries positive amounts
  put(company, set, {
    id,
    number,
    ...(isCredit ? { creditMemoDate: invoice.day } : { invoiceDate: invoice.day, orderNumber: `S-ORD${100_000 + invoice.at}`, remainingAmount: invoice.open }),
    postingDate: invoice.day,
    dueDate: invoice.dueDay,
    ...partyFields(company, findCustomer(catalogue, invoice.customerNumber)),
    ...currencyFields(company, invoice.currency),
    totalAmountExcludingTax: sign * invoice.net,
    totalTaxAmount: sign * invoice.tax,
    totalAmountIncludingTax: sign * invoice.total,
    status: invoice.open === 0 ? 'Paid' : 'Open',
  });
  invoice.lines.forEach((line, at) => put(company, lineSet, lineFields(company, id, lineSet, line, at, sign)));
}

function lineFields(company: CatalogueCompany, documentId: string, set: string, line: CatalogueLine, at: number, sign: number): Row {
  const number = codeOf(line.itemNumber);
  return {
    id: idOf(company, set, `${documentId}/${at}`),
    documentId,
    sequence: (at + 1) * 10_000,
    itemId: idOf(company, 'items', number),
    lineType: 'Item',
    lineObjectNumber: number,
    description: line.description,
    unitOfMeasureId: idOf(company, 'unitsOfMeasure', line.unit.toUpperCase()),
    unitOfMeasureCode: line.unit.toUpperCase(),
    quantity: sign * line.quantity,
    unitPrice: line.price,
    discountPercent: line.discountPercent,
    amountExcludingTax: sign * line.amount,
    netAmount: sign * line.amount,
    amountIncludingTax: sign * line.amount,
    netAmountIncludingTax: sign * line.amount,
    locationId: idOf(company, 'locations', company.warehouses[0].location),
  };
}

function seedOrder({ catalogue, put }: Seeding, order: CatalogueOrder): void {
  const company = companyOf(order.company);
  const number = order.number.replace('SO-0', 'S-ORD10');
  const id = idOf(company, 'salesOrders', number);
  const total = sumLines(order.lines, order.currency);
  const isShipped = order.step === 'Delivered';
  put(company, 'salesOrders', {
    id,
    number,
    externalDocumentNumber: order.customerReference,
    orderDate: order.createdDay,
    postingDate: order.createdDay,
    requestedDeliveryDate: order.shipDay,
    ...partyFields(company, findCustomer(catalogue, order.customerNumber)),
    ...currencyFields(company, order.currency),
    partialShipping: true,
    totalAmountExcludingTax: total,
    totalAmountIncludingTax: total,
    fullyShipped: isShipped,
    status: order.step === 'Active' ? 'Draft' : 'Open', // Open means released (business-central.md §1, 8)
  });
  order.lines.forEach((line, at) =>
    put(company, 'salesOrderLines', {
      ...lineFields(company, id, 'salesOrderLines', line, at, 1),
      shipmentDate: order.shipDay,
      shippedQuantity: isShipped ? line.quantity : 0,
      shipQuantity: isShipped ? 0 : line.quantity,
      invoiceQuantity: line.quantity,
    }),
  );
}

/** One row per detailed entry; the remaining amount is the sum of `dcleAmountLCY` per `cleEntryNo`. */
function seedLedger({ put }: Seeding, invoice: CatalogueInvoice, entries: { cle: number; dcle: number }): void {
  const company = companyOf(invoice.company);
  const local = (amount: number): number => roundMoney(amount * rateBetween(invoice.currency, company.currency), company.currency);
  const number = postedNumber(invoice);
  const last = invoice.payments.at(-1);
  const isOpen = invoice.open !== 0;
  const add = (cle: Row, detail: Row): void => put(company, 'customerLedgerEntries', { ...cle, dcleEntryNo: ++entries.dcle, dcleCustomerNo: invoice.customerNumber, ...detail });
  const document = { cleEntryNo: ++entries.cle, cleDueDate: invoice.dueDay, cleOpen: isOpen, clePostingDate: invoice.day, cleDocumentDate: invoice.day, cleClosedAtDate: last && !isOpen ? last.day : noDay, dcleInitialEntryDueDate: invoice.dueDay, ...(invoice.total < 0 ? {} : { salesInvHeaderDocumentNo: number }) };
  const initial = { dcleLedgerEntryAmount: true, dcleEntryType: 'Initial_x0020_Entry' };
  const applied = { dcleLedgerEntryAmount: false, dcleEntryType: 'Application', dcleDocumentType: 'Payment' };
  add(document, { ...initial, dclePostingDate: invoice.day, dcleDocumentType: invoice.total < 0 ? 'Credit_x0020_Memo' : 'Invoice', dcleDocumentNo: number, dcleAmountLCY: local(invoice.total) });
  invoice.payments.forEach((payment, at) => {
    const paid = { cleEntryNo: ++entries.cle, cleDueDate: payment.day, cleOpen: false, clePostingDate: payment.day, cleDocumentDate: payment.day, cleClosedAtDate: payment.day, dcleInitialEntryDueDate: payment.day };
    const common = { dclePostingDate: payment.day, dcleDocumentNo: payment.number };
    add(document, { ...applied, ...common, dcleAmountLCY: -local(payment.amount), dcleApplicationNo: at + 1, dcleAppliedCustLedgerEntryNo: paid.cleEntryNo });
    add(paid, { ...initial, ...common, dcleDocumentType: 'Payment', dcleAmountLCY: -local(payment.amount) });
    add(paid, { ...applied, ...common, dcleAmountLCY: local(payment.amount), dcleApplicationNo: at + 1, dcleAppliedCustLedgerEntryNo: document.cleEntryNo });
  });
}
