import type { OrderDiff } from '../../contract/check.ts';
import { add, compareDecimals, isZero, sum } from '../../kernel/money.ts';
import type { Order, OrderDraft, OrderDraftLine, OrderLine } from '../../model/order.ts';
import { totalsOf } from '../totals.ts';

type Field = OrderDiff['fields'][number];

/** The plan beside the document that carries its key, field by field; what the plan leaves to the ERP is not compared. */
export function diffOrder(draft: OrderDraft, order: Order): OrderDiff {
  const fields = [
    text('order', 'customer', draft.customerNumber, order.customerNumber),
    text('order', 'currency', draft.currency, order.currency),
    ...(draft.customerPurchaseOrder === null ? [] : [text('order', 'customerPurchaseOrder', draft.customerPurchaseOrder, order.customerPurchaseOrder)]),
    ...(draft.requestedDate === null ? [] : [text('order', 'requestedDate', draft.requestedDate, order.requestedDate)]),
    ...diffDiscount(draft, order),
    ...draft.lines.flatMap((line) => diffLine(line, order.lines.find((one) => one.reference === line.reference), draft.currency)),
    ...order.lines.filter((line) => !draft.lines.some((one) => one.reference === line.reference)).map((line): Field => ({ where: line.reference ?? '', field: 'itemNumber', planned: null, found: line.itemNumber, equal: false })),
  ];
  return { orderNumber: order.number, link: order.link, equal: fields.every((field) => field.equal), fields };
}

/** Off the whole order, where both sides tell it. */
function diffDiscount(draft: OrderDraft, order: Order): Field[] {
  const parts = order.lines.flatMap((line) => (line.headerDiscount === undefined ? [] : [line.headerDiscount]));
  const isTold = parts.length === order.lines.length && parts.length > 0;
  return draft.discountAmount === undefined || !isTold ? [] : [number('order', 'discountAmount', draft.discountAmount, sum(parts))];
}

function diffLine(line: OrderDraftLine, found: OrderLine | undefined, currency: string): Field[] {
  const where = line.reference;
  if (found === undefined) return [{ where, field: 'itemNumber', planned: line.itemNumber, found: null, equal: false }];
  return [
    text(where, 'itemNumber', line.itemNumber, found.itemNumber),
    number(where, 'quantity', line.quantity, found.quantity),
    ...(line.unit === undefined ? [] : [text(where, 'unit', line.unit, found.unit)]),
    ...(line.unitPrice === null ? [] : [number(where, 'unitPrice', line.unitPrice, found.unitPrice)]),
    diffLineDiscount(line, found, currency),
  ];
}

/** An ERP may keep an amount off a line as a percentage: what the line comes to is compared instead. */
function diffLineDiscount(line: OrderDraftLine, found: OrderLine, currency: string): Field {
  const { reference: where, discountAmount = '0', unitPrice } = line;
  if (isZero(discountAmount)) return number(where, 'discountPercent', line.discountPercent, found.discountPercent);
  const [total] = totalsOf({ currency, lines: [{ ...line, unitPrice: unitPrice ?? found.unitPrice }] }).lines;
  return number(where, 'amount', total?.amount ?? '0', add(found.amount, found.headerDiscount ?? '0'));
}

const text = (where: string, field: string, planned: string, found: string | null): Field => ({ where, field, planned, found, equal: found !== null && planned.trim().toLowerCase() === found.trim().toLowerCase() });
const number = (where: string, field: string, planned: string, found: string): Field => ({ where, field, planned, found, equal: compareDecimals(planned, found) === 0 });
