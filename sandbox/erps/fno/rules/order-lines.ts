import { rateBetween, roundMoney, type CurrencyCode } from '../../../data/places.ts';
import { findItem } from '../../../data/catalogue.ts';
import type { Writer } from '../../odata/store.ts';
import type { Row, Stored } from '../../odata/table.ts';
import { relationMissing, writeFailed } from '../problems.ts';
import { findRecord, nextNumber, numberOf, recordsWhere, tableOf, textOf, type World } from '../world.ts';
import { priceFor } from './prices.ts';
import { checkLookups, type Lookup, type Rule } from './rule.ts';

const entity = 'SalesOrderLineV2Entity';

const lookups: readonly Lookup[] = [
  { property: 'SalesUnitSymbol', field: 'Unit', set: 'UnitsOfMeasure', table: 'Units', key: 'UnitSymbol', isShared: true },
  { property: 'ShippingSiteId', field: 'Site', set: 'OperationalSitesV2', table: 'Sites', key: 'SiteId' },
  { property: 'ShippingWarehouseId', field: 'Warehouse', set: 'Warehouses', table: 'Warehouses', key: 'WarehouseId' },
  { property: 'DeliveryModeCode', field: 'Mode of delivery', set: 'DeliveryModesV2', table: 'Modes of delivery', key: 'ModeCode' },
  { property: 'SalesTaxGroupCode', field: 'Sales tax group', set: 'TaxGroups', table: 'Sales tax groups', key: 'TaxGroupCode' },
];

export const orderLines: Rule = {
  entity,
  create(world, row) {
    const company = row['dataAreaId'];
    const header = openHeader(world, row, company);
    const product = findProduct(world, row, company);
    checkLookups(world, entity, row, company, lookups);
    const unit = textOf(row, 'SalesUnitSymbol') || textOf(product, 'SalesUnitSymbol');
    if (unit !== textOf(product, 'SalesUnitSymbol')) throw writeFailed(entity, `Error: Unit conversion from ${unit} to ${textOf(product, 'SalesUnitSymbol')} does not exist for item ${textOf(product, 'ItemNumber')}.`);
    const siblings = recordsWhere(world, 'SalesOrderLines', 'SalesOrderNumber', row['SalesOrderNumber'], company);
    const creation = Math.max(0, ...siblings.map((line) => numberOf(line.row, 'LineCreationSequenceNumber'))) + 1;
    const quantity = row['OrderedSalesQuantity'] ?? 1;
    const complete: Row = {
      LineNumber: Math.max(0, ...siblings.map((line) => numberOf(line.row, 'LineNumber'))) + 1,
      LineDescription: textOf(findRecord(world, 'ProductsV2', { ProductNumber: product['ProductNumber'] })?.row ?? {}, 'ProductName'),
      OrderedSalesQuantity: quantity,
      SalesPrice: priceFor(world, header, product, Number(quantity)),
      SalesPriceQuantity: 1,
      RequestedShippingDate: header['RequestedShippingDate'],
      ...row,
      ...placeOf(world, row, header, product),
      SalesUnitSymbol: unit,
      InventoryLotId: nextNumber(world, 'SalesOrderLines', 'InventoryLotId', '', 6),
      LineCreationSequenceNumber: creation,
      CurrencyCode: header['CurrencyCode'],
      SalesOrderLineStatus: 'Backorder',
    };
    return { ...complete, LineAmount: row['LineAmount'] ?? amountOf(complete) };
  },
  created: (world, stored, writer) => moveOnOrder(world, stored, numberOf(stored.row, 'OrderedSalesQuantity'), writer),
  update(world, stored, changes, writer) {
    openHeader(world, stored.row, stored.row['dataAreaId']);
    checkLookups(world, entity, changes, stored.row['dataAreaId'], lookups);
    for (const fixed of ['SalesOrderNumber', 'ItemNumber']) if (changes[fixed] !== undefined && changes[fixed] !== stored.row[fixed]) throw writeFailed(entity, `Error: Field '${fixed}' does not allow editing.`);
    const next = { ...stored.row, ...changes };
    moveOnOrder(world, stored, numberOf(next, 'OrderedSalesQuantity') - numberOf(stored.row, 'OrderedSalesQuantity'), writer);
    return { ...changes, LineAmount: changes['LineAmount'] ?? amountOf(next) };
  },
  remove(world, stored, writer) {
    openHeader(world, stored.row, stored.row['dataAreaId']);
    moveOnOrder(world, stored, -numberOf(stored.row, 'OrderedSalesQuantity'), writer);
  },
};

