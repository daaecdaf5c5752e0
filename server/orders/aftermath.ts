import * as z from 'zod';
import { compareDecimals } from '../kernel/money.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Deal } from '../salesforce/org-port.ts';
import { isByHand, type Push } from '../store/pushes.ts';
import { isLost } from './gate.ts';

const sentLine = z.object({ id: z.string(), productName: z.string(), itemNumber: z.string().nullable(), quantity: z.string(), unitPrice: z.string(), discountPercent: z.string().nullable(), serviceDate: z.string().nullable() });
const sentDeal = z.object({ accountId: z.string().nullable(), accountName: z.string(), customerNumber: z.string().nullable(), currency: z.string(), customerPurchaseOrder: z.string().nullable(), amount: z.string().nullable(), lines: z.array(sentLine), charges: z.string().default('0'), discountPercent: z.string().default('0'), discountAmount: z.string().default('0') });
/** What of a deal decides about its order. Amounts are decimal text in `currency`. */
export type SentDeal = z.infer<typeof sentDeal>;

/** Kept with a push that was sent. */
export const dealAsSent = (deal: Deal): SentDeal => ({
  accountId: deal.account?.id ?? null,
  accountName: deal.account?.name ?? '',
  customerNumber: deal.account?.customerNumber ?? null,
  currency: deal.currency,
  customerPurchaseOrder: deal.customerPurchaseOrder,
  amount: deal.amount,
  charges: deal.charges,
  discountPercent: deal.discountPercent,
  discountAmount: deal.discountAmount,
  lines: deal.lines.map(({ id, productName, itemNumber, quantity, unitPrice, discountPercent, serviceDate }) => ({ id, productName, itemNumber, quantity, unitPrice, discountPercent, serviceDate })),
});

type SentPush = Pick<Push, 'cycle' | 'origin' | 'order_number' | 'customer_number' | 'sent_deal'>;

/** What happened to a deal since its order was sent, with the action that is proposed; null when order and deal still belong together. `deal` is null when it was deleted. */
export function findAftermath(push: SentPush, deal: Deal | null): CrossledgerError | null {
  const number = push.order_number ?? '';
  if (deal === null) return new CrossledgerError('deal.deleted-after', { number });
  if (isLost(deal)) return new CrossledgerError('deal.lost-after', { number });
  if (deal.cycle !== push.cycle) return new CrossledgerError('deal.reopened-after', { number, again: deal.isWon ? ', and won again: that is a second order' : '' });
  if (!deal.isWon && !isByHand(push)) return new CrossledgerError('deal.reopened-after', { number, again: '' });
  const sent = sentDeal.safeParse(push.sent_deal);
  // Sent by a version that did not keep it.
  if (!sent.success) return null;
  const moved = accountDifference(push, sent.data, deal);
  if (moved !== null) return new CrossledgerError('deal.moved-after', { number, difference: moved });
  const changes = findChanges(sent.data, dealAsSent(deal));
  return changes.length === 0 ? null : new CrossledgerError('deal.changed-after', { number, difference: inWords(changes) });
}

function accountDifference(push: SentPush, sent: SentDeal, deal: Deal): string | null {
  const { account } = deal;
  if (account === null) return `it has no account, instead of ${sent.accountName}`;
  // A merge leaves the surviving account: when that is the same ERP customer, nothing is wrong.
  const isOther = account.customerNumber !== null && account.customerNumber !== sent.customerNumber && account.customerNumber !== push.customer_number;
  if (isOther) return `${account.name} is customer ${account.customerNumber}, the order is for ${push.customer_number ?? 'another one'}`;
  if (account.id !== sent.accountId && account.customerNumber === null) return `${account.name} instead of ${sent.accountName}`;
  return null;
}

/** In words, one for each value that differs. */
export function findChanges(sent: SentDeal, now: SentDeal): string[] {
  return [
    ...(sent.currency === now.currency ? [] : [`currency ${now.currency} instead of ${sent.currency}`]),
    ...(sent.customerPurchaseOrder === now.customerPurchaseOrder ? [] : [`PO number ${now.customerPurchaseOrder ?? 'none'} instead of ${sent.customerPurchaseOrder ?? 'none'}`]),
    ...amountChange('charges', sent.charges, now.charges, now.currency),
    ...amountChange('discount of the whole order', sent.discountAmount, now.discountAmount, now.currency),
    ...amountChange('discount of the whole order', sent.discountPercent, now.discountPercent, '%'),
    ...sent.lines.filter((line) => !now.lines.some((found) => found.id === line.id)).map((line) => `${line.quantity} of ${line.productName} was removed`),
    ...now.lines.flatMap((line) => {
      const before = sent.lines.find((found) => found.id === line.id);
      return before === undefined ? [`${line.quantity} of ${line.productName} was added`] : lineChanges(before, line);
    }),
  ];
}

const amountChange = (name: string, before: string, now: string, unit: string): string[] => (compareDecimals(before, now) === 0 ? [] : [`${name} ${now} ${unit} instead of ${before}`]);

type SentLine = SentDeal['lines'][number];

function lineChanges(before: SentLine, now: SentLine): string[] {
  const changes: string[] = [];
  const name = now.productName;
  if (before.itemNumber !== now.itemNumber) changes.push(`item ${now.itemNumber ?? 'none'} of ${name} instead of ${before.itemNumber ?? 'none'}`);
  if (compareDecimals(before.quantity, now.quantity) !== 0) changes.push(`quantity ${now.quantity} of ${name} instead of ${before.quantity}`);
  if (compareDecimals(before.unitPrice, now.unitPrice) !== 0) changes.push(`price ${now.unitPrice} of ${name} instead of ${before.unitPrice}`);
  if (compareDecimals(before.discountPercent ?? '0', now.discountPercent ?? '0') !== 0) changes.push(`discount ${now.discountPercent ?? '0'} % of ${name} instead of ${before.discountPercent ?? '0'} %`);
  if (before.serviceDate !== now.serviceDate) changes.push(`date ${now.serviceDate ?? 'none'} of ${name} instead of ${before.serviceDate ?? 'none'}`);
  return changes;
}

const NAMED = 5;
const inWords = (changes: readonly string[]): string => changes.slice(0, NAMED).join('; ') + (changes.length > NAMED ? `; and ${changes.length - NAMED} more` : '');
