import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { add, subtract } from '../../kernel/money.ts';
import type { Availability } from '../../model/availability.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ItemQuestion } from '../connector.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { negate, promise, type Movement } from './atp.ts';
import { forItems, readItems, type ItemRow } from './item.ts';
import type { Session } from './session.ts';
import { amount, date, key, member, text } from './wire.ts';

const entryRow = z.object({ itemNo: key, locationCode: text, remainingQuantity: amount });
const demandRow = z.object({ itemNo: key, documentType: member, outstandingQtyBase: amount, shipmentDate: date, locationCode: text });
const supplyRow = z.object({ itemNo: key, documentType: member, outstandingQtyBase: amount, expectedReceiptDate: date });

type Entry = z.output<typeof entryRow>;
type Demand = z.output<typeof demandRow>;
type Supply = z.output<typeof supplyRow>;

export const ANALYTICS_SETS = ['itemLedgerEntries', 'outstandingSalesLines', 'outstandingPurchaseLines', 'customerLedgerEntries'] as const;

/** On hand from the items; warehouses and dates from the analytics sets where they are installed, otherwise on hand only (business-central.md §6). */
export async function readAvailability(session: Session, company: string, questions: readonly ItemQuestion[], context: CallContext): Promise<Availability[]> {
  const numbers = questions.map((question) => question.itemNumber);
  const [items, entries, demand, supply] = await Promise.all([
    readItems(session, company, numbers, context),
    readAnalytics(session, company, 'itemLedgerEntries', entryRow, numbers, context),
    readAnalytics(session, company, 'outstandingSalesLines', demandRow, numbers, context),
    readAnalytics(session, company, 'outstandingPurchaseLines', supplyRow, numbers, context),
  ]);
  const today = day(session.clock.now());
  return questions.map((question) => {
    const item = items.find((row) => sameText(row.number, question.itemNumber));
    if (item === undefined) return unknownItem(question);
    const own = <T extends { itemNo: string }>(rows: readonly T[] | null): T[] | null => rows?.filter((row) => sameText(row.itemNo, item.number)) ?? null;
    return toAvailability(item, question, { entries: own(entries), demand: own(demand), supply: own(supply) }, today);
  });
}

interface Analytics {
  entries: Entry[] | null;
  demand: Demand[] | null;
  supply: Supply[] | null;
}

async function readAnalytics<T extends z.ZodType>(session: Session, company: string, set: string, schema: T, numbers: readonly string[], context: CallContext): Promise<z.output<T>[] | null> {
  let missing = false;
  const rows = await forItems(numbers, 'itemNo', async (filter) => {
    const read = await session.readIfThere(company, 'analytics', set, { filter }, `read ${set}`, context);
    missing ||= read === null;
    return parseRows(schema, read?.rows ?? [], set);
  });
  return missing ? null : rows;
}

function toAvailability(item: ItemRow, question: ItemQuestion, analytics: Analytics, today: string): Availability {
  const stocked = item.type === 'Inventory' || item.type === '';
  const dated = stocked && analytics.demand !== null && analytics.supply !== null;
  const promised = dated ? promise(item.inventory, movementsOf(analytics), question.quantity, today) : { atp: null, firstDate: null };
  return {
    itemNumber: item.number,
    known: true,
    name: item.displayName,
    unit: item.baseUnitOfMeasureCode,
    onHand: stocked ? item.inventory : null,
    ...promised,
    warehouses: stocked ? warehousesOf(analytics) : [],
  };
}

/** Return orders stand in both sets and move the other way. */
function movementsOf({ demand, supply }: Analytics): Movement[] {
  const isReturn = (row: { documentType: string }): boolean => row.documentType === 'Return Order';
  return [
    ...(demand ?? []).map((row) => ({ quantity: isReturn(row) ? row.outstandingQtyBase : negate(row.outstandingQtyBase), on: row.shipmentDate })),
    ...(supply ?? []).map((row) => ({ quantity: isReturn(row) ? negate(row.outstandingQtyBase) : row.outstandingQtyBase, on: row.expectedReceiptDate })),
  ];
}

function warehousesOf({ entries, demand }: Analytics): Availability['warehouses'] {
  const onHand = new Map<string, string>();
  for (const entry of entries ?? []) onHand.set(entry.locationCode ?? '', add(onHand.get(entry.locationCode ?? '') ?? '0', entry.remainingQuantity));
  return [...onHand].map(([warehouse, quantity]) => {
    const reserved = (demand ?? []).filter((row) => (row.locationCode ?? '') === warehouse && row.documentType !== 'Return Order');
    return { warehouse, site: null, onHand: quantity, available: reserved.reduce((left, row) => subtract(left, row.outstandingQtyBase), quantity) };
  });
}

const unknownItem = (question: ItemQuestion): Availability => ({ itemNumber: question.itemNumber, known: false, name: null, unit: null, onHand: null, atp: null, firstDate: null, warehouses: [] });
