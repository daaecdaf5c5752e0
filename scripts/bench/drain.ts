import { setTimeout as wait } from 'node:timers/promises';
import { orderKey } from '../../server/kernel/ids.ts';
import type { Stack } from '../setup/stack.ts';
import { changeConnection, connectOrg, knownAccounts, makeDeals, setEnabled, winDeals } from './deals.ts';
import { clearLog, plantFaults, readAll, readLog, signInToErp } from './far-end.ts';
import { residentMb } from './memory.ts';
import { countPushes } from './win-deals.ts';

export interface DrainFigures {
  deals: number;
  seconds: number;
  ordersPerSecond: number;
  /** What the connection allows, and what the ERP really got. */
  limit: { atOnce: number; callsPerSecond: number };
  erp: { mostAtOnce: number; callsPerSecond: number };
  /** Deals without an order, and orders beyond the first of a deal. */
  lost: number;
  doubled: number;
  /** Orders that the ERP got before an order of the same account that was won earlier. */
  overtakings: number;
  /** Backend process at the start and after each tenth of the orders. */
  residentMb: number[];
}

const LIMIT = { concurrency: 8, ratePerSecond: 100 };
const ERP_DELAY_MS = 20;
const SAMPLE_MS = 2000;
/** Given up when nothing at all is written back for so long. */
const STALLED_MS = 120_000;

/** Wins all deals while the backend does not look, then lets it work them off at the limit of the ERP. */
export async function measureDrain(stack: Stack, wake: () => Promise<void>, count: number, say: (line: string) => void): Promise<DrainFigures> {
  const { fno } = stack.endpoints;
  await changeConnection(stack, 'fno', LIMIT);
  const accounts = await knownAccounts(stack);
  say(`… winning ${count} deals`);
  const deals = await makeDeals(stack, { count, accounts });
  await setEnabled(stack, false);
  await winDeals(connectOrg(stack), deals);
  await plantFaults(fno, [{ match: { path: '^/data' }, times: -1, action: { delayMs: ERP_DELAY_MS } }]);
  const before = (await countPushes(stack)).writtenBack;
  await clearLog(fno);
  await setEnabled(stack, true);
  await wake();
  const watched = await watch(stack, count, before, say);
  const byKey = await ordersByKey(stack);
  const numbers = deals.map((deal) => byKey.get(orderKey(stack.endpoints.salesforce.orgId, deal, 0)) ?? []);
  return {
    deals: count, seconds: watched.seconds, ordersPerSecond: count / watched.seconds,
    limit: { atOnce: LIMIT.concurrency, callsPerSecond: LIMIT.ratePerSecond },
    erp: { mostAtOnce: watched.mostAtOnce, callsPerSecond: watched.calls / watched.seconds },
    lost: numbers.filter((found) => found.length === 0).length,
    doubled: numbers.filter((found) => found.length > 1).length,
    overtakings: countOvertakings(numbers.map(([number]) => number ?? null), accounts.length),
    residentMb: watched.residentMb,
  };
}

/** Deals go to the accounts in turn, so those of one account stand `accounts` apart. */
export function countOvertakings(numbers: readonly (number | null)[], accounts: number): number {
  const newest = new Map<number, number>();
  let overtakings = 0;
  for (const [index, number] of numbers.entries()) {
    if (number === null) continue;
    const last = newest.get(index % accounts) ?? -1;
    if (number < last) overtakings += 1;
    newest.set(index % accounts, Math.max(number, last));
  }
  return overtakings;
}

async function watch(stack: Stack, count: number, before: number, say: (line: string) => void): Promise<{ seconds: number; calls: number; mostAtOnce: number; residentMb: number[] }> {
  const memory = [residentMb(stack.pids.backend)];
  const startedAt = performance.now();
  let [done, calls, mostAtOnce, movedAt] = [0, 0, 0, startedAt];
  while (done < count) {
    await wait(SAMPLE_MS);
    // The log keeps only so many requests, so it is read and emptied as it grows.
    const log = await readLog(stack.endpoints.fno);
    await clearLog(stack.endpoints.fno);
    calls += log.filter((call) => call.outcome !== 'under way').length;
    mostAtOnce = Math.max(mostAtOnce, ...log.map((call) => call.inFlight));
    const now = (await countPushes(stack)).writtenBack - before;
    if (now > done) movedAt = performance.now();
    else if (performance.now() - movedAt > STALLED_MS) throw new Error(`${now} of ${count} orders, and nothing for ${STALLED_MS / 1000} s`);
    done = now;
    while (memory.length <= Math.floor((done * 10) / count)) {
      memory.push(residentMb(stack.pids.backend));
      say(`  ${done} of ${count} orders after ${Math.round((performance.now() - startedAt) / 1000)} s, ${Math.round(memory.at(-1) ?? 0)} MB`);
    }
  }
  return { seconds: (performance.now() - startedAt) / 1000, calls, mostAtOnce, residentMb: memory };
}

/** Order numbers by the key that they carry. The ERP numbers orders as it makes them. */
async function ordersByKey({ endpoints }: Stack): Promise<Map<string, number[]>> {
  const rows = await readAll(await signInToErp(endpoints.fno), "/data/SalesOrderHeadersV2?$filter=dataAreaId eq 'usmf'&$select=SalesOrderNumber,CustomersOrderReference");
  const found = new Map<string, number[]>();
  for (const row of rows) {
    const key = String(row['CustomersOrderReference']);
    found.set(key, [...(found.get(key) ?? []), Number(String(row['SalesOrderNumber']).replace(/\D/g, ''))]);
  }
  return found;
}
