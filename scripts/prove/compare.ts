import { createHash } from 'node:crypto';
import type { Intent, IntentLine } from './deals.ts';
import type { ErpClient } from './erp-client.ts';
import type { Row } from './org-client.ts';

/** One order as the ERP itself shows it. */
export interface FoundOrder {
  erp: 'fno' | 'bc';
  company: string;
  number: string;
  /** Idempotency key that it carries. */
  key: string;
  held: boolean;
  lines: readonly IntentLine[];
}

export interface Violation {
  kind: 'lost' | 'doubled' | 'partial';
  deal: string;
  words: string;
}

const KEY = /^[A-Z2-7]{16}$/;

/** Keys of all orders that Crossledger made in F&O, as the ERP has them now; cancelled ones left out. */
export async function readFnoOrders(fno: ErpClient): Promise<Omit<FoundOrder, 'lines'>[]> {
  const rows = await fno.read("/data/SalesOrderHeadersV2?cross-company=true&$filter=CustomersOrderReference ne ''&$select=dataAreaId,SalesOrderNumber,CustomersOrderReference,IsSalesProcessingStopped,SalesOrderStatus");
  return rows.filter((row) => KEY.test(text(row, 'CustomersOrderReference').toUpperCase()) && !/cancel/i.test(text(row, 'SalesOrderStatus')))
    .map((row) => ({ erp: 'fno', company: text(row, 'dataAreaId'), number: text(row, 'SalesOrderNumber'), key: text(row, 'CustomersOrderReference').toUpperCase(), held: row['IsSalesProcessingStopped'] !== 'No' }));
}

export async function readFnoLines(fno: ErpClient, orders: readonly Omit<FoundOrder, 'lines'>[]): Promise<FoundOrder[]> {
  if (orders.length === 0) return [];
  const filter = orders.map((order) => `SalesOrderNumber eq '${order.number}'`).join(' or ');
  const rows = await fno.read(`/data/SalesOrderLines?cross-company=true&$filter=${encodeURIComponent(filter)}&$select=dataAreaId,SalesOrderNumber,ItemNumber,OrderedSalesQuantity,SalesPrice`);
  const lines = Map.groupBy(rows, (row) => `${text(row, 'dataAreaId')}/${text(row, 'SalesOrderNumber')}`);
  return orders.map((order) => ({ ...order, lines: (lines.get(`${order.company}/${order.number}`) ?? []).map((row) => ({ item: text(row, 'ItemNumber'), quantity: Number(row['OrderedSalesQuantity']), unitPrice: Number(row['SalesPrice']) })) }));
}

/** Orders of one Business Central company; the key is the end of the external document number. */
export async function readBusinessCentralOrders(bc: ErpClient, company: string): Promise<FoundOrder[]> {
  const rows = await bc.read(`/api/v2.0/companies(${company})/salesOrders?$expand=salesOrderLines`);
  return rows.map((row) => ({ row, key: text(row, 'externalDocumentNumber').toUpperCase().slice(-16) })).filter(({ key }) => KEY.test(key)).map(({ row, key }) => ({
    erp: 'bc', company, key, number: text(row, 'number'), held: false,
    lines: (row['salesOrderLines'] as Row[]).map((line) => ({ item: text(line, 'lineObjectNumber'), quantity: Number(line['quantity']), unitPrice: Number(line['unitPrice']) })),
  }));
}

/** The key that a won deal's order carries (docs/decisions/order-path.md): 16 base32 characters of SHA-256 over org, deal and cycle. */
export function keyOf(orgId: string, dealId: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...createHash('sha256').update(`${orgId}\n${dealId}\n0`).digest().subarray(0, 10)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: 16 }, (_, at) => alphabet.charAt(parseInt(bits.slice(at * 5, at * 5 + 5), 2))).join('');
}

/** What is wrong: for each won deal exactly one order, complete, released, in its company, its number told; and none that nobody wanted. */
export function findViolations(intents: readonly Intent[], found: readonly FoundOrder[], known: { orgId: string; written: ReadonlyMap<string, string>; keys: ReadonlySet<string> }): Violation[] {
  const byKey = Map.groupBy(found, (order) => order.key);
  const wanted = intents.flatMap((intent) => judge(intent, byKey.get(keyOf(known.orgId, intent.dealId)) ?? [], known.written.get(intent.dealId)));
  const strays = found.filter((order) => !known.keys.has(order.key)).map((order): Violation => ({ kind: 'doubled', deal: 'none', words: `order ${order.number} in ${order.company} belongs to no deal that was won` }));
  return [...wanted, ...strays];
}

function judge(intent: Intent, orders: readonly FoundOrder[], written: string | undefined): Violation[] {
  const say = (kind: Violation['kind'], words: string): Violation[] => [{ kind, deal: `${intent.name} (${intent.dealId})`, words }];
  const [order] = orders;
  if (order === undefined) return say('lost', written === undefined ? 'won, and no ERP has an order for it' : `Salesforce was told ${written}, and no ERP has an order with its key`);
  if (orders.length > 1) return say('doubled', `${orders.length} orders: ${orders.map((one) => `${one.number} in ${one.company}`).join(', ')}`);
  if (order.erp !== intent.erp || order.company.toLowerCase() !== intent.company.toLowerCase()) return say('partial', `order ${order.number} is in ${order.company} instead of ${intent.company}`);
  const [planned, real] = [lineTexts(intent.lines), lineTexts(order.lines)];
  if (planned !== real) return say(order.lines.length > intent.lines.length ? 'doubled' : 'partial', `order ${order.number} has the lines ${real || 'none'} instead of ${planned}`);
  if (order.held) return say('partial', `order ${order.number} was left on hold`);
  if (written !== order.number) return say('partial', written === undefined ? `Salesforce does not know the number ${order.number}` : `Salesforce was told ${written} instead of ${order.number}`);
  return [];
}

const lineTexts = (lines: readonly IntentLine[]): string => lines.map((line) => `${line.quantity} × ${line.item} @ ${line.unitPrice.toFixed(2)}`).sort().join(', ');

function text(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
