import type { Stack } from '../setup/stack.ts';
import { findViolations, keyOf, readBusinessCentralOrders, readFnoLines, readFnoOrders, type Violation } from './compare.ts';
import { writtenNumbers, type Intent } from './deals.ts';
import { makeErpClient, type ErpClient } from './erp-client.ts';
import type { OrgClient } from './org-client.ts';

/** Judges what stands in the ERPs against what was wanted, by reads of its own. */
export interface Referee {
  /** Orders of these deals are wanted; `judge` expects its own by itself. */
  expect(intents: readonly Intent[]): void;
  /** Of these deals; orders that no deal of any run wanted count too. Customers made twice count as doubled. */
  judge(intents: readonly Intent[]): Promise<Violation[]>;
  /** Customers that may take orders, by place. */
  freeCustomers(places: readonly string[]): Promise<Map<string, Set<string>>>;
}

export function makeReferee({ endpoints }: Stack, org: OrgClient): Referee {
  const [fno, bc] = [makeErpClient(endpoints.fno), makeErpClient(endpoints.businessCentral)];
  const { orgId } = endpoints.salesforce;
  const keys = new Set<string>();
  const expect = (intents: readonly Intent[]): void => intents.forEach((intent) => keys.add(keyOf(orgId, intent.dealId)));
  return {
    expect,
    async judge(intents) {
      expect(intents);
      const own = new Set(intents.map((intent) => keyOf(orgId, intent.dealId)));
      const heads = await readFnoOrders(fno);
      const companies = [...new Set(intents.filter((intent) => intent.erp === 'bc').map((intent) => intent.company))];
      const others = (await Promise.all(companies.map((company) => readBusinessCentralOrders(bc, company)))).flat();
      const found = [...(await readFnoLines(fno, heads.filter((order) => own.has(order.key)))), ...heads.filter((order) => !keys.has(order.key)).map((order) => ({ ...order, lines: [] })), ...others];
      const written = await writtenNumbers(org, intents);
      return [...findViolations(intents, found, { orgId, written, keys }), ...doubledSince(heads.filter((order) => keys.has(order.key) && !own.has(order.key))), ...doubledCustomers([...(await readNewcomers(fno)), ...(await Promise.all(companies.map((company) => readBusinessCentralNewcomers(bc, company)))).flat()])];
    },
    async freeCustomers(places) {
      const free = new Map<string, Set<string>>();
      for (const place of places) {
        const [erp, company = ''] = place.split('/');
        const rows = erp === 'fno'
          ? await fno.read(`/data/CustomersV3?cross-company=true&$filter=dataAreaId eq '${company}' and OnHoldStatus eq Microsoft.Dynamics.DataEntities.CustVendorBlocked'No'&$select=CustomerAccount`)
          : (await bc.read(`/api/v2.0/companies(${company})/customers?$select=number,blocked`)).filter((row) => /^(_x0020_| |)$/.test(row['blocked'] as string));
        free.set(place, new Set(rows.map((row) => String(row[erp === 'fno' ? 'CustomerAccount' : 'number']))));
      }
      return free;
    },
  };
}

/** Orders of former runs that were doubled after they had been judged. */
const doubledSince = (heads: readonly { key: string; number: string }[]): Violation[] =>
  [...Map.groupBy(heads, (order) => order.key)].filter(([, same]) => same.length > 1).map(([key, same]) => ({ kind: 'doubled', deal: `key ${key} of a former run`, words: `${same.length} orders: ${same.map((order) => order.number).join(', ')}` }));

interface Newcomer {
  company: string;
  number: string;
  name: string;
}

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Customers that the prover's own accounts became. */
const readNewcomers = async (fno: ErpClient): Promise<Newcomer[]> =>
  (await fno.read("/data/CustomersV3?cross-company=true&$filter=OrganizationName eq 'Prove *'&$select=dataAreaId,CustomerAccount,OrganizationName"))
    .map((row) => ({ company: word(row['dataAreaId']), number: word(row['CustomerAccount']), name: word(row['OrganizationName']) }));

const readBusinessCentralNewcomers = async (bc: ErpClient, company: string): Promise<Newcomer[]> =>
  (await bc.read(`/api/v2.0/companies(${company})/customers?$filter=startswith(displayName,'Prove ')&$select=number,displayName`))
    .map((row) => ({ company, number: word(row['number']), name: word(row['displayName']) }));

/** Newcomers of all runs have names of their own: two customers of one name were created twice. */
const doubledCustomers = (newcomers: readonly Newcomer[]): Violation[] =>
  [...Map.groupBy(newcomers, ({ company, name }) => `${company}/${name}`)].filter(([, same]) => same.length > 1)
    .map(([deal, same]) => ({ kind: 'doubled', deal, words: `the customer exists ${same.length} times: ${same.map(({ number }) => number).join(', ')}` }));
