import type { Stack } from '../setup/stack.ts';
import { countKinds, sumOf } from './call-kinds.ts';
import { changeConnection, knownAccounts, makeDeals } from './deals.ts';
import { clearLog, readLog } from './far-end.ts';
import { NAIVE_AT_ONCE, sendNaively } from './naive.ts';
import { measurePushes, type PushFigures } from './win-deals.ts';

export interface PaceFigures extends PushFigures {
  /** Won deals of one line until the number stands in Salesforce, through outbox, store, look-ups and read-back. */
  ordersPerSecond: number;
  /** The same orders by a script that stores nothing. */
  naivePerSecond: number;
  /** Of the simulated ERP and org, for each order. */
  callsPerOrder: { erp: number; salesforce: number; naiveErp: number; naiveSalesforce: number };
}

/** The connection's own limits do not decide; both ways have the same number of requests to the ERP at once. */
const CONCURRENCY = 8;

/** Crossledger between two halves of the script, so that a busy moment of the machine meets both. */
export async function measurePace(stack: Stack, wake: () => Promise<void>, count: number): Promise<PaceFigures> {
  await changeConnection(stack, 'fno', { concurrency: CONCURRENCY, ratePerSecond: 1000 });
  const deals = await makeDeals(stack, { count, accounts: await knownAccounts(stack) });
  const half = Math.ceil(count / 2);
  const naive = await countedCalls(stack, () => sendNaively(stack, deals.slice(0, half), NAIVE_AT_ONCE));
  const durable = await countedCalls(stack, () => measurePushes(stack, wake, count));
  const naiveSeconds = naive.answer + (await sendNaively(stack, deals.slice(half), NAIVE_AT_ONCE));
  return {
    ...durable.answer,
    ordersPerSecond: count / durable.answer.untilWrittenBackSeconds,
    naivePerSecond: count / naiveSeconds,
    callsPerOrder: { erp: durable.erp / count, salesforce: durable.salesforce / count, naiveErp: naive.erp / half, naiveSalesforce: naive.salesforce / half },
  };
}

async function countedCalls<T>({ endpoints: { fno, salesforce } }: Stack, work: () => Promise<T>): Promise<{ answer: T; erp: number; salesforce: number }> {
  await Promise.all([clearLog(fno), clearLog(salesforce)]);
  const answer = await work();
  const [erp, org] = await Promise.all([readLog(fno), readLog(salesforce)]);
  return { answer, erp: sumOf(countKinds(erp)), salesforce: sumOf(countKinds(org)) };
}
