import type { Writer } from '../odata/store.ts';
import type { Row } from '../odata/table.ts';
import type { Books, LinePart } from './books.ts';
import { dialog } from './problems.ts';
import { today } from './rules/rule.ts';
import { companyField, findById, findWhere, numberOf, tableOf, textOf } from './world.ts';

/** What of a line still has to leave the warehouse. */
export const outstandingOf = (line: Row): number => numberOf(line, 'quantity') - numberOf(line, 'shippedQuantity');

/** Goods of a line leave: the item has fewer, and so has its ledger at the line's location. Refused when there are not so many. */
export function takeStock({ world, company }: Books, { line, quantity }: LinePart, writer: Writer): void {
  const item = findById(world, 'items', company, line['itemId']);
  if (!item || item.row['type'] !== 'Inventory') return;
  const left = numberOf(item.row, 'inventory') - quantity;
  if (left < 0) throw dialog(`You have insufficient quantity of Item ${textOf(item.row, 'number')} on inventory.`);
  writer.update(tableOf(world, 'items'), item, { inventory: left });
  const place = { itemNo: item.row['number'], locationCode: textOf(findById(world, 'locations', company, line['locationId'])?.row ?? {}, 'code') };
  let open = quantity;
  for (const entry of findWhere(world, 'itemLedgerEntries', company, 'itemNo', place.itemNo)) {
    const taken = entry.row['locationCode'] === place.locationCode ? Math.min(numberOf(entry.row, 'remainingQuantity'), open) : 0;
    if (taken <= 0) continue;
    open -= taken;
    writer.update(tableOf(world, 'itemLedgerEntries'), entry, { remainingQuantity: numberOf(entry.row, 'remainingQuantity') - taken, open: taken < numberOf(entry.row, 'remainingQuantity') });
  }
  const entryNo = Math.max(0, ...[...tableOf(world, 'itemLedgerEntries').all()].map((entry) => numberOf(entry.row, 'entryNo'))) + 1;
  writer.insert(tableOf(world, 'itemLedgerEntries'), { ...place, [companyField]: company, entryNo, entryType: 'Sale', sourceType: 'Customer', documentType: 'Sales_x0020_Shipment', postingDate: today(), quantity: -quantity, remainingQuantity: -open, invoicedQuantity: -quantity, unitOfMeasureCode: line['unitOfMeasureCode'], qtyPerUnitOfMeasure: 1, open: open !== 0, positive: quantity < 0 });
}
