import { priceOf, type CatalogueItem } from '../../../data/items.ts';
import { rateBetween, roundMoney, type CatalogueCompany } from '../../../data/places.ts';
import { noon } from '../dialect.ts';
import { receiptsTable } from '../world.ts';
import { areaOf, type Seeding } from './put.ts';

/** Products, what is released of them where, trade agreements and stock. */
export function seedProducts(seeding: Seeding): void {
  const { catalogue, put } = seeding;
  for (const item of catalogue.items) {
    put('ProductsV2', { ProductNumber: item.number, ProductName: item.name, ProductDescription: item.name, ProductSearchName: item.name.slice(0, 20), ProductType: item.kind, ProductSubType: 'Product' });
    for (const company of catalogue.companies) if (item.releasedIn.includes(company.key)) seedReleased(seeding, company, item);
  }
  seedAgreements(seeding);
  seedStock(seeding);
}

function seedReleased({ put }: Seeding, company: CatalogueCompany, item: CatalogueItem): void {
  const dataAreaId = areaOf(company);
  const price = priceOf(item, company.currency);
  const cost = roundMoney(item.costUsd * rateBetween('USD', company.currency), company.currency);
  put('ReleasedProductsV2', {
    dataAreaId,
    ItemNumber: item.number,
    ProductNumber: item.number,
    ProductSearchName: item.name.slice(0, 20),
    SearchName: item.name.slice(0, 20),
    ProductType: item.kind,
    ProductSubType: 'Product',
    ProductGroupId: item.group,
    ItemModelGroupId: item.kind === 'Service' ? 'Service' : 'FIFO',
    ProductLifecycleStateId: item.stopped ? 'Discontinued' : 'Active',
    InventoryUnitSymbol: item.unit,
    SalesUnitSymbol: item.unit,
    PurchaseUnitSymbol: item.unit,
    SalesPrice: price,
    SalesPriceQuantity: 1,
    UnitCost: cost,
    UnitCostQuantity: 1,
  });
  put('CDSReleasedDistinctProducts', {
    dataAreaId,
    ProductNumber: item.number,
    ItemNumber: item.number,
    ProductName: item.name,
    ProductDescription: item.name,
    ProductType: item.kind,
    IsStockedProduct: item.kind === 'Item' ? 'Yes' : 'No',
    CurrencyCode: company.currency,
    SalesPrice: price,
    UnitCost: cost,
    SalesUnitSymbol: item.unit,
    InventoryUnitSymbol: item.unit,
  });
}

/** Ten percent off for wholesale on every 15th item, and a price of its own for every tenth customer on every 50th. */
function seedAgreements({ catalogue, put, nextRecId }: Seeding): void {
  for (const company of catalogue.companies) {
    const common = { dataAreaId: areaOf(company), PriceCurrencyCode: company.currency, PriceApplicableFromDate: '2020-01-01T12:00:00Z', SalesPriceQuantity: 1, WillSearchContinue: 'Yes' };
    catalogue.items.forEach((item, at) => {
      if (!item.releasedIn.includes(company.key)) return;
      const base = { ...common, ItemNumber: item.number, ProductNumber: item.number, QuantityUnitySymbol: item.unit };
      const price = (share: number): number => roundMoney(priceOf(item, company.currency) * share, company.currency);
      if (at % 15 === 0) put('SalesPriceAgreements', { ...base, RecordId: nextRecId(), PriceCustomerGroupCode: 'WHOLESALE', Price: price(0.9), FromQuantity: 1 });
      if (at % 50 !== 0) return;
      for (const customer of catalogue.customers.filter((_, number) => number % 10 === 0)) put('SalesPriceAgreements', { ...base, RecordId: nextRecId(), CustomerAccountNumber: customer.number, Price: price(0.8), FromQuantity: 1 });
    });
  }
}

function seedStock({ catalogue, put }: Seeding): void {
  const onOrder = new Map<string, number>();
  for (const order of catalogue.orders) {
    if (order.step === 'Delivered') continue;
    const company = catalogue.companies.find((one) => one.key === order.company);
    for (const line of order.lines) {
      const place = `${order.company}/${company?.warehouses[0].code ?? ''}/${line.itemNumber}`;
      onOrder.set(place, (onOrder.get(place) ?? 0) + line.quantity);
    }
  }
  const names = new Map(catalogue.items.map((item) => [item.number, item.name]));
  for (const stock of catalogue.stock) {
    const company = catalogue.companies.find((one) => one.key === stock.company);
    if (!company) continue;
    const dataAreaId = areaOf(company);
    const ordered = stock.receipts.reduce((sum, receipt) => sum + receipt.quantity, 0);
    const waiting = onOrder.get(`${stock.company}/${stock.warehouse.code}/${stock.itemNumber}`) ?? 0;
    const available = stock.onHand - stock.reserved;
    put('WarehousesOnHandV2', {
      dataAreaId,
      ItemNumber: stock.itemNumber,
      InventorySiteId: stock.warehouse.site,
      InventoryWarehouseId: stock.warehouse.code,
      ProductName: names.get(stock.itemNumber) ?? '',
      OnHandQuantity: stock.onHand,
      ReservedOnHandQuantity: stock.reserved,
      AvailableOnHandQuantity: available,
      OrderedQuantity: ordered,
      AvailableOrderedQuantity: ordered,
      OnOrderQuantity: waiting,
      TotalAvailableQuantity: available + ordered - waiting,
    });
    stock.receipts.forEach((receipt, at) => put(receiptsTable, { dataAreaId, ItemNumber: stock.itemNumber, InventoryWarehouseId: stock.warehouse.code, Day: noon(receipt.day), At: at, Quantity: receipt.quantity }));
  }
}
