import { CrossledgerError } from '../../kernel/errors.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ErpProbe } from '../connector.ts';
import { ANALYTICS_SETS } from './availability.ts';
import { readOrdersByKey } from './order.ts';
import type { Session } from './session.ts';

const MEANING: Readonly<Record<string, string>> = {
  itemLedgerEntries: 'Stock is not split by location.',
  outstandingSalesLines: 'Stock is on hand only; dates are not promised.',
  outstandingPurchaseLines: 'Stock is on hand only; dates are not promised.',
  customerLedgerEntries: 'Posted payments are not shown, only payment journals.',
};

const NOTES = ['Orders stay drafts: they are released in Business Central, by its approval or by a person.'];

/** The analytics sets come with an app that not every environment has (business-central.md §6). */
export async function probe(session: Session, context: CallContext): Promise<ErpProbe> {
  const companies = await session.companies.list(context);
  const findings: string[] = [];
  const [first] = companies;
  if (first === undefined) return { companies, findings: ['This environment has no company.'], blocking: ['This environment has no company.'] };
  for (const set of ANALYTICS_SETS) session.noteMissing('analytics', set, false);
  const answers = await Promise.all(ANALYTICS_SETS.map((set) => tryRead(session, first.id, set, context)));
  ANALYTICS_SETS.forEach((set, at) => {
    const answer = answers[at];
    if (answer === 'missing') findings.push(`The analytics set ${set} is not there. ${MEANING[set] ?? ''}`.trim());
    if (answer === 'forbidden') findings.push(`The user of this connection may not read the analytics set ${set}. ${MEANING[set] ?? ''}`.trim());
  });
  for (const company of companies) if (company.currency === null) findings.push(`Company ${company.name} names no currency.`);
  const blocking = await probeKeyLookUp(session, first.id, context);
  findings.push(...blocking, ...NOTES);
  return { companies, findings, blocking, notes: NOTES };
}

/** An order is found again by the end of its external document number: without that filter none may be sent. */
async function probeKeyLookUp(session: Session, company: string, context: CallContext): Promise<string[]> {
  try {
    await readOrdersByKey(session, company, 'A'.repeat(16), context);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof CrossledgerError) || (thrown.code !== 'erp.answer' && thrown.code !== 'erp.forbidden')) throw thrown;
    return [`Orders cannot be looked up by their key, so none can be sent: ${thrown.message}`];
  }
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
