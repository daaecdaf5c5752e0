import { randomUUID } from 'node:crypto';
import type { WireReply } from '../../common/wire.ts';
import { rateBetween, roundMoney, type CurrencyCode } from '../../data/places.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import type { Call } from './call.ts';
import { dialog } from './problems.ts';
import { now, today } from './rules/rule.ts';
import { outstandingOf, takeStock } from './take-stock.ts';
import { companyField, findById, findWhere, nextNumber, numberOf, tableOf, textOf } from './world.ts';

/** Posts the whole order; afterwards it no longer exists (business-central.md §1, 9). */
export function shipAndInvoice(call: Call, order: Stored): WireReply {
  const lines = findWhere(call.world, 'salesOrderLines', call.company, 'documentId', order.row['id']);
  if (lines.length === 0) throw dialog('There is nothing to post because the document does not contain a quantity or amount.');
  call.transact((writer) => {
    for (const line of lines) ship(call, line.row, writer);
    postInvoice(call, order.row, lines, writer);
    for (const line of lines) writer.remove(tableOf(call.world, 'salesOrderLines'), line);
    writer.remove(tableOf(call.world, 'salesOrders'), order);
  });
  return { status: 204, headers: { 'odata-version': '4.0' } };
}

function ship(call: Call, line: Row, writer: Writer): void {
  const item = findById(call.world, 'items', call.company, line['itemId']);
  if (item?.row['type'] === 'Inventory' && numberOf(item.row, 'inventory') < outstandingOf(line)) throw dialog(`You have insufficient quantity of Item ${textOf(item.row, 'number')} on inventory.`);
  takeStock(call.world, call.company, line, writer);
}

function postInvoice(call: Call, order: Row, lines: readonly Stored[], writer: Writer): void {
  const { world, company } = call;
  const id = randomUUID();
  const number = nextNumber(world, company, 'salesInvoices', 'number', 'PS-INV', 6);
  const total = numberOf(order, 'totalAmountIncludingTax');
  const copied = Object.fromEntries(
    ['externalDocumentNumber', 'customerId', 'customerNumber', 'customerName', 'billToName', 'billToCustomerId', 'billToCustomerNumber', 'shipToName', 'currencyId', 'currencyCode', 'paymentTermsId', 'shipmentMethodId', 'email'].map((name) => [name, order[name]]),
  );
  writer.insert(tableOf(world, 'salesInvoices'), { ...copied, [companyField]: company, id, number, orderId: order['id'], orderNumber: order['number'], invoiceDate: today(), postingDate: today(), dueDate: today(), totalAmountExcludingTax: total, totalAmountIncludingTax: total, remainingAmount: total, status: 'Open', lastModifiedDateTime: now() });
  for (const line of lines) writer.insert(tableOf(world, 'salesInvoiceLines'), { ...line.row, id: randomUUID(), documentId: id });
  postLedger(call, order, number, total, writer);
}

function postLedger(call: Call, order: Row, number: string, total: number, writer: Writer): void {
  const { world, company } = call;
  const own = world.catalogue.companies.find((one) => one.businessCentral.id === company)?.currency ?? 'USD';
  const local = roundMoney(total * rateBetween(textOf(order, 'currencyCode') as CurrencyCode, own), own);
  const entries = [...tableOf(world, 'customerLedgerEntries').all()];
  const [cle, dcle] = ['cleEntryNo', 'dcleEntryNo'].map((name) => Math.max(...entries.map((entry) => numberOf(entry.row, name))) + 1);
  writer.insert(tableOf(world, 'customerLedgerEntries'), { [companyField]: company, cleEntryNo: cle, cleDueDate: today(), cleOpen: true, clePostingDate: today(), cleDocumentDate: today(), dcleEntryNo: dcle, dclePostingDate: today(), dcleLedgerEntryAmount: true, dcleEntryType: 'Initial_x0020_Entry', dcleDocumentType: 'Invoice', dcleDocumentNo: number, dcleInitialEntryDueDate: today(), dcleAmountLCY: local, dcleCustomerNo: order['customerNumber'], salesInvHeaderDocumentNo: number });
  const detail = findById(world, 'customerFinancialDetails', company, order['customerId']);
  if (detail) writer.update(tableOf(world, 'customerFinancialDetails'), detail, { balance: roundMoney(numberOf(detail.row, 'balance') + local, own) });
}
