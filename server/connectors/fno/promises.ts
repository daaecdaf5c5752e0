import * as z from 'zod';
import { newId } from '../../kernel/ids.ts';
import type { Availability } from '../../model/availability.ts';
import type { CallContext } from '../../net/http-client.ts';
import { defaultsOf, type ItemQuestion } from '../connector.ts';
import { and, chunk, or } from '../odata/filter.ts';
import type { Question } from '../odata/question-batch.ts';
import { queryString } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { isMissing } from './errors.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { amount, companyId, date, key } from './wire.ts';

export const ATP_SET = 'CDSInventoryOnHandRequests';
export const ENTRY_SET = 'CDSInventoryOnHandEntries';

export const entryRow = z.object({ ATPDate: date, ATPQuantity: amount });
const sharedEntryRow = entryRow.extend({ RequestId: key });
export type Promised = Pick<Availability, 'atp' | 'firstDate'>;
export type Entry = z.output<typeof entryRow>;

/** What is asked about one item (fno.md §8). */
export function promiseBody(session: Session, company: string, item: ItemQuestion, requestId: string): Record<string, string | number> {
  const { site, warehouse } = defaultsOf(session.settings, company);
  return {
    dataAreaId: companyId(company),
    RequestId: requestId,
    ProductNumber: item.itemNumber,
    OrderQuantity: Number(item.quantity),
    IsATPCalculation: 'Yes',
    ...(site === undefined ? {} : { InventorySiteId: site }),
    ...(warehouse === undefined ? {} : { InventoryWarehouseId: warehouse }),
  };
}

/** Few enough that F&O works through one batch in about the time of one answer, and within one chain of `or`. */
const ITEMS_PER_BATCH = 10;

/**
 * Entries of many items, in their order: questions and answers of ten items in one request, so that all of them take one round instead of
 * two. A part that is refused is an item without a promise.
 */
export async function readEntriesOfMany(session: Session, company: string, items: readonly ItemQuestion[], context: CallContext): Promise<Entry[][]> {
  const batches = chunk(items, ITEMS_PER_BATCH).map((part) => readEntries(session, company, part, context));
  return (await Promise.all(batches)).flat();
}

async function readEntries(session: Session, company: string, items: readonly ItemQuestion[], context: CallContext): Promise<Entry[][]> {
  const asked = items.map((item) => ({ item, requestId: newId() })).filter(({ item }) => !item.itemNumber.includes('*'));
  const filter = and(inCompany(company), or(...asked.map(({ requestId }) => textIs('RequestId', requestId))));
  if (session.isMissing(ATP_SET) || asked.length === 0) return items.map(() => []);
  const questions: Question[] = [
    ...asked.map(({ item, requestId }) => ({ method: 'POST', path: ATP_SET, body: promiseBody(session, company, item, requestId) }) as const),
    { method: 'GET', path: `${ENTRY_SET}?${queryString({ filter, select: ['RequestId', 'ATPDate', 'ATPQuantity'], orderBy: ['ATPDate'] })}` },
  ];
  try {
    const rows = parseRows(sharedEntryRow, await session.odata.ask(questions, 'ask availability', context), 'availability');
    const idOf = new Map(asked.map(({ item, requestId }) => [item, requestId]));
    return items.map((item) => rows.filter((row) => row.RequestId.toLowerCase() === idOf.get(item)?.toLowerCase()));
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
    session.noteMissing(ATP_SET, true);
    return items.map(() => []);
  }
}
