import type { Finding } from '../../contract/check.ts';
import type { OrderSetup } from '../../connectors/connector.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import { compareDecimals, multiply, roundMoney } from '../../kernel/money.ts';
import type { Finance } from '../../model/finance.ts';
import { say, wordsOf } from '../../kernel/words.ts';
import { findingOf, green, untold } from './finding.ts';

const WHERE = { subject: 'credit' } as const;

/** Headroom against the net of this order, in the company's currency. The ERP decides what it does beyond the limit, so it is no refusal. */
export function creditFinding(finance: Finance, net: { amount: string; currency: string }, setup: OrderSetup | null): Finding {
  if (finance.creditLimit === null || finance.headroom === null) return green(WHERE, say('check.no-credit-limit', { customer: finance.customerNumber }));
  const rate = net.currency === finance.currency ? '1' : setup?.rate?.companyCurrency === finance.currency ? setup.rate.rate : null;
  const asOf = finance.computedOn === null ? '' : wordsOf('check.credit-as-of', { date: finance.computedOn });
  if (rate === null) return untold(WHERE, say('check.no-credit-rate', { headroom: finance.headroom, currency: finance.currency, from: net.currency, asOf }));
  const needed = roundMoney(multiply(net.amount, rate), finance.currency);
  if (compareDecimals(needed, finance.headroom) > 0) {
    return findingOf(WHERE, new CrossledgerError('order.credit-exceeded', { customer: finance.customerNumber, needed, headroom: finance.headroom, currency: finance.currency, limit: finance.creditLimit }), 'amber');
  }
  return green(WHERE, say('check.credit-fits', { needed, headroom: finance.headroom, currency: finance.currency, limit: finance.creditLimit, asOf }));
}