function openHeader(world: World, row: Row, company: unknown): Row {
  const number = row['SalesOrderNumber'];
  const header = findRecord(world, 'SalesOrderHeadersV2', { dataAreaId: company, SalesOrderNumber: number });
  if (!header) throw relationMissing(entity, 'SalesOrderNumber', 'Sales order', number, 'Sales orders');
  const status = textOf(header.row, 'SalesOrderStatus');
  if (status !== 'Backorder') throw writeFailed(entity, `Error: Sales order ${textOf(header.row, 'SalesOrderNumber')} has status ${status} and takes no changes of lines.`);
  return header.row;
}

function findProduct(world: World, row: Row, company: unknown): Row {
  const product = findRecord(world, 'ReleasedProductsV2', { dataAreaId: company, ItemNumber: row['ItemNumber'] });
  if (!product) throw relationMissing(entity, 'ItemNumber', 'Item number', row['ItemNumber'], 'Released products');
  if (product.row['ProductLifecycleStateId'] === 'Discontinued') throw writeFailed(entity, `Error: Item number ${textOf(product.row, 'ItemNumber')} is stopped for Sales order.`, 'Error: Update has been canceled.');
  return product.row;
}

/** Line, then header, then the product's own default; stocked products need both site and warehouse (fno.md §5). */
function placeOf(world: World, row: Row, header: Row, product: Row): Row {
  const company = row['dataAreaId'];
  const item = findItem(world.catalogue, textOf(product, 'ItemNumber'));
  const own = item.hasDefaultWarehouse ? world.catalogue.companies.find((one) => one.fno.dataAreaId === company)?.warehouses[0] : undefined;
  const site = textOf(row, 'ShippingSiteId') || textOf(header, 'DefaultShippingSiteId') || (own?.site ?? '');
  const warehouse = textOf(row, 'ShippingWarehouseId') || textOf(header, 'DefaultShippingWarehouseId') || (own?.site === site ? own.code : '');
  if (item.kind === 'Item') {
    for (const [name, value] of [['Site', site], ['Warehouse', warehouse]]) {
      if (value === '') throw writeFailed(entity, `Warning: Inventory dimension ${name} is mandatory and must consequently be specified.`, 'Error: Update has been canceled.');
    }
  }
  const home = warehouse === '' ? site : textOf(findRecord(world, 'Warehouses', { dataAreaId: company, WarehouseId: warehouse })?.row ?? {}, 'OperationalSiteId');
  if (home !== site) throw writeFailed(entity, `Error: Warehouse ${warehouse} is not linked to site ${site}.`);
  return { ShippingSiteId: site, ShippingWarehouseId: warehouse };
}

function amountOf(line: Row): number {
  const perUnit = (numberOf(line, 'SalesPrice') - numberOf(line, 'LineDiscountAmount')) / (numberOf(line, 'SalesPriceQuantity') || 1);
  const gross = numberOf(line, 'OrderedSalesQuantity') * perUnit + numberOf(line, 'FixedPriceCharges');
  return roundMoney(gross * (1 - numberOf(line, 'LineDiscountPercentage') / 100), textOf(line, 'CurrencyCode'));
}

function moveOnOrder(world: World, line: Stored, quantity: number, writer: Writer): void {
  const stock = recordsWhere(world, 'WarehousesOnHandV2', 'ItemNumber', line.row['ItemNumber'], line.row['dataAreaId']).find(
    (one) => one.row['InventoryWarehouseId'] === line.row['ShippingWarehouseId'],
  );
  if (!stock || quantity === 0) return;
  writer.update(tableOf(world, 'WarehousesOnHandV2'), stock, {
    OnOrderQuantity: numberOf(stock.row, 'OnOrderQuantity') + quantity,
    TotalAvailableQuantity: numberOf(stock.row, 'TotalAvailableQuantity') - quantity,
  });
}

export function inCompanyCurrency(world: World, company: unknown, amount: number, currency: string): number {
  const own = world.catalogue.companies.find((one) => one.fno.dataAreaId === company)?.currency ?? 'USD';
  return roundMoney(amount * rateBetween(currency as CurrencyCode, own), own);
}
