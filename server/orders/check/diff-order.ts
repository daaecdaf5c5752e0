import type { OrderDiff } from '../../contract/check.ts';
import { compareDecimals } from '../../kernel/money.ts';
import type { Order, OrderDraft, OrderDraftLine, OrderLine } from '../../model/order.ts';

type Field = OrderDiff['fields'][number];

/** The plan beside the document that carries its key, field by field; what the plan leaves to the ERP is not compared. */
export function diffOrder(draft: OrderDraft, order: Order): OrderDiff {
  const fields = [
    text('order', 'customer', draft.customerNumber, order.customerNumber),
    text('order', 'currency', draft.currency, order.currency),
    ...(draft.customerPurchaseOrder === null ? [] : [text('order', 'customerPurchaseOrder', draft.customerPurchaseOrder, order.customerPurchaseOrder)]),
    ...(draft.requestedDate === null ? [] : [text('order', 'requestedDate', draft.requestedDate, order.requestedDate)]),
    ...draft.lines.flatMap((line) => diffLine(line, order.lines.find((one) => one.reference === line.reference))),
    ...order.lines.filter((line) => !draft.lines.some((one) => one.reference === line.reference)).map((line): Field => ({ where: line.reference ?? '', field: 'itemNumber', planned: null, found: line.itemNumber, equal: false })),
  ];
  return { orderNumber: order.number, link: order.link, equal: fields.every((field) => field.equal), fields };
}

function diffLine(line: OrderDraftLine, found: OrderLine | undefined): Field[] {
  const where = line.reference;
  if (found === undefined) return [{ where, field: 'itemNumber', planned: line.itemNumber, found: null, equal: false }];
  return [
    text(where, 'itemNumber', line.itemNumber, found.itemNumber),
    number(where, 'quantity', line.quantity, found.quantity),
    ...(line.unit === undefined ? [] : [text(where, 'unit', line.unit, found.unit)]),
    ...(line.unitPrice === null ? [] : [number(where, 'unitPrice', line.unitPrice, found.unitPrice)]),
    number(where, 'discountPercent', line.discountPercent, found.discountPercent),
  ];
}

const text = (where: string, field: string, planned: string, found: string | null): Field => ({ where, field, planned, found, equal: found !== null && planned.trim().toLowerCase() === found.trim().toLowerCase() });
const number = (where: string, field: string, planned: string, found: string): Field => ({ where, field, planned, found, equal: compareDecimals(planned, found) === 0 });
