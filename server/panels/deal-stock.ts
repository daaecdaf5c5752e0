import type { OpportunityPanels } from '../contract/panels.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { add, compareDecimals } from '../kernel/money.ts';
import type { Availability } from '../model/availability.ts';
import { manyOf, shownStock, type StockFigures } from '../orders/shown-stock.ts';
import { createDeliveries, rankFor, type Delivery } from './delivery.ts';
import { contextOf, partAt, placeless, subjectOf, type DealLineQuestion, type DealRun } from './deal-run.ts';

type StockPart = NonNullable<OpportunityPanels['parts']['stock']>;

/** Whether the lines of a deal can be delivered. */
export async function stockPart(run: DealRun): Promise<StockPart> {
  const { place, question: { lines, shipTo: { country = null, postalCode = null } }, deps } = run;
  if (place === null) return placeless(run);
  const erp = await deps.directory.erp(run.orgId, place.connection.name);
  const items = wantedItems(lines);
  const part = await partAt(run, place, {
    name: 'stock',
    subject: subjectOf(items),
    read: async (): Promise<Availability[]> => (items.length === 0 ? [] : erp.reads.availability(place.company, items, contextOf(run))),
  });
  if (part.data === null) return { ...part, data: null };
  const { stockFigures, warehouseRanking } = place.connection;
  const deliver = createDeliveries(rankFor(warehouseRanking, { country, postalCode }));
  const shown = lines.map((line) => {
    const item = itemOf(line, part.data ?? []);
    return stockLine(line, item, { figures: stockFigures, delivery: deliver(item, line.quantity) });
  });
  return { ...part, data: { lines: shown, moreThan: manyOf(stockFigures) } };
}

/** Each item once, with the quantity of all its lines. */
function wantedItems(lines: readonly DealLineQuestion[]) {
  const wanted = new Map<string, string>();
  for (const { itemNumber, quantity } of lines) if (itemNumber !== null) wanted.set(itemNumber, add(wanted.get(itemNumber) ?? '0', quantity));
  return [...wanted].map(([itemNumber, quantity]) => ({ itemNumber, quantity }));
}

function itemOf({ itemNumber }: DealLineQuestion, found: readonly Availability[]): Availability | null {
  if (itemNumber === null) return null;
  return found.find((item) => item.itemNumber === itemNumber) ?? found.find((item) => item.itemNumber.trim() === itemNumber.trim()) ?? null;
}

function stockLine(line: DealLineQuestion, item: Availability | null, { figures, delivery }: { figures: StockFigures; delivery: Delivery | null }) {
  const { lineId, productName, quantity, itemNumber } = line;
  const missing = itemNumber === null ? new CrossledgerError('order.item-missing', { product: productName }) : null;
  const short = item !== null && item.atp !== null && compareDecimals(item.atp, quantity) < 0;
  return { lineId, productName, quantity, item: item === null ? null : shownStock(item, figures), short, delivery, problem: missing?.sentence ?? null, code: missing?.code ?? null };
}
