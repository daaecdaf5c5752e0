import { CrossledgerError } from '../../kernel/errors.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ErpProbe } from '../connector.ts';
import { readCompanies } from './company.ts';
import { isMissing } from './errors.ts';
import type { Session } from './session.ts';

/** What not every environment has, and what its absence means to people. */
const OPTIONAL: Readonly<Record<string, string>> = {
  CustTransactions: 'Invoices come without open amounts, and balances are as old as the last ageing run.',
  CustAIAgedBalances: 'Customers with more than 1,000 open items have no balance.',
  CDSInventoryOnHandRequests: 'Stock is on hand only; dates are not promised.',
  CDSReleasedDistinctProducts: 'Products show their search names.',
  CustomerPaymentJournalLines: 'Payments do not name the invoices that they pay.',
  Ledgers: "Amounts are labelled with the customer's currency, as the company's is not readable.",
};
const NEEDED = ['CustomersV3', 'SalesOrderHeadersV2', 'SalesOrderLines', 'ReleasedProductsV2', 'WarehousesOnHandV2', 'Currencies'] as const;

type Answer = 'there' | 'missing' | 'forbidden';

/** Reads one row of each set: cheaper than $metadata, which is very large (fno.md §2), and it shows missing rights too. */
export async function probe(session: Session, context: CallContext): Promise<ErpProbe> {
  const companies = await readCompanies(session, context);
  const findings: string[] = [];
  const blocking: string[] = [];
  const sets = [...NEEDED, ...Object.keys(OPTIONAL)];
  const answers = await Promise.all(sets.map((set) => tryRead(session, set, context)));
  sets.forEach((set, at) => {
    const answer = answers[at];
    session.noteMissing(set, answer === 'missing');
    if (answer === undefined || answer === 'there') return;
    const says = answer === 'forbidden' ? `The user of this connection may not read ${set}.` : `${set} is not published here. ${OPTIONAL[set] ?? 'Crossledger needs it.'}`;
    findings.push(says);
    if (!(set in OPTIONAL)) blocking.push(says);
  });
  if (companies.every((company) => company.currency === null)) findings.push('No company names its accounting currency.');
  return { companies, findings, blocking };
}

async function tryRead(session: Session, set: string, context: CallContext): Promise<Answer> {
  try {
    await session.odata.read(set, { top: 1 }, { step: `probe ${set}`, context });
    return 'there';
  } catch (thrown) {
    if (isMissing(thrown)) return 'missing';
    if (thrown instanceof CrossledgerError && thrown.code === 'erp.forbidden') return 'forbidden';
    throw thrown;
  }
}
