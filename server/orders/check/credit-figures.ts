import type { Finding, OrderCheck } from '../../contract/check.ts';

const IN_WORDS = {
  green: 'The order is within the credit of the customer.',
  amber: 'The order takes more than the customer has left of the credit limit.',
  red: 'The credit of the customer stops the order.',
  unknown: 'The credit of the customer could not be compared with the order.',
} as const;

/** The check for somebody who may send orders and not see money: what credit means for the order, without balances and limits. */
export const withoutCreditFigures = (check: OrderCheck): OrderCheck => ({ ...check, findings: check.findings.map(inWords) });

const inWords = (finding: Finding): Finding => (finding.subject === 'credit' ? { ...finding, says: IN_WORDS[finding.light] } : finding);
