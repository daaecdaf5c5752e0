import type { Finding } from '../../contract/check.ts';
import type { ShownStock } from '../../contract/stock.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import { compareDecimals, isZero, subtract } from '../../kernel/money.ts';
import type { Price } from '../../model/price.ts';
import type { Product } from '../../model/product.ts';
import type { DealLine } from '../../salesforce/org-port.ts';
import { amber, findingOf, green, untold } from './finding.ts';

/** What the deal alone tells about a line. */
export function dealFindings(line: DealLine): Finding[] {
  const at = { lineId: line.id };
  return [
    ...(line.itemNumber === null ? [findingOf({ ...at, subject: 'item' }, new CrossledgerError('order.item-missing', { product: line.productName }))] : []),
    ...(isZero(line.quantity) ? [findingOf({ ...at, subject: 'quantity' }, new CrossledgerError('order.quantity', { product: line.productName, quantity: line.quantity }))] : []),
  ];
}

/** States of a product's life in which an ERP may refuse to sell it; their names are each company's own. */
const ENDED = /discontinu|obsolete|retired|end.?of.?life|phase.?d?.?out|blocked|stopped/i;

export function itemFinding(line: DealLine, company: string, product: Product | undefined): Finding {
  const where = { subject: 'item', lineId: line.id } as const;
  const item = (line.itemNumber ?? '').trim();
  if (product === undefined) return findingOf(where, new CrossledgerError('order.item-unknown', { item, company }));
  if (!product.sellable) return findingOf(where, new CrossledgerError('order.item-stopped', { item, company }));
  const state = product.lifecycle ?? '';
  if (ENDED.test(state)) return { ...amber(where, `Item ${item} has the lifecycle state ${state} in company ${company}; the ERP may refuse to sell it.`, 'erp', 'Release it in the ERP or replace the product.'), code: 'order.item-stopped' };
  return green(where, `Item ${item} is released in company ${company}.`);
}

/** Decimals that the unit takes, where the ERP keeps them. */
export function quantityFindings(line: DealLine, unit: string | null, decimals: Readonly<Record<string, number>> | null): Finding[] {
  const at = { lineId: line.id };
  const quantities = untold({ ...at, subject: 'order-quantities' }, 'Minimum and multiple quantities are not in the ERP data that can be read here; the ERP checks them when the line is written.');
  const allowed = unit === null ? undefined : decimals?.[unit];
  if (allowed === undefined) return [untold({ ...at, subject: 'unit' }, unit === null ? 'The item has no sales unit.' : `The line is in ${unit}, the item's own unit; how many decimals it takes is not told.`), quantities];
  const given = (line.quantity.split('.')[1] ?? '').replace(/0+$/, '').length;
  return [
    given > allowed
      ? amber({ ...at, subject: 'unit' }, `The quantity ${line.quantity} has ${given} decimals; unit ${unit ?? ''} takes ${allowed}.`, 'rep', 'Correct the quantity, or the ERP rounds it.')
      : green({ ...at, subject: 'unit' }, `The line is in ${unit ?? ''}, the item's own unit.`),
    quantities,
  ];
}

/** The deal's price less the ERP's; null when they are not in one currency. */
export const priceDifference = (line: Pick<DealLine, 'unitPrice'>, currency: string, price: Price | undefined): string | null =>
  price?.amount === null || price?.amount === undefined || price.currency !== currency ? null : subtract(line.unitPrice, price.amount);

export function priceFinding(line: DealLine, currency: string, price: Price): Finding {
  const where = { subject: 'price', lineId: line.id } as const;
  if (price.amount === null) return untold(where, `The ERP has no price to compare with. ${price.reason}`);
  if (price.currency !== currency) return untold(where, `The ERP's price is ${price.amount} ${price.currency ?? ''}, the deal is in ${currency}. ${price.reason}`);
  const difference = priceDifference(line, currency, price) ?? '0';
  if (isZero(difference)) return green(where, `The price ${line.unitPrice} ${currency} is the ERP's. ${price.reason}`);
  const how = compareDecimals(difference, '0') < 0 ? 'below' : 'above';
  return amber(where, `The deal says ${line.unitPrice} ${currency}, ${difference.replace(/^-/, '')} ${how} the ERP's ${price.amount}. ${price.reason}`, 'rep', 'The deal\'s price is sent; correct it if it was not meant.');
}

export function availabilityFinding(line: DealLine, today: string, found: ShownStock): Finding {
  const where = { subject: 'availability', lineId: line.id } as const;
  if (compareDecimals(line.quantity, '0') <= 0) return green(where, 'The line takes goods back; nothing has to be available.');
  const wanted = line.serviceDate === null || line.serviceDate < today ? today : line.serviceDate;
  if ((found.atp ?? found.atpLevel ?? found.firstDate) === null) return untold(where, onHandOnly(found));
  if (found.firstDate === null) return amber(where, `No supply that the ERP knows of covers ${line.quantity} ${found.unit ?? ''}${found.atpLevel === null ? `; ${found.atp ?? '0'} can be promised` : ''}.`, 'rep', 'Agree another date or quantity with the customer.');
  if (found.firstDate > wanted) return amber(where, `Wanted on ${wanted}, the whole quantity can be promised for ${found.firstDate}.`, 'rep', 'Agree another date with the customer.');
  return green(where, `Can be promised for ${found.firstDate}, wanted on ${wanted}.`);
}

function onHandOnly({ onHand, onHandLevel, unit }: ShownStock): string {
  if (onHand !== null) return `Only the stock on hand is known: ${onHand} ${unit ?? ''}.`;
  return onHandLevel === null ? 'The item is not stocked.' : 'Only the stock on hand is known, not what can be promised.';
}
