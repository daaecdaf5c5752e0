import { randomUUID } from 'node:crypto';
import { rateBetween, roundMoney, type CurrencyCode } from '../../data/places.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import type { Books, LinePart } from './books.ts';
import { now, today } from './rules/rule.ts';
import { takeStock } from './take-stock.ts';
import { companyField, findById, findWhere, nextNumber, numberOf, tableOf, textOf } from './world.ts';

/** Takes the goods from stock and leaves a posted shipment; nothing of both for no quantity. */
export function postShipment(books: Books, order: Row, parts: readonly LinePart[], writer: Writer): void {
  const shipped = parts.filter(({ quantity }) => quantity !== 0);
  if (shipped.length === 0) return;
  const { world, company } = books;
  for (const part of shipped) takeStock(books, part, writer);
  const id = randomUUID();
  const number = nextNumber(world, company, 'salesShipments', 'number', 'PS-SHP', 6);
  const copied = copy(order, ['externalDocumentNumber', 'customerId', 'customerNumber', 'customerName', 'billToName', 'billToCustomerId', 'billToCustomerNumber', 'shipToName', 'currencyCode']);
  writer.insert(tableOf(world, 'salesShipments'), { ...copied, [companyField]: company, id, number, orderNumber: order['number'], postingDate: today(), invoiceDate: today(), dueDate: today(), lastModifiedDateTime: now() });
  for (const { line, quantity } of shipped) {
    const own = copy(line, ['sequence', 'lineType', 'lineObjectNumber', 'description', 'unitOfMeasureCode', 'unitPrice', 'discountPercent']);
    writer.insert(tableOf(world, 'salesShipmentLines'), { ...own, [companyField]: company, id: randomUUID(), documentId: id, documentNo: number, quantity, shipmentDate: today() });
  }
}

const AMOUNTS = ['amountExcludingTax', 'amountIncludingTax', 'netAmount', 'netAmountIncludingTax', 'discountAmount', 'invoiceDiscountAllocation'];

/** Posts one invoice over these parts of an order. */
export function postInvoice(books: Books, order: Row, parts: readonly LinePart[], writer: Writer): void {
  const { world, company } = books;
  const id = randomUUID();
  const number = nextNumber(world, company, 'salesInvoices', 'number', 'PS-INV', 6);
  const currency = textOf(order, 'currencyCode');
  const lines = parts.map(({ line, quantity }): Row => {
    const share = quantity / numberOf(line, 'quantity');
    const amounts = share === 1 ? {} : Object.fromEntries(AMOUNTS.map((name) => [name, roundMoney(numberOf(line, name) * share, currency)]));
    return { ...line, ...amounts, quantity, id: randomUUID(), documentId: id };
  });
  const isWhole = parts.every(({ line, quantity }) => quantity === line['quantity']);
  const total = isWhole ? numberOf(order, 'totalAmountIncludingTax') : roundMoney(lines.reduce((sum, line) => sum + numberOf(line, 'netAmountIncludingTax'), 0), currency);
  const copied = copy(order, ['externalDocumentNumber', 'customerId', 'customerNumber', 'customerName', 'billToName', 'billToCustomerId', 'billToCustomerNumber', 'shipToName', 'currencyId', 'currencyCode', 'paymentTermsId', 'shipmentMethodId', 'email']);
  writer.insert(tableOf(world, 'salesInvoices'), { ...copied, [companyField]: company, id, number, orderId: order['id'], orderNumber: order['number'], invoiceDate: today(), postingDate: today(), dueDate: today(), totalAmountExcludingTax: total, totalAmountIncludingTax: total, remainingAmount: total, status: 'Open', lastModifiedDateTime: now() });
  for (const line of lines) writer.insert(tableOf(world, 'salesInvoiceLines'), line);
  postLedger(books, order, number, total, writer);
}

const copy = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.map((name) => [name, row[name]]));

function postLedger(books: Books, order: Row, number: string, total: number, writer: Writer): void {
  const { world, company } = books;
  const local = inLocal(books, total, textOf(order, 'currencyCode'));
  const cle = nextEntry(books, 'cleEntryNo');
  writer.insert(tableOf(world, 'customerLedgerEntries'), { [companyField]: company, cleEntryNo: cle, cleDueDate: today(), cleOpen: true, clePostingDate: today(), cleDocumentDate: today(), dcleEntryNo: nextEntry(books, 'dcleEntryNo'), dclePostingDate: today(), dcleLedgerEntryAmount: true, dcleEntryType: 'Initial_x0020_Entry', dcleDocumentType: 'Invoice', dcleDocumentNo: number, dcleInitialEntryDueDate: today(), dcleAmountLCY: local, dcleCustomerNo: order['customerNumber'], salesInvHeaderDocumentNo: number });
  changeBalance(books, order['customerId'], local, writer);
}

/** Takes the money for an invoice: the application of the payment closes its entry. */
export function pay(books: Books, invoice: Stored, writer: Writer): void {
  const { world, company } = books;
  const [bill] = findWhere(world, 'customerLedgerEntries', company, 'salesInvHeaderDocumentNo', invoice.row['number']);
  const local = inLocal(books, numberOf(invoice.row, 'remainingAmount'), textOf(invoice.row, 'currencyCode'));
  writer.update(tableOf(world, 'salesInvoices'), invoice, { status: 'Paid', remainingAmount: 0, lastModifiedDateTime: now() });
  if (bill) {
    writer.insert(tableOf(world, 'customerLedgerEntries'), { ...bill.row, cleOpen: false, cleClosedAtDate: today(), dcleEntryNo: nextEntry(books, 'dcleEntryNo'), dclePostingDate: today(), dcleLedgerEntryAmount: false, dcleEntryType: 'Application', dcleDocumentType: 'Payment', dcleDocumentNo: `PAY-${textOf(invoice.row, 'number')}`, dcleAmountLCY: -local });
    writer.update(tableOf(world, 'customerLedgerEntries'), bill, { cleOpen: false, cleClosedAtDate: today() });
  }
  changeBalance(books, invoice.row['customerId'], -local, writer);
}

const nextEntry = ({ world }: Books, name: string): number => Math.max(...[...tableOf(world, 'customerLedgerEntries').all()].map((entry) => numberOf(entry.row, name))) + 1;

const ownCurrency = ({ world, company }: Books): CurrencyCode => world.catalogue.companies.find((one) => one.businessCentral.id === company)?.currency ?? 'USD';

function inLocal(books: Books, amount: number, currency: string): number {
  const own = ownCurrency(books);
  return roundMoney(amount * rateBetween(currency as CurrencyCode, own), own);
}

function changeBalance(books: Books, customerId: unknown, by: number, writer: Writer): void {
  const detail = findById(books.world, 'customerFinancialDetails', books.company, customerId);
  if (detail) writer.update(tableOf(books.world, 'customerFinancialDetails'), detail, { balance: roundMoney(numberOf(detail.row, 'balance') + by, ownCurrency(books)) });
}
