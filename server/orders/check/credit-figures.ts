import type { Finding, OrderCheck } from '../../contract/check.ts';
import { say } from '../../kernel/words.ts';

/** The check for somebody who may send orders and not see money: what credit means for the order, without balances and limits. */
export const withoutCreditFigures = (check: OrderCheck): OrderCheck => ({ ...check, findings: check.findings.map(inWords) });

const inWords = (finding: Finding): Finding => {
  if (finding.subject !== 'credit') return finding;
  const { says, words } = say(`check.credit-${finding.light}`);
  return { ...finding, says, words };
};
