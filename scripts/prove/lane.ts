import { setConnectionMode } from '../../server/contract/admin.ts';
import { makeDeals, readMarket, winDeals } from './deals.ts';
import { doRun, type Bench, type RunResult } from './do-run.ts';
import { dryRun } from './dry-run.ts';
import { makeFaultyFarEnds } from './faulty-far-ends.ts';
import { openHouse, waitUntil, type House } from './house.ts';
import { makeOrgClient } from './org-client.ts';
import { makeOrgVoice } from './org-voice.ts';
import type { Mix, Store } from './plan.ts';
import type { Point } from './points.ts';
import { readPushes } from './pushes.ts';
import { makeReferee } from './referee.ts';
import { scheduleRun } from './schedule.ts';
import { makeStriker } from './striker.ts';

export interface LaneOptions {
  store: Store;
  runs: readonly number[];
  seed: number;
  mix: Mix;
  erps: 'both' | 'fno';
  say: (line: string) => void;
  onResult: (result: RunResult) => void;
  /** Ends the lane after the run under way. */
  signal: AbortSignal;
}

export interface LaneEnd {
  store: Store;
  points: readonly Point[];
}

const FNO_PLACES = ['fno/usmf', 'fno/demf'];
const SETTLE_MS = 2500;
const CALL_MS = 1500;

/** All runs of one store, one after the other in the same house. */
export async function runLane(options: LaneOptions): Promise<LaneEnd> {
  const { store, seed, mix, say, signal } = options;
  say(`… ${store}: the house comes up`);
  const house = await openHouse({ store, settleMs: SETTLE_MS, callMs: CALL_MS });
  try {
    const bench = await furnish(house, options);
    say(`… ${store}: dry run`);
    const points = await dryRun(bench, seed);
    say(`✓ ${store}: ${points.length} crash points found`);
    for (const run of options.runs) {
      if (signal.aborted) break;
      options.onResult(await doRun(bench, scheduleRun({ seed, run, store, mix, points, settleMs: SETTLE_MS }), seed));
    }
    return { store, points };
  } finally {
    await house.close();
  }
}

async function furnish(house: House, { erps, say, store }: LaneOptions): Promise<Bench> {
  const { stack } = house;
  const org = makeOrgClient(stack);
  const referee = makeReferee(stack, org);
  const common = { house, org, referee, voice: await makeOrgVoice(stack), striker: makeStriker(house), farEnds: makeFaultyFarEnds(stack), settleMs: SETTLE_MS };
  const bc = `bc/${stack.endpoints.businessCentral.company}`;
  const places = erps === 'both' && (await takesOrders({ ...common, market: await readMarket(org, { free: await referee.freeCustomers([bc]) }) })) ? [...FNO_PLACES, bc] : FNO_PLACES;
  if (places.length === FNO_PLACES.length) say(`  ${store}: Business Central ${erps === 'both' ? 'takes no orders, so it ' : ''}is left out`);
  return { ...common, market: await readMarket(org, { free: await referee.freeCustomers(places) }) };
}

/** Whether the Business Central connection sends: one order is tried. */
async function takesOrders({ house: { stack }, org, market, referee }: Bench): Promise<boolean> {
  const { orgId } = stack.endpoints.salesforce;
  await stack.operator(setConnectionMode, { params: { orgId, connection: 'bc' }, body: { mode: 'send', goLiveAt: new Date(Date.now() - 60_000).toISOString(), reason: 'The prover sends to both ERPs' } });
  const [deal] = await makeDeals(org, market, { seed: 0, run: 0, count: 1, prefix: `Prove trial ${Date.now().toString(36)}` });
  if (deal === undefined) return false;
  referee.expect([deal]);
  await winDeals(org, [deal]);
  let works = false;
  await waitUntil(async () => {
    const push = (await readPushes(stack.endpoints, `opportunity=${deal.dealId}`))?.[0];
    works = push?.state === 'sent' || push?.state === 'written-back';
    return works || push?.code === 'connection.unsupported';
  }, 30_000, 100);
  return works;
}
