import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { add, compareDecimals, sum } from '../../kernel/money.ts';
import type { Availability, WarehouseStock } from '../../model/availability.ts';
import type { Product } from '../../model/product.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ItemQuestion } from '../connector.ts';
import { and } from '../odata/filter.ts';
import { parseRows } from '../parse-rows.ts';
import { isMissing } from './errors.ts';
import { ATP_SET, ENTRY_SET, entryRow, promiseBody, readEntriesOfMany, type Entry, type Promised } from './promises.ts';
import { readByItems, readProducts, sameNumber } from './product.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { amount, key, text } from './wire.ts';

/**
 * `OrderedQuantity` is incoming, `OnOrderQuantity` (not asked for) outgoing. The set's columns have no description of their own (fno.md §8); the names
 * are those of the on-hand form, and Microsoft documents the figures behind it: ordered is "not physically available in the warehouse yet" (AX 2012
 * reference, InventSumAvailability.orderedSum), on order is subtracted from what is available (InventOnHandQty.availTotal). Read there, not tried on a tenant.
 */
const onHandRow = z.object({ ItemNumber: key, InventorySiteId: text, InventoryWarehouseId: text, OnHandQuantity: amount, ReservedOnHandQuantity: amount, AvailableOnHandQuantity: amount, OrderedQuantity: amount });
type OnHand = z.output<typeof onHandRow>;
const ON_HAND_FIELDS = ['dataAreaId', 'ItemNumber', 'InventorySiteId', 'InventoryWarehouseId', 'OnHandQuantity', 'ReservedOnHandQuantity', 'AvailableOnHandQuantity', 'OrderedQuantity'] as const;

const NO_PROMISE: Promised = { atp: null, firstDate: null };

/** From here on items are asked together; below, each on its own is as quick and easier on F&O. */
const MANY = 4;

/** One answer per question, in their order; `itemNumber` is the number as F&O has it. */
export async function readAvailability(session: Session, company: string, items: readonly ItemQuestion[], context: CallContext): Promise<Availability[]> {
  const numbers = [...new Set(items.map((item) => item.itemNumber))];
  const [products, onHand, promises] = await Promise.all([
    readProducts(session, company, numbers, context),
    readOnHand(session, company, numbers, context),
    readPromises(session, company, items, context),
  ]);
  return Promise.all(
    items.map(async (item, at) => {
      const product = products.find((one) => sameNumber(one.itemNumber, item.itemNumber));
      const rows = onHand.filter((row) => sameNumber(row.ItemNumber, item.itemNumber));
      if (product !== undefined || rows.length > 0) return toAvailability(item, { product, rows, promise: promises[at] ?? NO_PROMISE });
      return readSimilar(session, company, item, products, context);
    }),
  );
}

interface Found {
  product: Product | undefined;
  rows: OnHand[];
  promise: Promised;
}

/** An item that was found under a number with blanks in front has its stock and its promise there too. */
async function readSimilar(session: Session, company: string, item: ItemQuestion, products: readonly Product[], context: CallContext): Promise<Availability> {
  const product = products.find((one) => sameNumber(one.itemNumber.trim(), item.itemNumber.trim()));
  if (product === undefined) return toAvailability(item, { product, rows: [], promise: NO_PROMISE });
  const real = { ...item, itemNumber: product.itemNumber };
  const [rows, promise] = await Promise.all([readOnHand(session, company, [real.itemNumber], context), readPromise(session, company, real, context)]);
  return toAvailability(real, { product, rows: rows.filter((row) => sameNumber(row.ItemNumber, real.itemNumber)), promise });
}

async function readOnHand(session: Session, company: string, numbers: readonly string[], context: CallContext): Promise<OnHand[]> {
  const rows = await readByItems(
    numbers,
    async (filter) => (await session.odata.read('WarehousesOnHandV2', { filter: and(inCompany(company), filter), select: ON_HAND_FIELDS }, { step: 'read stock', context })).rows,
    (item) => textIs('ItemNumber', item),
  );
  return parseRows(onHandRow, rows, 'stock');
}

