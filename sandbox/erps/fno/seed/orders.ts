import type { CatalogueInvoice } from '../../../data/invoices.ts';
import type { CatalogueLine } from '../../../data/lines.ts';
import type { CatalogueOrder } from '../../../data/orders.ts';
import { companyOf, findCustomer } from '../../../data/catalogue.ts';
import { noon } from '../dialect.ts';
import { areaOf, type Seeding } from './put.ts';

/** Open orders, and the invoiced ones behind the posted invoices. */
export function seedOrders(seeding: Seeding): void {
  let lot = 0;
  const nextLot = (): string => String(++lot).padStart(6, '0');
  for (const invoice of seeding.catalogue.invoices) seedInvoiced(seeding, invoice, nextLot);
  for (const order of seeding.catalogue.orders) seedOpen(seeding, order, nextLot);
}

interface Head {
  readonly company: CatalogueOrder['company'];
  readonly number: string;
  readonly customerNumber: string;
  readonly currency: string;
  readonly createdDay: string;
  readonly shipDay: string;
  readonly status: string;
  readonly processing: string;
  readonly reference: string;
}

function seedInvoiced(seeding: Seeding, invoice: CatalogueInvoice, nextLot: () => string): void {
  const head = { ...invoice, number: invoice.orderNumber, createdDay: invoice.day, shipDay: invoice.day, status: 'Invoiced', processing: 'Invoiced', reference: '' };
  putOrder(seeding, head, invoice.lines, nextLot);
}

function seedOpen(seeding: Seeding, order: CatalogueOrder, nextLot: () => string): void {
  const head = { ...order, status: order.step === 'Delivered' ? 'Delivered' : 'Backorder', processing: order.step, reference: order.customerReference };
  putOrder(seeding, head, order.lines, nextLot);
}

function putOrder({ catalogue, put }: Seeding, head: Head, lines: readonly CatalogueLine[], nextLot: () => string): void {
  const customer = findCustomer(catalogue, head.customerNumber);
  const company = companyOf(head.company);
  const dataAreaId = areaOf(company);
  const [warehouse] = company.warehouses;
  put('SalesOrderHeadersV2', {
    dataAreaId,
    SalesOrderNumber: head.number,
    SalesOrderName: customer.name,
    OrderingCustomerAccountNumber: customer.number,
    InvoiceCustomerAccountNumber: customer.number,
    CurrencyCode: head.currency,
    LanguageId: customer.language,
    CustomersOrderReference: head.reference,
    SalesOrderStatus: head.status,
    SalesOrderProcessingStatus: head.processing,
    PaymentTermsName: customer.paymentTerms,
    DeliveryModeCode: '99',
    DefaultShippingSiteId: warehouse.site,
    DefaultShippingWarehouseId: warehouse.code,
    RequestedShippingDate: noon(head.shipDay),
    ...(head.processing !== 'Active' && { ConfirmedShippingDate: noon(head.shipDay) }),
    OrderCreationDateTime: `${head.createdDay}T09:15:00Z`,
  });
  lines.forEach((line, at) =>
    put('SalesOrderLines', {
      dataAreaId,
      InventoryLotId: nextLot(),
      SalesOrderNumber: head.number,
      LineNumber: at + 1,
      LineCreationSequenceNumber: at + 1,
      ItemNumber: line.itemNumber,
      LineDescription: line.description,
      OrderedSalesQuantity: line.quantity,
      SalesUnitSymbol: line.unit,
      SalesPrice: line.price,
      SalesPriceQuantity: 1,
      LineDiscountPercentage: line.discountPercent,
      LineAmount: line.amount,
      CurrencyCode: head.currency,
      SalesOrderLineStatus: head.status,
      ShippingSiteId: warehouse.site,
      ShippingWarehouseId: warehouse.code,
      RequestedShippingDate: noon(head.shipDay),
    }),
  );
}
