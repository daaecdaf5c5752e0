import { roundMoney } from '../../../data/places.ts';
import type { Writer } from '../../odata/store.ts';
import type { Row, Stored } from '../../odata/table.ts';
import type { Call } from '../call.ts';
import { dialog } from '../problems.ts';
import { numberOf, tableOf } from '../world.ts';

/**
 * `discountAmount` of an order is spread over its lines by their amounts; what rounding takes from one line goes on to the next, so that
 * the parts add up to it (codeunit 56 "Sales - Calc Discount By Type" and UpdateVATOnLines of table Sales Line, in the application's
 * source). Recalled: one group of lines, where Business Central makes one for each VAT group and sign.
 */
export function spreadDiscount(amounts: readonly number[], discount: number, currency: string): number[] {
  const base = amounts.reduce((sum, amount) => sum + amount, 0);
  let remainder = 0;
  return amounts.map((amount) => {
    remainder += base === 0 ? 0 : (discount * amount) / base;
    const part = roundMoney(remainder, currency);
    remainder -= part;
    return part;
  });
}

/** No discount without lines, and none above what they come to (texts of codeunit 56 and table VAT Amount Line). */
export function checkDiscount(discount: number, lines: readonly Stored[], currency: string): void {
  const base = baseOf(lines, currency);
  if (discount > 0 && base === 0) throw dialog('Cannot apply an invoice discount because the document does not include lines where the Allow Invoice Disc. field is selected. To add a discount, specify a line discount in the Line Discount % field for the relevant lines, or add a line of type Item where the Allow Invoice Disc. field is selected.');
  if (discount < 0) throw dialog('Invoice Discount Amount must not be negative.');
  if (discount > base) throw dialog(`The maximum Invoice Discount Amount that you can apply is ${base}.`);
}

/** The order's discount on each of its lines; returns what the lines come to after it. A discount once given stays when lines change; recalled: never more than the lines come to. */
export function discountLines(call: Call, stored: readonly Stored[], discount: number, currency: string, writer: Writer): number {
  const lines = stored.toSorted((a, b) => numberOf(a.row, 'sequence') - numberOf(b.row, 'sequence'));
  const kept = Math.min(discount, Math.max(0, baseOf(lines, currency)));
  const parts = spreadDiscount(lines.map((line) => numberOf(line.row, 'amountExcludingTax')), kept, currency);
  lines.forEach((line, at) => {
    const part = parts[at] ?? 0;
    if (part === numberOf(line.row, 'invoiceDiscountAllocation')) return;
    writer.update(tableOf(call.world, 'salesOrderLines'), line, lessDiscount(line.row, part, currency));
  });
  return roundMoney(baseOf(lines, currency) - kept, currency);
}

function lessDiscount(line: Row, part: number, currency: string): Row {
  const net = roundMoney(numberOf(line, 'amountExcludingTax') - part, currency);
  return { invoiceDiscountAllocation: part, netAmount: net, netAmountIncludingTax: net };
}

const baseOf = (lines: readonly Stored[], currency: string): number => roundMoney(lines.reduce((sum, line) => sum + numberOf(line.row, 'amountExcludingTax'), 0), currency);
