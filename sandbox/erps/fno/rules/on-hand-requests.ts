import type { Row } from '../../odata/table.ts';
import { noon } from '../dialect.ts';
import { relationMissing } from '../problems.ts';
import { findRecord, numberOf, receiptsTable, recordsWhere, tableOf, textOf, type World } from '../world.ts';
import { checkLookups, type Rule } from './rule.ts';

const entity = 'CDSInventoryOnHandRequestEntity';
const keptRequests = 2000;

/** The question whose answers appear in CDSInventoryOnHandEntries (fno.md §8). */
export const onHandRequests: Rule = {
  entity,
  create(world, row) {
    checkLookups(world, entity, row, row['dataAreaId'], [
      { property: 'InventorySiteId', field: 'Site', set: 'OperationalSitesV2', table: 'Sites', key: 'SiteId' },
      { property: 'InventoryWarehouseId', field: 'Warehouse', set: 'Warehouses', table: 'Warehouses', key: 'WarehouseId' },
    ]);
    const product = findRecord(world, 'CDSReleasedDistinctProducts', { dataAreaId: row['dataAreaId'], ProductNumber: row['ProductNumber'] });
    if (!product) throw relationMissing(entity, 'ProductNumber', 'Product number', row['ProductNumber'], 'Released products');
    return row;
  },
  created(world, stored, writer) {
    const entries = tableOf(world, 'CDSInventoryOnHandEntries');
    for (const entry of answer(world, stored.row)) writer.insert(entries, entry);
    const requests = tableOf(world, 'CDSInventoryOnHandRequests');
    if (requests.size <= keptRequests) return;
    const [oldest] = requests.all();
    if (!oldest) return;
    for (const entry of recordsWhere(world, 'CDSInventoryOnHandEntries', 'RequestId', oldest.row['RequestId'])) writer.remove(entries, entry);
    writer.remove(requests, oldest);
  },
};

function answer(world: World, request: Row): Row[] {
  const stocks = recordsWhere(world, 'WarehousesOnHandV2', 'ItemNumber', request['ProductNumber'], request['dataAreaId']).filter((stock) =>
    ['InventorySiteId', 'InventoryWarehouseId'].every((name) => textOf(request, name) === '' || request[name] === stock.row[name]),
  );
  return stocks.flatMap((stock) => entriesOf(world, request, stock.row));
}

/** One entry for today and one for each day on which something arrives. */
function entriesOf(world: World, request: Row, stock: Row): Row[] {
  const today = noon(world.catalogue.baseDate);
  const receipts = recordsWhere(world, receiptsTable, 'ItemNumber', stock['ItemNumber'], stock['dataAreaId'])
    .map((stored) => stored.row)
    .filter((row) => row['InventoryWarehouseId'] === stock['InventoryWarehouseId']);
  const isAtp = request['IsATPCalculation'] === 'Yes';
  const days = isAtp ? [...new Set([today, ...receipts.map((row) => textOf(row, 'Day'))])].sort() : [today];
  const issue = numberOf(stock, 'OnOrderQuantity');
  const figures = Object.fromEntries(['OnHandQuantity', 'AvailableOnHandQuantity', 'ReservedOnHandQuantity', 'OrderedQuantity', 'AvailableOrderedQuantity', 'ReservedOrderedQuantity', 'OnOrderQuantity', 'TotalAvailableQuantity'].map((name) => [name, numberOf(stock, name)]));
  return days.map((day) => {
    const received = receipts.filter((row) => textOf(row, 'Day') <= day).reduce((sum, row) => sum + numberOf(row, 'Quantity'), 0);
    return {
      dataAreaId: request['dataAreaId'],
      RequestId: request['RequestId'],
      InventorySiteId: stock['InventorySiteId'],
      InventoryWarehouseId: stock['InventoryWarehouseId'],
      ATPDate: day,
      OrderQuantity: numberOf(request, 'OrderQuantity'),
      ...figures,
      ATPQuantity: isAtp ? Math.max(0, numberOf(stock, 'AvailableOnHandQuantity') + received - issue) : 0,
      ProjectedReceiptQuantity: received,
      ProjectedIssueQuantity: issue,
      ProjectedOnHandQuantity: numberOf(stock, 'AvailableOnHandQuantity') + received - issue,
    };
  });
}