function toAvailability(item: ItemQuestion, found: Found): Availability {
  const isKnown = found.product !== undefined || found.rows.length > 0;
  return {
    itemNumber: found.product?.itemNumber ?? item.itemNumber,
    known: isKnown,
    name: found.product?.name ?? null,
    unit: found.product?.unit ?? null,
    ...(isKnown ? figuresOf(found.rows) : NO_FIGURES),
    ...(isKnown ? found.promise : NO_PROMISE),
    warehouses: toWarehouses(found.rows),
  };
}

/** Stored per product variant; a warehouse is shown once. */
function toWarehouses(rows: readonly OnHand[]): WarehouseStock[] {
  const places = new Map<string, OnHand[]>();
  for (const row of rows) {
    const place = `${row.InventorySiteId ?? ''}/${row.InventoryWarehouseId ?? ''}`;
    places.set(place, [...(places.get(place) ?? []), row]);
  }
  return [...places.values()].map((own) => ({ warehouse: own[0]?.InventoryWarehouseId ?? '', site: own[0]?.InventorySiteId ?? null, ...figuresOf(own) }));
}

/** F&O tells what is reserved, and lessens what is available by that alone. */
const figuresOf = (rows: readonly OnHand[]) => ({
  onHand: sum(rows.map((row) => row.OnHandQuantity)),
  reserved: sum(rows.map((row) => row.ReservedOnHandQuantity)),
  onSalesOrders: null,
  available: sum(rows.map((row) => row.AvailableOnHandQuantity)),
  ordered: sum(rows.map((row) => row.OrderedQuantity)),
});
const NO_FIGURES = { onHand: null, reserved: null, onSalesOrders: null, available: null, ordered: null };

async function readPromises(session: Session, company: string, items: readonly ItemQuestion[], context: CallContext): Promise<Promised[]> {
  if (items.length < MANY) return Promise.all(items.map((item) => readPromise(session, company, item, context)));
  const entries = await readEntriesOfMany(session, company, items, context);
  return items.map((item, at) => toPromise(entries[at] ?? [], item.quantity));
}

/** Asks the engine behind the ATP button: a request row, then its entries by date (fno.md §8; direct use is unconfirmed, so a missing set means on-hand only). */
async function readPromise(session: Session, company: string, item: ItemQuestion, context: CallContext): Promise<Promised> {
  if (session.isMissing(ATP_SET) || item.itemNumber.includes('*')) return NO_PROMISE;
  const requestId = newId();
  const body = promiseBody(session, company, item, requestId);
  try {
    // Stores a question, not business data: safe to repeat.
    await session.odata.create(ATP_SET, body, 'ask availability', context, true);
  } catch (thrown) {
    if (isMissing(thrown)) {
      session.noteMissing(ATP_SET, true);
      return NO_PROMISE;
    }
    // Refused for this item, or asked already by the attempt before: the entries decide.
    if (!(thrown instanceof CrossledgerError) || thrown.code !== 'erp.refused') throw thrown;
  }
  const filter = and(inCompany(company), textIs('RequestId', requestId));
  const entries = await session.readIfThere(ENTRY_SET, { filter, select: ['ATPDate', 'ATPQuantity'], orderBy: ['ATPDate'] }, 'read availability', context);
  return toPromise(parseRows(entryRow, entries?.rows ?? [], 'availability'), item.quantity);
}

/** Quantities of all warehouses of a date count together; the first date that covers the asked quantity is the promise. */
export function toPromise(rows: readonly Entry[], quantity: string): Promised {
  const byDate = new Map<string, string>();
  for (const row of rows) if (row.ATPDate !== null) byDate.set(row.ATPDate, add(byDate.get(row.ATPDate) ?? '0', row.ATPQuantity));
  const dates = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1));
  const first = dates[0];
  if (first === undefined) return NO_PROMISE;
  return { atp: first[1], firstDate: dates.find(([, promised]) => compareDecimals(promised, quantity) >= 0)?.[0] ?? null };
}
