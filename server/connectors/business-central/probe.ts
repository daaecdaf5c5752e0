import { CrossledgerError } from '../../kernel/errors.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ErpProbe } from '../connector.ts';
import { ANALYTICS_SETS } from './availability.ts';
import type { Session } from './session.ts';

const MEANING: Readonly<Record<string, string>> = {
  itemLedgerEntries: 'Stock is not split by location.',
  outstandingSalesLines: 'Stock is on hand only; dates are not promised.',
  outstandingPurchaseLines: 'Stock is on hand only; dates are not promised.',
  customerLedgerEntries: 'Posted payments are not shown, only payment journals.',
};

/** The analytics sets come with an app that not every environment has (business-central.md §6). */
export async function probe(session: Session, context: CallContext): Promise<ErpProbe> {
  const companies = await session.companies.list(context);
  const findings: string[] = [];
  const [first] = companies;
  if (first === undefined) return { companies, findings: ['This environment has no company.'] };
  for (const set of ANALYTICS_SETS) session.noteMissing('analytics', set, false);
  const answers = await Promise.all(ANALYTICS_SETS.map((set) => tryRead(session, first.id, set, context)));
  ANALYTICS_SETS.forEach((set, at) => {
    const answer = answers[at];
    if (answer === 'missing') findings.push(`The analytics set ${set} is not there. ${MEANING[set] ?? ''}`.trim());
    if (answer === 'forbidden') findings.push(`The user of this connection may not read the analytics set ${set}. ${MEANING[set] ?? ''}`.trim());
  });
  for (const company of companies) if (company.currency === null) findings.push(`Company ${company.name} names no currency.`);
  findings.push('Orders are read but not sent to this ERP yet.');
  return { companies, findings };
}

async function tryRead(session: Session, company: string, set: string, context: CallContext): Promise<'there' | 'missing' | 'forbidden'> {
  try {
    return (await session.readIfThere(company, 'analytics', set, { top: 1 }, `probe ${set}`, context)) === null ? 'missing' : 'there';
  } catch (thrown) {
    if (!(thrown instanceof CrossledgerError) || thrown.code !== 'erp.forbidden') throw thrown;
    session.noteMissing('analytics', set, true);
    return 'forbidden';
  }
}
