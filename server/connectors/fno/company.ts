import * as z from 'zod';
import type { Company } from '../../model/company.ts';
import type { CallContext } from '../../net/http-client.ts';
import { eq } from '../odata/filter.ts';
import { stringLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { companyId, currency, key, text } from './wire.ts';

const legalEntityRow = z.object({ LegalEntityId: key.transform(companyId), Name: text });
const ledgerRow = z.object({ LegalEntityId: key.transform(companyId), AccountingCurrency: currency });

/** The accounting currency is on the ledger, not on the company (fno.md §1). */
export async function readCompanies(session: Session, context: CallContext): Promise<Company[]> {
  const [entities, ledgers] = await Promise.all([
    session.odata.read('LegalEntities', { select: ['LegalEntityId', 'Name'] }, { step: 'read companies', context }),
    session.readIfThere('Ledgers', { select: ['LegalEntityId', 'AccountingCurrency'] }, 'read ledgers', context),
  ]);
  const currencies = new Map(parseRows(ledgerRow, ledgers?.rows ?? [], 'ledger').map((row) => [row.LegalEntityId, row.AccountingCurrency]));
  return parseRows(legalEntityRow, entities.rows, 'company').map((row) => ({ id: row.LegalEntityId, name: row.Name ?? row.LegalEntityId, currency: currencies.get(row.LegalEntityId) ?? null }));
}

const KEEP_MS = 3_600_000;

/** Accounting currencies hardly ever change: kept for an hour. Null when no ledger says it. */
export function createCurrencyCache(session: Session): (company: string, context: CallContext) => Promise<string | null> {
  const known = new Map<string, { currency: string | null; until: number }>();
  return async (company, context) => {
    const id = companyId(company);
    const kept = known.get(id);
    if (kept !== undefined && session.clock.now() < kept.until) return kept.currency;
    const ledgers = await session.readIfThere('Ledgers', { filter: eq('LegalEntityId', stringLiteral(id)), select: ['LegalEntityId', 'AccountingCurrency'] }, 'read ledger', context);
    const found = parseRows(ledgerRow, ledgers?.rows ?? [], 'ledger').find((row) => row.LegalEntityId === id)?.AccountingCurrency ?? null;
    known.set(id, { currency: found, until: session.clock.now() + KEEP_MS });
    return found;
  };
}

/** Currencies are shared by all companies of an environment. */
export async function knowsCurrency(session: Session, code: string, context: CallContext): Promise<boolean> {
  const { rows } = await session.odata.read('Currencies', { filter: textIs('CurrencyCode', code), select: ['CurrencyCode'], top: 1 }, { step: 'read currency', context });
  return rows.length > 0;
}
