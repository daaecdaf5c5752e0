import { decimal, divide, multiply, subtract } from '../../kernel/money.ts';
import type { OrderDraft, OrderDraftLine, WireFields } from '../../model/order.ts';

const PER_UNIT_DECIMALS = 12;

const given = (fields: WireFields, name: string): string | undefined => (fields[name] === undefined || fields[name] === '' ? undefined : String(fields[name]));
const number = (fields: WireFields, name: string): string | undefined => (given(fields, name) === undefined ? undefined : decimal(String(fields[name])));
const day = (fields: WireFields, name: string): string | null => given(fields, name)?.slice(0, 10) ?? null;

/** The draft with the values that its mapped properties stand for: what is compared with the order, and what the totals are made from. */
export function fromFields(draft: OrderDraft): OrderDraft {
  const { fields, discountPercent: _percent, discountAmount: _amount, ...rest } = draft;
  const percent = number(fields, 'TotalDiscountPercentage');
  const amount = number(fields, 'TotalDiscountAmount');
  return {
    ...rest,
    fields,
    requestedDate: day(fields, 'RequestedShippingDate'),
    ...(percent === undefined ? {} : { discountPercent: percent }),
    ...(amount === undefined ? {} : { discountAmount: amount }),
    lines: draft.lines.map(lineFromFields),
  };
}

function lineFromFields(line: OrderDraftLine): OrderDraftLine {
  const { fields, discountAmount: _amount, unit: _unit, ...rest } = line;
  const quantity = number(fields, 'OrderedSalesQuantity') ?? line.quantity;
  const discountPercent = number(fields, 'LineDiscountPercentage') ?? '0';
  const perUnit = number(fields, 'LineDiscountAmount');
  const unit = given(fields, 'SalesUnitSymbol');
  return {
    ...rest,
    fields,
    quantity,
    discountPercent,
    unitPrice: number(fields, 'SalesPrice') ?? null,
    description: given(fields, 'LineDescription') ?? null,
    requestedDate: day(fields, 'RequestedShippingDate'),
    ...(perUnit === undefined ? {} : { discountAmount: offTheLine(quantity, perUnit, discountPercent) }),
    ...(unit === undefined ? {} : { unit }),
  };
}

/** F&O takes its amount off the price of one unit, and before the percent (recalled): quantity × (price − amount) × (100 % − percent). */
function offTheLine(quantity: string, perUnit: string, percent: string): string {
  return decimal(divide(multiply(multiply(quantity, perUnit), subtract('100', percent)), '100', PER_UNIT_DECIMALS));
}
