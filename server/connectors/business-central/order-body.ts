import { CrossledgerError } from '../../kernel/errors.ts';
import { isZero } from '../../kernel/money.ts';
import type { OrderDraft, OrderDraftLine } from '../../model/order.ts';
import { writeReference } from './order-key.ts';

export type LineBody = Record<string, string | number | boolean>;
export type Body = Record<string, string | number | boolean | LineBody[]>;

/** Business Central numbers its own lines so, leaving room between them. */
const SEQUENCE_STEP = 10_000;

/**
 * Item numbers are codes here: without blanks around them, in capitals. A line is known again by its `sequence`: there is no field for a
 * reference of ours, `description2` is printed and edited by people, while the sequence is part of the line's key: it may be given on a
 * create, can never change, a second line with it is refused, and the posted invoice's line keeps it.
 */
export function asKept(draft: OrderDraft): OrderDraft {
  return { ...draft, lines: draft.lines.map((line, at) => ({ ...line, itemNumber: line.itemNumber.trim().toUpperCase(), reference: String((at + 1) * SEQUENCE_STEP) })) };
}

/** What the mapping made, in its order, since properties are validated as they stand; the customer first decides the defaults that the others change. */
export function headerBody(draft: OrderDraft): Body {
  refuseUnworkable(draft);
  return { ...draft.fields, customerNumber: draft.customerNumber, externalDocumentNumber: writeReference(draft.customerPurchaseOrder, draft.key) };
}

/** Type before number, quantity before price: each fills in what follows (business-central.md §4). A location of the mapping counts before the connection's. */
export function lineBody(line: OrderDraftLine, locationId: string | null): LineBody {
  refuseTwoDiscounts(line);
  return { sequence: Number(line.reference), lineType: 'Item', lineObjectNumber: line.itemNumber, ...(locationId === null ? {} : { locationId }), ...line.fields };
}

/** Percent and amount are two writings of one discount here: the second would replace the first. */
function refuseTwoDiscounts(line: OrderDraftLine): void {
  if (isZero(line.discountAmount ?? '0') || isZero(line.discountPercent)) return;
  throw new CrossledgerError('erp.refused', { problem: `Business Central keeps one discount for a line, the one with item ${line.itemNumber} has a percentage and an amount.` });
}

/** Nothing is left out silently: off the whole order goes one amount, set when the lines are there. */
function refuseUnworkable(draft: OrderDraft): void {
  if (!isZero(draft.discountPercent ?? '0')) throw new CrossledgerError('erp.refused', { problem: 'Business Central takes an amount off a whole order, not a percentage.' });
}
