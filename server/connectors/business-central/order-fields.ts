import { decimal } from '../../kernel/money.ts';
import type { OrderDraft, OrderDraftLine, WireFields } from '../../model/order.ts';

const given = (fields: WireFields, name: string): string | undefined => (fields[name] === undefined || fields[name] === '' ? undefined : String(fields[name]));
const number = (fields: WireFields, name: string): string | undefined => (given(fields, name) === undefined ? undefined : decimal(String(fields[name])));

/** The draft with the values that its mapped properties stand for; discounts of the whole order stay, so that they are refused and not lost. */
export const fromFields = (draft: OrderDraft): OrderDraft => ({
  ...draft,
  requestedDate: given(draft.fields ?? {}, 'requestedDeliveryDate') ?? null,
  lines: draft.lines.map(lineFromFields),
});

function lineFromFields(line: OrderDraftLine): OrderDraftLine {
  const { fields = {}, discountAmount: _amount, unit: _unit, ...rest } = line;
  const amount = number(fields, 'discountAmount');
  const unit = given(fields, 'unitOfMeasureCode');
  return {
    ...rest,
    fields,
    quantity: number(fields, 'quantity') ?? line.quantity,
    discountPercent: number(fields, 'discountPercent') ?? '0',
    unitPrice: number(fields, 'unitPrice') ?? null,
    description: given(fields, 'description') ?? null,
    requestedDate: given(fields, 'shipmentDate') ?? null,
    ...(amount === undefined ? {} : { discountAmount: amount }),
    ...(unit === undefined ? {} : { unit }),
  };
}
