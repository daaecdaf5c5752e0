import * as z from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Company } from '../../model/company.ts';
import type { CallContext } from '../../net/http-client.ts';
import { eq } from '../odata/filter.ts';
import { guidLiteral } from '../odata/literal.ts';
import type { ODataClient } from '../odata/odata-client.ts';
import type { Query } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { isMissing } from './errors.ts';
import { currency, key, text } from './wire.ts';

const companyRow = z.object({ id: key.transform((id) => id.toLowerCase()), name: key, displayName: text });
const currencyRow = z.object({ localCurrencyCode: currency, currencyCode: currency });

export interface Companies {
  list(context: CallContext): Promise<Company[]>;
  /** The id of a company that is given by id or by name. */
  idOf(company: string, context: CallContext): Promise<string>;
  /** Local currency; null when the environment does not tell. */
  currencyOf(company: string, context: CallContext): Promise<string | null>;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const KEEP_MS = 3_600_000;

/** Companies and their currencies hardly ever change: kept for an hour. */
export function createCompanies(api: ODataClient, clock: Clock): Companies {
  let names: { rows: z.output<typeof companyRow>[]; until: number } | undefined;
  const currencies = new Map<string, { code: string | null; until: number }>();

  async function readNames(context: CallContext): Promise<z.output<typeof companyRow>[]> {
    if (names !== undefined && clock.now() < names.until) return names.rows;
    const { rows } = await api.read('companies', { select: ['id', 'name', 'displayName'] }, { step: 'read companies', context });
    names = { rows: parseRows(companyRow, rows, 'company'), until: clock.now() + KEEP_MS };
    return names.rows;
  }

  async function idOf(company: string, context: CallContext): Promise<string> {
    if (GUID.test(company)) return company.toLowerCase();
    const found = (await readNames(context)).find((row) => sameText(row.name, company) || (row.displayName !== null && sameText(row.displayName, company)));
    if (found === undefined) throw new CrossledgerError('erp.refused', { problem: `There is no company "${company}".` });
    return found.id;
  }

  async function currencyOf(company: string, context: CallContext): Promise<string | null> {
    const id = await idOf(company, context);
    const kept = currencies.get(id);
    if (kept !== undefined && clock.now() < kept.until) return kept.code;
    const code = await readCurrency(api, id, context);
    currencies.set(id, { code, until: clock.now() + KEEP_MS });
    return code;
  }

  return {
    idOf,
    currencyOf,
    list: async (context) => Promise.all((await readNames(context)).map(async (row) => ({ id: row.id, name: row.displayName ?? row.name, currency: await currencyOf(row.id, context) }))),
  };
}

/**
 * From the ledger's setup, or the company's own page where that is not readable. At last from a customer without a foreign currency:
 * such a row has no currency id, and shows the local code.
 */
async function readCurrency(api: ODataClient, id: string, context: CallContext): Promise<string | null> {
  for (const [set, query] of CURRENCY_SOURCES) {
    try {
      const { rows } = await api.read(`companies(${id})/${set}`, { ...query, top: 1 }, { step: 'read company currency', context });
      const [row] = parseRows(currencyRow, rows, set);
      const code = row?.localCurrencyCode ?? row?.currencyCode ?? null;
      if (code !== null) return code;
    } catch (thrown) {
      const closed = isMissing(thrown) || (thrown instanceof CrossledgerError && thrown.code === 'erp.forbidden');
      if (!closed) throw thrown;
    }
  }
  return null;
}

const CURRENCY_SOURCES: readonly (readonly [set: string, query: Query])[] = [
  ['generalLedgerSetup', {}],
  ['companyInformation', {}],
  ['customers', { filter: eq('currencyId', guidLiteral('00000000-0000-0000-0000-000000000000')), select: ['currencyCode'] }],
];
