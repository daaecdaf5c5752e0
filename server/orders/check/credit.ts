import type { Finding } from '../../contract/check.ts';
import type { OrderSetup } from '../../connectors/connector.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import { compareDecimals, multiply, roundMoney } from '../../kernel/money.ts';
import type { Finance } from '../../model/finance.ts';
import { findingOf, green, untold } from './finding.ts';

const WHERE = { subject: 'credit' } as const;

/** Headroom against the net of this order, in the company's currency. The ERP decides what it does beyond the limit, so it is no refusal. */
export function creditFinding(finance: Finance, net: { amount: string; currency: string }, setup: OrderSetup | null): Finding {
  if (finance.creditLimit === null || finance.headroom === null) return green(WHERE, `Customer ${finance.customerNumber} has no credit limit in the ERP.`);
  const rate = net.currency === finance.currency ? '1' : setup?.rate?.companyCurrency === finance.currency ? setup.rate.rate : null;
  const asOf = finance.computedOn === null ? '' : ` The ERP computed it on ${finance.computedOn}.`;
  if (rate === null) return untold(WHERE, `The headroom is ${finance.headroom} ${finance.currency}; without a rate from ${net.currency} it cannot be compared.${asOf}`);
  const needed = roundMoney(multiply(net.amount, rate), finance.currency);
  if (compareDecimals(needed, finance.headroom) > 0) {
    return findingOf(WHERE, new CrossledgerError('order.credit-exceeded', { customer: finance.customerNumber, needed, headroom: finance.headroom, currency: finance.currency, limit: finance.creditLimit }), 'amber');
  }
  return green(WHERE, `The order takes ${needed} of ${finance.headroom} ${finance.currency} headroom under a limit of ${finance.creditLimit}.${asOf}`);
}
