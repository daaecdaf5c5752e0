import { rateBetween, roundMoney, type CurrencyCode } from '../../../data/places.ts';
import { ODataProblem } from '../../odata/problem.ts';
import type { Row } from '../../odata/table.ts';
import type { Call } from '../call.ts';
import { noGuid } from '../dialect.ts';
import { dialog, relationMissing } from '../problems.ts';
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
    const sequence = Math.max(0, ...siblings.map((line) => numberOf(line.row, 'sequence'))) + 10_000;
    if (textOf(row, 'lineType') === 'Comment') return { sequence, ...row, lineType: 'Comment' };
    const item = itemOf(call, row);
    checkId(call, row, 'locationId', 'locations', 'Location');
    const unit = textOf(row, 'unitOfMeasureCode') || textOf(item, 'baseUnitOfMeasureCode');
    if (unit !== item['baseUnitOfMeasureCode']) throw relationMissing('Unit of Measure Code', 'Sales Line', unit, 'Item Unit of Measure');
    const line: Row = {
      sequence,
      description: item['displayName'],
      quantity: 0,
      unitPrice: priceOf(call, item, textOf(order.row, 'currencyCode')),
      shipmentDate: order.row['requestedDeliveryDate'] ?? order.row['orderDate'],
      ...row,
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
    return { ...changes, ...amountsOf({ ...stored.row, ...changes }, textOf(order?.row ?? {}, 'currencyCode')) };
  },
  changed: (call, row, writer) => totalOrder(call, row['documentId'], writer),
};

function released(): ODataProblem {
  return dialog("Status must be equal to 'Open'  in Sales Header. Current value is 'Released'.");
}

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

function amountsOf(line: Row, currency: string): Row {
  const gross = numberOf(line, 'quantity') * numberOf(line, 'unitPrice');
  const net = roundMoney(gross * (1 - numberOf(line, 'discountPercent') / 100) - numberOf(line, 'discountAmount'), currency);
  const quantity = numberOf(line, 'quantity');
  return { amountExcludingTax: net, amountIncludingTax: net, netAmount: net, netAmountIncludingTax: net, shipQuantity: line['shipQuantity'] ?? quantity, invoiceQuantity: line['invoiceQuantity'] ?? quantity };
}
