import type { Writer } from '../../odata/store.ts';
import type { Row, Stored } from '../../odata/table.ts';
import type { Call } from '../call.ts';
import { dialog, released } from '../problems.ts';
import { findById, findWhere, nextNumber, numberOf, tableOf, textOf } from '../world.ts';
import { checkDiscount, discountLines } from './invoice-discount.ts';
import { checkCurrency, checkId } from './lookups.ts';
import { now, today, type Rule } from './rule.ts';

export const orders: Rule = {
  create(call, row) {
    const customer = buyerOf(call, row);
    const party = customer.row;
    checkId(call, row, 'paymentTermsId', 'paymentTerms', 'Payment Terms');
    checkId(call, row, 'shipmentMethodId', 'shipmentMethods', 'Shipment Method');
    const name = textOf(party, 'displayName');
    // The header is made before its lines, also when they come in the same request.
    checkDiscount(numberOf(row, 'discountAmount'), [], '');
    return {
      orderDate: today(),
      postingDate: today(),
      shipToName: name,
      sellToAddressLine1: party['addressLine1'],
      sellToCity: party['city'],
      sellToCountry: party['country'],
      sellToPostCode: party['postalCode'],
      paymentTermsId: party['paymentTermsId'],
      shipmentMethodId: party['shipmentMethodId'],
      email: party['email'],
      phoneNumber: party['phoneNumber'],
      partialShipping: true,
      ...row,
      ...codeOf(row, 'externalDocumentNumber'),
      ...checkCurrency(call, row, { currencyId: party['currencyId'], currencyCode: party['currencyCode'] }),
      number: nextNumber(call.world, call.company, 'salesOrders', 'number', 'S-ORD', 6),
      customerId: party['id'],
      customerNumber: party['number'],
      customerName: name,
      billToName: name,
      billToCustomerId: party['id'],
      billToCustomerNumber: party['number'],
      status: 'Draft',
    };
  },
  update(call, stored, changes, writer) {
    if (stored.row['status'] === 'In_x0020_Review') throw dialog('The order is pending approval and cannot be changed.');
    const currency = changes['currencyCode'] === undefined && changes['currencyId'] === undefined ? {} : checkCurrency(call, changes, {});
    checkId(call, changes, 'paymentTermsId', 'paymentTerms', 'Payment Terms');
    return { ...changes, ...codeOf(changes, 'externalDocumentNumber'), ...currency, ...(changes['discountAmount'] === undefined ? {} : applyDiscount(call, stored, numberOf(changes, 'discountAmount'), writer)) };
  },
  remove(call, stored, writer) {
    for (const line of findWhere(call.world, 'salesOrderLines', call.company, 'documentId', stored.row['id'])) writer.remove(tableOf(call.world, 'salesOrderLines'), line);
  },
};

/** A code field keeps its text in capitals and without blanks around it (table Sales Header, field 100). */
function codeOf(row: Row, property: string): Row {
  return row[property] === undefined ? {} : { [property]: textOf(row, property).trim().toUpperCase() };
}

function buyerOf(call: Call, row: Row): Stored {
  const [id, number] = [textOf(row, 'customerId'), textOf(row, 'customerNumber')];
  if (id === '' && number === '') throw dialog('A "customerNumber" or a "customerId" must be provided.');
  const byNumber = number === '' ? undefined : findWhere(call.world, 'customers', call.company, 'number', number)[0];
  const byId = id === '' ? undefined : findById(call.world, 'customers', call.company, id);
  if (id !== '' && number !== '' && byId !== byNumber) throw dialog('The sell-to customer values do not match to a specific Customer.');
  const found = byId ?? byNumber;
  if (!found) throw dialog('The sell-to customer cannot be found.');
  const { blocked } = found.row;
  if (blocked === 'All' || blocked === 'Invoice') throw dialog(`You cannot create this type of document when Customer ${textOf(found.row, 'number')} is blocked with type ${blocked}.`);
  return found;
}

/** Recalled: only while the order is open. */
function applyDiscount(call: Call, order: Stored, discount: number, writer: Writer): Row {
  if (order.row['status'] !== 'Draft') throw released();
  const lines = findWhere(call.world, 'salesOrderLines', call.company, 'documentId', order.row['id']);
  const currency = textOf(order.row, 'currencyCode');
  checkDiscount(discount, lines, currency);
  const net = discountLines(call, lines, discount, currency, writer);
  return { totalAmountExcludingTax: net, totalAmountIncludingTax: net };
}

/** Sums the lines into the order, less its discount; runs whenever a line was written. */
export function totalOrder(call: Call, orderId: unknown, writer: Writer): void {
  const order = findById(call.world, 'salesOrders', call.company, orderId);
  if (!order) return;
  const lines = findWhere(call.world, 'salesOrderLines', call.company, 'documentId', orderId);
  const net = discountLines(call, lines, numberOf(order.row, 'discountAmount'), textOf(order.row, 'currencyCode'), writer);
  writer.update(tableOf(call.world, 'salesOrders'), order, { totalAmountExcludingTax: net, totalAmountIncludingTax: net, lastModifiedDateTime: now() });
}
