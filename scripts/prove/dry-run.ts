import { readCounts } from './control.ts';
import { makeDeals, openDeals, winDeals } from './deals.ts';
import { waitUntil } from './house.ts';
import type { Bench } from './do-run.ts';
import { makePointCounter, type Point, type Stage } from './points.ts';

export const DRY_DEALS = 10;
const WITHIN_MS = 90_000;

/** Lets ten deals through undisturbed, starts each backend once more, and tells every kind of event that was seen. */
export async function dryRun({ house, org, market, striker, referee }: Bench, seed: number): Promise<Point[]> {
  const counter = makePointCounter();
  let stage: Stage = 'start';
  striker.onEvent = (_instance, event) => {
    if (event.phase === 'before') counter.see(event.far, event.label, stage);
  };
  // A start first: it also brings the connections from before the proxies stood through them.
  for (const instance of house.instances) await instance.restart();
  const before = house.instances.map((instance) => readCounts(instance.folder));
  for (const counts of before) counter.seeFiles(counts, 'start');
  stage = 'work';
  const deals = await makeDeals(org, market, { seed, run: 0, count: DRY_DEALS, prefix: `Prove ${seed}-dry-${Date.now().toString(36)}` });
  await winDeals(org, deals);
  if (!(await waitUntil(async () => (await openDeals(org, deals)).length === 0, WITHIN_MS, 200))) throw new Error('The dry run did not end: its deals have no orders although nothing disturbed them');
  house.instances.forEach((instance, at) => counter.seeFiles(difference(readCounts(instance.folder), before[at] ?? {}), 'work'));
  striker.onEvent = null;
  const violations = await referee.judge(deals);
  if (violations.length > 0) throw new Error(`The dry run went wrong although nothing disturbed it: ${violations.map((one) => `${one.kind}: ${one.deal}: ${one.words}`).join('; ')}`);
  return counter.points();
}

const difference = (after: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([label, count]) => [label, count - (before[label] ?? 0)] as const).filter(([, count]) => count > 0));
