import { setTimeout as wait } from 'node:timers/promises';
import { listPushes } from '../../server/contract/orders.ts';
import type { Stack } from '../setup/stack.ts';
import { connectOrg, knownAccounts, makeDeals, setEnabled, winDeals } from './deals.ts';

export interface PushFigures {
  deals: number;
  /** From the first accepted push to the last, by the store's own clock; each is a commit of its own, with its job. */
  perSecond: number;
  /** From the nudge until all pushes exist. */
  untilAllSeconds: number;
  /** From the nudge until each deal has its order and its number. */
  untilWrittenBackSeconds: number;
}

const ACCEPTED_WITHIN_MS = 60_000;
const WRITTEN_BACK_WITHIN_MS = 300_000;

/** Fills the outbox while the backend does not look, then lets it look and work. */
export async function measurePushes(stack: Stack, wake: () => Promise<void>, count: number): Promise<PushFigures> {
  const org = connectOrg(stack);
  const deals = await makeDeals(stack, { count, accounts: await knownAccounts(stack) });
  await setEnabled(stack, false);
  await winDeals(org, deals);
  const before = await countPushes(stack);
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  await setEnabled(stack, true);
  await wake();
  await waitForCount(`${count} pushes`, ACCEPTED_WITHIN_MS, count, async () => (await countPushes(stack)).all - before.all);
  const untilAllSeconds = seconds();
  await waitForCount(`${count} orders`, WRITTEN_BACK_WITHIN_MS, count, async () => (await countPushes(stack)).writtenBack - before.writtenBack);
  const untilWrittenBackSeconds = seconds();
  const acceptedAt = (await askPushes(stack, count)).rows.map((row) => Date.parse(row.acceptedAt));
  const spanMs = Math.max(...acceptedAt) - Math.min(...acceptedAt);
  return { deals: count, perSecond: ((count - 1) / spanMs) * 1000, untilAllSeconds, untilWrittenBackSeconds };
}

/** The newest pushes first, with the counts of all. */
export async function askPushes({ endpoints }: Stack, limit: number) {
  const response = await fetch(`${endpoints.backend}${listPushes.path.replace(':orgId', endpoints.salesforce.orgId)}?limit=${limit}`, { headers: { authorization: `Bearer ${endpoints.operatorToken}` } });
  return listPushes.reply.parse(await response.json());
}

export async function countPushes(stack: Stack): Promise<{ all: number; writtenBack: number }> {
  const { counts } = await askPushes(stack, 1);
  return { all: Object.values(counts).reduce((total, count) => total + count, 0), writtenBack: counts['written-back'] ?? 0 };
}

export async function waitForCount(what: string, withinMs: number, count: number, ask: () => Promise<number>): Promise<void> {
  const end = performance.now() + withinMs;
  for (let found = await ask(); found < count; found = await ask()) {
    if (performance.now() > end) throw new Error(`${found} instead of ${what} after ${withinMs / 1000} s`);
    await wait(100);
  }
}
