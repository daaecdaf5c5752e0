import type { Finding } from '../../contract/check.ts';
import type { ShownStock } from '../../contract/stock.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import { compareDecimals, isZero, subtract } from '../../kernel/money.ts';
import { say, wordsOf, type Param, type Said } from '../../kernel/words.ts';
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
  if (ENDED.test(state)) return { ...amber(where, say('check.item-ended', { item, state, company }), 'erp'), code: 'order.item-stopped' };
  return green(where, say('check.item-released', { item, company }));
}

/** Decimals that the unit takes, where the ERP keeps them. */
export function quantityFindings(line: DealLine, unit: string | null, decimals: Readonly<Record<string, number>> | null): Finding[] {
  const at = { lineId: line.id };
  const quantities = untold({ ...at, subject: 'order-quantities' }, say('check.quantities-untold'));
  const allowed = unit === null ? undefined : decimals?.[unit];
  if (allowed === undefined) return [untold({ ...at, subject: 'unit' }, unit === null ? say('check.no-unit') : say('check.decimals-untold', { unit })), quantities];
  const given = (line.quantity.split('.')[1] ?? '').replace(/0+$/, '').length;
  return [
    given > allowed
      ? amber({ ...at, subject: 'unit' }, say('check.decimals-many', { quantity: line.quantity, given, unit: unit ?? '', allowed }), 'rep')
      : green({ ...at, subject: 'unit' }, say('check.unit-fits', { unit: unit ?? '' })),
    quantities,
  ];
}

/** The deal's price less the ERP's; null when they are not in one currency. */
export const priceDifference = (line: Pick<DealLine, 'unitPrice'>, currency: string, price: Price | undefined): string | null =>
  price?.amount === null || price?.amount === undefined || price.currency !== currency ? null : subtract(line.unitPrice, price.amount);

export function priceFinding(line: DealLine, currency: string, price: Price): Finding {
  const where = { subject: 'price', lineId: line.id } as const;
  const reason: Param = price.reasonWords ?? price.reason;
  if (price.amount === null) return untold(where, say('check.no-price', { reason }));
  if (price.currency !== currency) return untold(where, say('check.price-currency', { price: price.amount, priceCurrency: price.currency ?? '', currency, reason }));
  const difference = priceDifference(line, currency, price) ?? '0';
  if (isZero(difference)) return green(where, say('check.price-equal', { price: line.unitPrice, currency, reason }));
  const figures = { price: line.unitPrice, currency, difference: difference.replace(/^-/, ''), erpPrice: price.amount, reason };
  return amber(where, compareDecimals(difference, '0') < 0 ? say('check.price-below', figures) : say('check.price-above', figures), 'rep');
}

export function availabilityFinding(line: DealLine, today: string, found: ShownStock): Finding {
  const where = { subject: 'availability', lineId: line.id } as const;
  if (compareDecimals(line.quantity, '0') <= 0) return green(where, say('check.taken-back'));
  const wanted = line.serviceDate === null || line.serviceDate < today ? today : line.serviceDate;
  if ((found.atp ?? found.atpLevel ?? found.firstDate) === null) return untold(where, onHandOnly(found));
  if (found.firstDate === null) return amber(where, say('check.no-supply', { quantity: line.quantity, unit: found.unit ?? '', promised: found.atpLevel === null ? wordsOf('check.promised-part', { quantity: found.atp ?? '0' }) : '' }), 'rep');
  if (found.firstDate > wanted) return amber(where, say('check.later', { wanted, date: found.firstDate }), 'rep');
  return green(where, say('check.in-time', { date: found.firstDate, wanted }));
}

function onHandOnly({ onHand, onHandLevel, unit }: ShownStock): Said {
  if (onHand !== null) return say('check.on-hand', { quantity: onHand, unit: unit ?? '' });
  return onHandLevel === null ? say('check.not-stocked') : say('check.on-hand-level');
}
