import { rateBetween, roundMoney, type CurrencyCode } from '../../../data/places.ts';
import { ODataProblem } from '../../odata/problem.ts';
import type { Row } from '../../odata/table.ts';
import type { Call } from '../call.ts';
import { noGuid } from '../dialect.ts';
import { dialog, relationMissing, released } from '../problems.ts';
import { findById, findWhere, numberOf, textOf } from '../world.ts';
import { checkId } from './lookups.ts';
import { totalOrder } from './orders.ts';
import type { Rule } from './rule.ts';

export const orderLines: Rule = {
  create(call, row) {
    const order = findById(call.world, 'salesOrders', call.company, row['documentId']);
    if (!order) throw dialog('The order cannot be found.');
    if (order.row['status'] !== 'Draft') throw released();
    const siblings = findWhere(call.world, 'salesOrderLines', call.company, 'documentId', order.row['id']);
    const sequence = numberOf(row, 'sequence') || Math.max(0, ...siblings.map((line) => numberOf(line.row, 'sequence'))) + 10_000;
    if (siblings.some((line) => line.row['sequence'] === sequence)) throw dialog('You cannot insert a line because a line already exists.');
    if (textOf(row, 'lineType') === 'Comment') return { ...row, sequence, lineType: 'Comment' };
    const item = itemOf(call, row);
    checkId(call, row, 'locationId', 'locations', 'Location');
    const unit = textOf(row, 'unitOfMeasureCode') || textOf(item, 'baseUnitOfMeasureCode');
    if (unit !== item['baseUnitOfMeasureCode']) throw relationMissing('Unit of Measure Code', 'Sales Line', unit, 'Item Unit of Measure');
    const line: Row = {
      description: item['displayName'],
      quantity: 0,
      unitPrice: priceOf(call, item, textOf(order.row, 'currencyCode')),
      shipmentDate: order.row['requestedDeliveryDate'] ?? order.row['orderDate'],
      ...row,
      sequence,
      itemId: item['id'],
      lineType: 'Item',
      lineObjectNumber: item['number'],
      unitOfMeasureId: item['baseUnitOfMeasureId'],
      unitOfMeasureCode: unit,
    };
    return { ...line, ...amountsOf(line, textOf(order.row, 'currencyCode')) };
  },
  update(call, stored, changes) {
    const order = findById(call.world, 'salesOrders', call.company, stored.row['documentId']);
    if (order && order.row['status'] !== 'Draft') throw released();
    refuse(stored.row, changes, 'documentId', 'The value for "documentId" cannot be modified.');
    refuse(stored.row, changes, 'sequence', 'The value for sequence cannot be modified. Delete and insert the line again.');
    refuse(stored.row, changes, 'lineObjectNumber', 'The value for "lineObjectNumber" cannot be modified.');
    const isNewAmount = changes['discountAmount'] !== undefined && changes['discountPercent'] === undefined;
    return { ...changes, ...amountsOf({ ...stored.row, ...changes, ...(isNewAmount && { discountPercent: 0 }) }, textOf(order?.row ?? {}, 'currencyCode')) };
  },
  changed: (call, row, writer) => totalOrder(call, row['documentId'], writer),
};

function refuse(row: Row, changes: Row, name: string, message: string): void {
  if (changes[name] !== undefined && changes[name] !== row[name]) throw dialog(message);
}

function itemOf(call: Call, row: Row): Row {
  const [id, number] = [textOf(row, 'itemId'), textOf(row, 'lineObjectNumber')];
  const account = textOf(row, 'accountId');
  if (id !== '' && account !== '' && account !== noGuid) throw dialog('Both "itemId" and "accountId" are specified. Specify only one of them.');
  if (id === '' && number === '') throw new ODataProblem(400, 'BadRequest_RequiredParamNotProvided', 'The "itemId" or the "lineObjectNumber" must be provided.');
  const item = id === '' ? findWhere(call.world, 'items', call.company, 'number', number.trim().toUpperCase())[0] : findById(call.world, 'items', call.company, id);
  if (!item && id !== '') throw dialog('Item does not exist.');
  if (!item) throw relationMissing('No.', 'Sales Line', number, 'Item');
  if (item.row['blocked'] === true) throw new ODataProblem(400, 'Application_FieldValidationException', `Blocked must be equal to 'No'  in Item: No.=${textOf(item.row, 'number')}. Current value is 'Yes'.`);
  return item.row;
}

function priceOf(call: Call, item: Row, currency: string): number {
  const own = call.world.catalogue.companies.find((company) => company.businessCentral.id === call.company)?.currency ?? 'USD';
  return roundMoney(numberOf(item, 'unitPrice') * rateBetween(own, currency as CurrencyCode), currency);
}

/** The amount of the discount follows from the percentage, or the percentage from the amount; both stand in the line. */
function amountsOf(line: Row, currency: string): Row {
  const quantity = numberOf(line, 'quantity');
  const gross = roundMoney(quantity * numberOf(line, 'unitPrice'), currency);
  const percent = numberOf(line, 'discountPercent');
  const discountAmount = percent === 0 ? numberOf(line, 'discountAmount') : roundMoney((gross * percent) / 100, currency);
  const discountPercent = percent !== 0 || gross === 0 ? percent : Math.round((discountAmount / gross) * 1e7) / 1e5;
  const net = roundMoney(gross - discountAmount, currency);
  return { discountAmount, discountPercent, amountExcludingTax: net, amountIncludingTax: net, invoiceDiscountAllocation: 0, netAmount: net, netAmountIncludingTax: net, shipQuantity: line['shipQuantity'] ?? quantity, invoiceQuantity: line['invoiceQuantity'] ?? quantity };
}
