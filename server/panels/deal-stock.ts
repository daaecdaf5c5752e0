import type { OpportunityPanels } from '../contract/panels.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { add } from '../kernel/money.ts';
import type { Availability } from '../model/availability.ts';
import { contextOf, partAt, placeless, subjectOf, type DealLineQuestion, type DealRun } from './deal-run.ts';

type StockPart = NonNullable<OpportunityPanels['parts']['stock']>;

/** Whether the lines of a deal can be delivered. */
export async function stockPart(run: DealRun): Promise<StockPart> {
  const { place, question: { lines }, deps } = run;
  if (place === null) return placeless(run);
  const erp = await deps.directory.erp(run.orgId, place.connection.name);
  const items = wantedItems(lines);
  const part = await partAt(run, place, {
    name: 'stock',
    subject: subjectOf(items),
    read: async (): Promise<Availability[]> => (items.length === 0 ? [] : erp.reads.availability(place.company, items, contextOf(run))),
  });
  return { ...part, data: part.data === null ? null : { lines: lines.map((line) => stockLine(line, part.data ?? [])) } };
}

/** Each item once, with the quantity of all its lines. */
function wantedItems(lines: readonly DealLineQuestion[]) {
  const wanted = new Map<string, string>();
  for (const { itemNumber, quantity } of lines) if (itemNumber !== null) wanted.set(itemNumber, add(wanted.get(itemNumber) ?? '0', quantity));
  return [...wanted].map(([itemNumber, quantity]) => ({ itemNumber, quantity }));
}

function stockLine(line: DealLineQuestion, found: readonly Availability[]) {
  const item = line.itemNumber === null ? undefined : (found.find((candidate) => candidate.itemNumber === line.itemNumber) ?? found.find((candidate) => candidate.itemNumber.trim() === line.itemNumber?.trim()));
  const unknown = line.itemNumber === null ? new CrossledgerError('order.item-missing', { product: line.productName }).sentence : 'The ERP does not know this item.';
  return { lineId: line.lineId, productName: line.productName, quantity: line.quantity, item: item ?? null, problem: item?.known === true ? null : unknown };
}
