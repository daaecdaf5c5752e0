import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Catalogue } from '../../data/catalogue.ts';
import { parseEdmx, type EntitySet, type Model } from '../odata/model.ts';
import type { Store } from '../odata/store.ts';
import { makeTable, type Row, type Stored, type Table } from '../odata/table.ts';

/** One API surface: the standard one, or the analytics one. */
export interface Api {
  readonly model: Model;
  readonly xml: string;
}

export interface World {
  readonly standard: Api;
  readonly analytics: Api;
  readonly tables: ReadonlyMap<string, Table>;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly sequences: Map<string, number>;
  /** How far the read-only replica lags. */
  replicaLagMs: number;
}

/** Which company a record belongs to; never shown. */
export const companyField = '_company';

function readApi(file: string): Api {
  const xml = readFileSync(new URL(file, import.meta.url), 'utf8');
  return { model: parseEdmx(xml), xml };
}

export function readApis(): { standard: Api; analytics: Api } {
  return { standard: readApi('metadata.xml'), analytics: readApi('analytics.metadata.xml') };
}

const indexes: Readonly<Record<string, readonly string[]>> = {
  customers: ['id', 'number', 'displayName', 'taxRegistrationNumber'],
  customerFinancialDetails: ['id', 'number'],
  agedAccountsReceivables: ['customerId', 'customerNumber'],
  contacts: ['id', 'number', 'displayName', 'companyName'],
  items: ['id', 'number'],
  salesOrders: ['id', 'number', 'customerId', 'customerNumber', 'externalDocumentNumber'],
  salesOrderLines: ['id', 'documentId', 'lineObjectNumber'],
  salesInvoices: ['id', 'number', 'customerId', 'customerNumber', 'orderNumber', 'externalDocumentNumber'],
  salesInvoiceLines: ['id', 'documentId'],
  salesShipments: ['id', 'number', 'customerId', 'orderNumber'],
  salesShipmentLines: ['id', 'documentId'],
  salesCreditMemos: ['id', 'number', 'customerId', 'customerNumber'],
  salesCreditMemoLines: ['id', 'documentId'],
  customerPayments: ['id', 'journalId', 'customerNumber'],
  customerLedgerEntries: ['dcleCustomerNo', 'cleEntryNo', 'salesInvHeaderDocumentNo'],
  itemLedgerEntries: ['itemNo'],
  outstandingPurchaseLines: ['itemNo'],
};

/** Keys of sets whose entity type declares none. */
const innerKeys: Readonly<Record<string, readonly string[]>> = {
  customerLedgerEntries: ['dcleEntryNo'],
  itemLedgerEntries: ['entryNo'],
  outstandingPurchaseLines: ['documentNo'],
  outstandingSalesLines: ['documentNo'],
};

export function makeTables(apis: { standard: Api; analytics: Api }): Map<string, Table> {
  const tables = new Map<string, Table>();
  for (const set of [...apis.standard.model.sets.values(), ...apis.analytics.model.sets.values()]) {
    const keys = [companyField, ...(innerKeys[set.name] ?? set.type.keys)];
    tables.set(set.name, makeTable({ name: set.name, keys, indexes: [companyField, ...(indexes[set.name] ?? ['id', 'code'])], foldsCase: false }));
  }
  return tables;
}

export function tableOf(world: Pick<World, 'tables'>, set: string): Table {
  const table = world.tables.get(set);
  if (!table) throw new Error(`No table behind ${set}`);
  return table;
}

export function setOf(world: World, name: string): EntitySet {
  const set = world.standard.model.sets.get(name);
  if (!set) throw new Error(`No set ${name}`);
  return set;
}

export function findWhere(world: Pick<World, 'tables'>, set: string, company: string, property: string, value: unknown): Stored[] {
  return tableOf(world, set).find(property, value).filter((stored) => stored.row[companyField] === company);
}

export function findById(world: Pick<World, 'tables'>, set: string, company: string, id: unknown): Stored | undefined {
  const key = set === 'agedAccountsReceivables' ? 'customerId' : 'id';
  return typeof id === 'string' ? findWhere(world, set, company, key, id.toLowerCase())[0] : undefined;
}

/** The same names give the same id, so that a seeded record keeps its id from run to run. */
export function guidOf(...names: readonly string[]): string {
  const hex = createHash('sha256').update(names.join('\u0000')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-ee11-${hex.slice(12, 16)}-${hex.slice(16, 28)}`;
}

export function nextNumber(world: World, company: string, set: string, property: string, prefix: string, digits: number): string {
  const name = `${company}/${set}`;
  let last = world.sequences.get(name) ?? 0;
  if (last === 0) {
    for (const stored of tableOf(world, set).all()) {
      const value = stored.row[property];
      if (typeof value === 'string' && value.startsWith(prefix)) last = Math.max(last, Number(value.slice(prefix.length)) || 0);
    }
  }
  world.sequences.set(name, last + 1);
  return `${prefix}${String(last + 1).padStart(digits, '0')}`;
}

export function textOf(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : '';
}

export function numberOf(row: Row, name: string): number {
  const value = row[name];
  return typeof value === 'number' ? value : 0;
}
