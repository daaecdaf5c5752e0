import type { CheckedLine, Finding } from '../../contract/check.ts';
import type { Price } from '../../model/price.ts';
import type { Deal, DealLine } from '../../salesforce/org-port.ts';
import type { Totals } from '../totals.ts';
import { lightOf } from './finding.ts';
import { availabilityFinding, dealFindings, itemFinding, priceDifference, priceFinding, quantityFindings } from './line-findings.ts';
import type { Asked } from './questions.ts';

/** Every line with what was found about it; without answers of the ERP only what the deal itself tells. */
export function checkLines(deal: Deal, asked: Asked | null, company: string, today = ''): { rows: CheckedLine[]; findings: Finding[] } {
  const found = deal.lines.map((line) => ({ line, facts: factsOf(line, asked) }));
  const byLine = found.map(({ line, facts }) => ({ line, facts, findings: [...dealFindings(line), ...(asked === null ? [] : erpFindings(line, { deal, company, today }, asked, facts))] }));
  return { rows: byLine.map(({ line, facts, findings }) => rowOf(line, deal.currency, facts, findings)), findings: byLine.flatMap(({ findings }) => findings) };
}

interface Facts {
  product: NonNullable<Asked['products']>[number] | undefined;
  price: Price | undefined;
  availability: NonNullable<Asked['availability']>[number] | undefined;
}

const factsOf = (line: DealLine, asked: Asked | null): Facts => ({
  product: byItem(line, asked?.products ?? []),
  price: asked?.prices?.get(line.id),
  availability: byItem(line, asked?.availability ?? []),
});

/** ERPs know an item without the blanks in front of its number too. */
function byItem<T extends { itemNumber: string }>(line: DealLine, found: readonly T[]): T | undefined {
  const item = line.itemNumber;
  if (item === null) return undefined;
  return found.find((one) => one.itemNumber === item) ?? found.find((one) => one.itemNumber.trim().toLowerCase() === item.trim().toLowerCase());
}

function erpFindings(line: DealLine, about: { deal: Deal; company: string; today: string }, asked: Asked, { product, price, availability }: Facts): Finding[] {
  if (line.itemNumber === null || asked.products === null) return [];
  const item = itemFinding(line, about.company, product);
  if (product === undefined) return [item];
  return [
    item,
    ...quantityFindings(line, product.unit, asked.setup?.unitDecimals ?? null),
    ...(price === undefined ? [] : [priceFinding(line, about.deal.currency, price)]),
    ...(availability?.known === true ? [availabilityFinding(line, about.today, availability)] : []),
  ];
}

const rowOf = (line: DealLine, currency: string, { product, price, availability }: Facts, findings: readonly Finding[]): CheckedLine => ({
  lineId: line.id,
  productName: line.productName,
  itemNumber: line.itemNumber,
  quantity: line.quantity,
  unit: product?.unit ?? null,
  light: lightOf(findings),
  crmPrice: line.unitPrice,
  erpPrice: price ?? null,
  difference: priceDifference(line, currency, price),
  requestedDate: line.serviceDate,
  firstDate: availability?.firstDate ?? null,
  onHand: availability?.onHand ?? null,
  reserved: availability?.reserved ?? null,
  onSalesOrders: availability?.onSalesOrders ?? null,
  available: availability?.available ?? null,
  ordered: availability?.ordered ?? null,
  amount: null,
});

/** The rows with what each line comes to. */
export function withAmounts(rows: readonly CheckedLine[], totals: Totals | null): CheckedLine[] {
  const amounts = new Map(totals?.lines.map((one) => [one.reference, one.amount]));
  return rows.map((row) => ({ ...row, amount: amounts.get(row.lineId) ?? null }));
}
