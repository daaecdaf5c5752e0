import { setTimeout as wait } from 'node:timers/promises';
import { setConnectionMode } from '../../server/contract/admin.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { showPush } from '../../server/contract/orders.ts';
import type { Stack } from '../setup/stack.ts';
import { countKinds, type CallCounts } from './call-kinds.ts';
import { connectOrg, knownAccounts, makeDeals, save, setEnabled, winDeals } from './deals.ts';
import { farEndOf, type ConnectionName } from './erp-catalogue.ts';
import { clearFaults, clearLog, plantFaults, readLog } from './far-end.ts';

export interface CallFigures {
  /** What the order was, in words. */
  order: string;
  erp: CallCounts;
  salesforce: CallCounts;
}

interface Case {
  order: string;
  lines?: number;
  newCustomer?: boolean;
  observe?: boolean;
  /** The first answer to this write is lost after the ERP did it. */
  lose?: Record<ConnectionName, string>;
}

const CASES: readonly Case[] = [
  { order: 'known customer, 1 line' },
  { order: '10 lines', lines: 10 },
  { order: '200 lines', lines: 200 },
  { order: 'first order of a new customer', newCustomer: true },
  { order: 'observe', observe: true },
  { order: 'answer to the header lost', lose: { fno: '^/data/SalesOrderHeadersV2', bc: '/salesOrders' } },
  { order: 'answer to the lines lost', lose: { fno: '^/data/\\$batch', bc: '\\$batch' } },
];
const WITHIN_MS = 60_000;

/** One order of each kind, each call counted by the far ends' own logs. What is asked once and kept (token, describe) was asked before. */
export async function measureCalls(stack: Stack, wake: () => Promise<void>, connection: ConnectionName): Promise<CallFigures[]> {
  const figures: CallFigures[] = [];
  await measureCase(stack, connection, wake, { order: 'warm up' });
  for (const one of CASES) figures.push(await measureCase(stack, connection, wake, one));
  return figures;
}

async function measureCase(stack: Stack, connection: ConnectionName, wake: () => Promise<void>, one: Case): Promise<CallFigures> {
  const [erp, org] = [farEndOf(stack, connection), stack.endpoints.salesforce];
  const accounts = one.newCustomer === true ? [await makeNewcomer(stack, connection)] : (await knownAccounts(stack, connection)).slice(0, 1);
  const [deal = ''] = await makeDeals(stack, { count: 1, accounts, lines: one.lines ?? 1 }, connection);
  await setMode(stack, connection, one.observe === true ? 'observe' : 'send');
  await setEnabled(stack, false);
  await winDeals(connectOrg(stack), [deal]);
  if (one.lose !== undefined) await plantFaults(erp, [{ match: { method: 'POST', path: one.lose[connection] }, action: { drop: 'after' } }]);
  await Promise.all([clearLog(erp), clearLog(org)]);
  await setEnabled(stack, true);
  await wake();
  await waitForState(stack, deal, one.observe === true ? 'observed' : 'written-back');
  const [ofErp, ofOrg] = await Promise.all([readLog(erp), readLog(org)]);
  await clearFaults(erp);
  if (one.observe === true) await setMode(stack, connection, 'send');
  return { order: one.order, erp: countKinds(ofErp), salesforce: countKinds(ofOrg) };
}

async function makeNewcomer(stack: Stack, connection: ConnectionName): Promise<string> {
  const account = { Name: `Bench newcomer ${Date.now()}`, BillingCity: 'Redmond', BillingCountry: 'United States', ERP_Connection__c: connection, ERP_Company__c: farEndOf(stack, connection).company };
  return (await save('create', connectOrg(stack), 'Account', [account]))[0] ?? '';
}

async function setMode({ operator, endpoints }: Stack, connection: ConnectionName, mode: 'observe' | 'send'): Promise<void> {
  const change = mode === 'observe' ? { mode } : { mode, goLiveAt: '2020-01-01T00:00:00Z' };
  await operator(setConnectionMode, { params: { orgId: endpoints.salesforce.orgId, connection }, body: { ...change, reason: 'The bench counts calls' } });
}

async function waitForState({ endpoints }: Stack, dealId: string, state: string): Promise<void> {
  const { orgId } = endpoints.salesforce;
  const url = endpoints.backend + showPush.path.replace(':orgId', orgId).replace(':key', orderKey(orgId, dealId, 0));
  const end = performance.now() + WITHIN_MS;
  for (let last = ''; last !== state; await wait(20)) {
    const response = await fetch(url, { headers: { authorization: `Bearer ${endpoints.operatorToken}` } });
    const push = response.ok ? showPush.reply.parse(await response.json()) : null;
    last = push?.state ?? '';
    if (performance.now() > end) throw new Error(`The order of deal ${dealId} is ${last} and not ${state} after ${WITHIN_MS / 1000} s: ${push?.message ?? ''}`);
  }
}
