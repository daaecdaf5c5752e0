import type { OpportunityPanels } from '../contract/panels.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Price } from '../model/price.ts';
import { priceDifference } from '../orders/check/line-findings.ts';
import { contextOf, partAt, placeless, subjectOf, type DealLineQuestion, type DealRun } from './deal-run.ts';

type PricesPart = NonNullable<OpportunityPanels['parts']['prices']>;
type PricedLine = DealLineQuestion & { unitPrice: string };

/** What the ERP asks of this customer for each line's quantity on its day, beside what the deal says. */
export async function pricesPart(run: DealRun): Promise<PricesPart> {
  const { place, question: { customer = null, currency, lines }, deps } = run;
  if (place === null) return placeless(run);
  const erp = await deps.directory.erp(run.orgId, place.connection.name);
  const shown = lines.filter((line): line is PricedLine => line.unitPrice !== undefined);
  const wanted = shown.flatMap(({ itemNumber, quantity, date }) => (itemNumber === null ? [] : [{ itemNumber, quantity, date: date ?? null, unit: null }]));
  const part = await partAt(run, place, {
    name: 'prices',
    subject: subjectOf({ customer, currency, wanted }),
    read: async (): Promise<Price[]> => {
      if (currency === undefined) throw new CrossledgerError('request.invalid', { problem: 'part prices needs currency' });
      return wanted.length === 0 ? [] : erp.reads.prices(place.company, { customer, currency, lines: wanted }, contextOf(run));
    },
  });
  return { ...part, data: part.data === null || currency === undefined ? null : { currency, lines: beside(shown, currency, part.data) } };
}

/** Answers come in the order of the lines that have an item. */
function beside(lines: readonly PricedLine[], currency: string, found: readonly Price[]) {
  const answers = found.values();
  return lines.map((line) => {
    const price = line.itemNumber === null ? undefined : answers.next().value;
    return { lineId: line.lineId, crmPrice: line.unitPrice, erpPrice: price ?? null, difference: priceDifference(line, currency, price) };
  });
}
