import type * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import type { Availability } from '../../model/availability.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ItemQuestion } from '../connector.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { demandRow, entryRow, figuresOf, isReturn, supplyRow, warehousesOf, type Analytics } from './analytics.ts';
import { negate, promise, type Movement } from './atp.ts';
import { forItems, readItems, type ItemRow } from './item.ts';
import type { Session } from './session.ts';

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
    ...(stocked ? figuresOf(item.inventory, analytics) : NO_FIGURES),
    ...promised,
    warehouses: stocked ? warehousesOf(analytics) : [],
  };
}

/** Return orders stand in both sets and move the other way. */
function movementsOf({ demand, supply }: Analytics): Movement[] {
  return [
    ...(demand ?? []).map((row) => ({ quantity: isReturn(row) ? row.outstandingQtyBase : negate(row.outstandingQtyBase), on: row.shipmentDate })),
    ...(supply ?? []).map((row) => ({ quantity: isReturn(row) ? negate(row.outstandingQtyBase) : row.outstandingQtyBase, on: row.expectedReceiptDate })),
  ];
}

const NO_FIGURES = { onHand: null, reserved: null, onSalesOrders: null, available: null, ordered: null };
const unknownItem = (question: ItemQuestion): Availability => ({ itemNumber: question.itemNumber, known: false, name: null, unit: null, ...NO_FIGURES, atp: null, firstDate: null, warehouses: [] });
