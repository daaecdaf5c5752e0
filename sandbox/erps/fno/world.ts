import { readFileSync } from 'node:fs';
import type { Catalogue } from '../../data/catalogue.ts';
import { parseEdmx, type Model } from '../odata/model.ts';
import type { Store } from '../odata/store.ts';
import { makeTable, type Row, type Stored, type Table } from '../odata/table.ts';

/** Everything one running F&O environment consists of. */
export interface World {
  /** The `$metadata` document and what was read from it; an update of the environment may change both. */
  metadata: string;
  model: Model;
  readonly tables: ReadonlyMap<string, Table>;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly defaultCompany: string;
  /** Highest number handed out per sequence; filled from the data on first use. */
  readonly sequences: Map<string, number>;
}

export const metadataXml = readFileSync(new URL('metadata.xml', import.meta.url), 'utf8');

const indexes: Readonly<Record<string, readonly string[]>> = {
  CustomersV3: ['CustomerAccount', 'OrganizationName', 'TaxExemptNumber', 'TaxRegistrationId', 'PartyNumber'],
  ContactPersons: ['ContactPersonId', 'AssociatedPartyNumber'],
  ProductsV2: ['ProductNumber'],
  ReleasedProductsV2: ['ItemNumber', 'ProductNumber'],
  CDSReleasedDistinctProducts: ['ItemNumber', 'ProductNumber'],
  SalesOrderHeadersV2: ['SalesOrderNumber', 'CustomersOrderReference', 'CustomerRequisitionNumber', 'OrderingCustomerAccountNumber', 'InvoiceCustomerAccountNumber'],
  SalesOrderLines: ['SalesOrderNumber', 'InventoryLotId', 'ItemNumber', 'OrderLineReference'],
  SalesInvoiceHeadersV2: ['InvoiceNumber', 'LedgerVoucher', 'InvoiceCustomerAccountNumber', 'SalesOrderNumber', 'CustomersOrderReference'],
  SalesInvoiceV3Lines: ['InvoiceNumber', 'LedgerVoucher', 'ProductNumber'],
  CustTransactions: ['AccountNum', 'OrderAccount', 'Invoice', 'Voucher', 'SysRecId'],
  CustTransOpens: ['AccountNum', 'RefRecId'],
  CustAIAgedBalances: ['CustAccount'],
  CustomerPaymentJournalLines: ['JournalBatchNumber', 'MarkedInvoice', 'AccountDisplayValue'],
  CustomerPaymentJournalHeaders: ['JournalBatchNumber'],
  PaymentJournalLineSettledInvoices: ['JournalBatchNumber', 'InvoiceNumber', 'invoiceAccount'],
  FreeTextInvoiceHeaders: ['InvoiceIdentifier', 'CustomerAccount', 'FreeTextNumber'],
  FreeTextInvoiceLines: ['ParentRecId'],
  WarehousesOnHandV2: ['ItemNumber'],
  SalesPriceAgreements: ['ItemNumber', 'CustomerAccountNumber'],
  CDSInventoryOnHandRequests: ['RequestId'],
  CDSInventoryOnHandEntries: ['RequestId'],
};

const volatile = new Set(['CDSInventoryOnHandRequests', 'CDSInventoryOnHandEntries']);

/** Newer sets read and write the records of the older ones (fno.md §5, V2 against V4). */
const sameRecords: Readonly<Record<string, string>> = { SalesOrderHeadersV4: 'SalesOrderHeadersV2', SalesOrderLinesV3: 'SalesOrderLines' };

/** Expected receipts carry the dates behind available-to-promise; no public set shows them. */
export const receiptsTable = 'PlannedReceipts';

export function readModel(): Model {
  return parseEdmx(metadataXml);
}

export function makeTables(model: Model): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const set of model.sets.values()) {
    if (sameRecords[set.name] !== undefined) continue;
    tables.set(set.name, makeTable({ name: set.name, keys: set.type.keys, indexes: indexes[set.name] ?? [], foldsCase: true, isVolatile: volatile.has(set.name) }));
  }
  const keys = ['dataAreaId', 'ItemNumber', 'InventoryWarehouseId', 'Day', 'At'];
  return tables.set(receiptsTable, makeTable({ name: receiptsTable, keys, indexes: ['ItemNumber'], foldsCase: true }));
}

export function tableOf(world: Pick<World, 'tables'>, set: string): Table {
  const table = world.tables.get(sameRecords[set] ?? set);
  if (!table) throw new Error(`No table behind ${set}`);
  return table;
}

/** The record with these key values, in key order. */
export function findRecord(world: Pick<World, 'tables'>, set: string, keys: Row): Stored | undefined {
  const table = tableOf(world, set);
  return table.get(table.keyOf(keys));
}

export function recordsWhere(world: Pick<World, 'tables'>, set: string, property: string, value: unknown, company?: unknown): Stored[] {
  const found = tableOf(world, set).find(property, value);
  return company === undefined ? found : found.filter((stored) => stored.row['dataAreaId'] === company);
}

/** Next number of a sequence such as `SO-`, starting above what the data already holds. */
export function nextNumber(world: World, set: string, property: string, prefix: string, digits: number): string {
  const name = `${set}.${property}`;
  const last = world.sequences.get(name) ?? highest(tableOf(world, set), property, prefix);
  world.sequences.set(name, last + 1);
  return `${prefix}${String(last + 1).padStart(digits, '0')}`;
}

function highest(table: Table, property: string, prefix: string): number {
  let most = 0;
  for (const stored of table.all()) {
    const value = stored.row[property];
    const digits = typeof value === 'string' && value.startsWith(prefix) ? Number(value.slice(prefix.length)) : 0;
    if (Number.isSafeInteger(digits) && digits > most) most = digits;
  }
  return most;
}

export function textOf(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

export function numberOf(row: Row, name: string): number {
  const value = row[name];
  return typeof value === 'number' ? value : 0;
}
