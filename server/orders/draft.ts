import { CrossledgerError } from '../kernel/errors.ts';
import { isZero } from '../kernel/money.ts';
import type { OrderDraft } from '../model/order.ts';
import type { Product } from '../model/product.ts';
import type { Deal, DealLine } from '../salesforce/org-port.ts';

export const MAX_ORDER_LINES = 1000;

/** Refuses a deal that no ERP could take, before anything is asked. */
export function checkDeal(deal: Deal): void {
  if (deal.lines.length === 0) throw new CrossledgerError('order.no-lines');
  if (deal.moreLines) throw new CrossledgerError('order.too-many-lines', { count: `more than ${MAX_ORDER_LINES}`, limit: MAX_ORDER_LINES });
  for (const line of deal.lines) {
    if (line.itemNumber === null) throw new CrossledgerError('order.item-missing', { product: line.productName });
    if (isZero(line.quantity)) throw new CrossledgerError('order.quantity', { product: line.productName, quantity: line.quantity });
  }
}

/** The order of a deal, before its mapping. The line's reference is its Salesforce id, so that a posted line is known again. */
export function draftOrder(deal: Deal, at: { key: string; company: string; customerNumber: string }, products: readonly Product[]): OrderDraft {
  return {
    ...at,
    currency: deal.currency,
    customerPurchaseOrder: deal.customerPurchaseOrder,
    dealName: deal.name,
    requestedDate: null,
    ...(isZero(deal.discountPercent) ? {} : { discountPercent: deal.discountPercent }),
    ...(isZero(deal.discountAmount) ? {} : { discountAmount: deal.discountAmount }),
    lines: deal.lines.map((line) => ({
      reference: line.id,
      itemNumber: sellable(line, at.company, products).itemNumber,
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      discountPercent: line.discountPercent ?? '0',
      requestedDate: line.serviceDate,
      fields: {},
    })),
    fields: {},
  };
}

function sellable(line: DealLine, company: string, products: readonly Product[]): Product {
  const item = line.itemNumber ?? '';
  const product = products.find((candidate) => candidate.itemNumber === item) ?? products.find((candidate) => candidate.itemNumber.trim().toLowerCase() === item.trim().toLowerCase());
  if (product === undefined) throw new CrossledgerError('order.item-unknown', { item: item.trim(), company });
  if (!product.sellable) throw new CrossledgerError('order.item-stopped', { item: item.trim(), company });
  return product;
}
