import { setTimeout as wait } from 'node:timers/promises';
import { makeDeals, openDeals, winDeals, type Intent, type Market } from './deals.ts';
import type { Violation } from './compare.ts';
import { latestCommitMs } from './faults.ts';
import type { FaultyFarEnds } from './faulty-far-ends.ts';
import { waitUntil, type House, type Instance } from './house.ts';
import type { OrgClient } from './org-client.ts';
import type { OrgVoice } from './org-voice.ts';
import type { RunPlan, Wave } from './plan.ts';
import { pointName } from './points.ts';
import { readPushes } from './pushes.ts';
import type { Referee } from './referee.ts';
import type { Armed, Striker } from './striker.ts';

/** What a run works with; one for each store. */
export interface Bench {
  house: House;
  org: OrgClient;
  market: Market;
  voice: OrgVoice;
  referee: Referee;
  striker: Striker;
  farEnds: FaultyFarEnds;
  settleMs: number;
}

export interface RunResult {
  plan: RunPlan;
  orders: number;
  kills: number;
  stops: number;
  cuts: number;
  holds: number;
  restarts: number;
  seconds: number;
  /** Moments that were really struck. */
  struck: string[];
  violations: Violation[];
  /** What the prover had to do that nobody planned. */
  notes: string[];
}

interface Course {
  bench: Bench;
  plan: RunPlan;
  result: RunResult;
  /** Deals won so far. */
  won: Intent[];
  armed: Armed[];
}

/** A moment that does not come within this time is not waited for: the kill happens at any moment then. */
const MOMENT_MS = 10_000;
const DONE_MS = 90_000;
const STARTS = 5;
const PAUSE_MS = 200;

export async function doRun(bench: Bench, plan: RunPlan, seed: number): Promise<RunResult> {
  const startedAt = performance.now();
  const count = plan.waves.reduce((sum, wave) => sum + wave.deals, 0);
  const result: RunResult = { plan, orders: count, kills: 0, stops: 0, cuts: 0, holds: 0, restarts: 0, seconds: 0, struck: [], violations: [], notes: [] };
  const course: Course = { bench, plan, result, won: [], armed: [] };
  const deals = await makeDeals(bench.org, bench.market, { seed, run: plan.run, count, prefix: `Prove ${seed}-${plan.run}-${Date.now().toString(36)}` });
  await bench.farEnds.plant(plan.faults);
  for (const [at, wave] of plan.waves.entries()) {
    if (at === 1) bench.house.instances.forEach((instance) => instance.ask({ clockShiftMs: plan.clockShiftMs }));
    await doWave(course, wave, deals.slice(course.won.length, course.won.length + wave.deals));
  }
  await settleDown(course);
  result.violations = await bench.referee.judge(deals);
  for (const { kind, deal } of result.violations) if (kind === 'lost') result.notes.push(`${deal}: ${await whatIsSaidOf(bench.house, /\((\w+)\)/.exec(deal)?.[1] ?? '')}`);
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}

async function doWave(course: Course, wave: Wave, deals: readonly Intent[]): Promise<void> {
  const { bench: { striker, org, house } } = course;
  const sides = wave.sides.map((side) => striker.arm(side));
  // A frozen process shall wake and go on, not be killed in its sleep.
  const killAfterSides = wave.sides.some((side) => side.kind === 'stop' && side.forMs > MOMENT_MS);
  const kill = killAfterSides ? null : striker.arm(wave.kill);
  course.armed.push(...sides, ...(kill === null ? [] : [kill]));
  await pressAll(course, wave, deals.slice(0, 1));
  await winDeals(org, deals);
  course.won.push(...deals);
  const calls = [nudge(course, wave), pressAll(course, wave, deals)];
  if (killAfterSides) await waitForSides(course, sides);
  await strikeDown(course, kill ?? armLate(course, wave), wave);
  await Promise.all(calls);
  for (const instance of house.instances) await revive(course, instance);
}

function armLate({ bench: { striker }, armed }: Course, wave: Wave): Armed {
  const kill = striker.arm(wave.kill);
  armed.push(kill);
  return kill;
}

async function waitForSides(course: Course, sides: readonly Armed[]): Promise<void> {
  await waitUntil(() => (course.bench.striker.look(), sides.every((side) => side.struck !== null)), MOMENT_MS);
  await Promise.all(sides.map((side) => side.over));
}

/** Waits for the armed kill, or kills when its moment does not come, and brings the process up again. */
async function strikeDown(course: Course, kill: Armed, wave: Wave): Promise<void> {
  const { bench: { striker, house, org } } = course;
  const isStruck = (): boolean => {
    striker.look();
    return kill.struck !== null;
  };
  const end = performance.now() + MOMENT_MS;
  while (!(await waitUntil(isStruck, 250, 20)) && performance.now() < end && (await openDeals(org, course.won)).length > 0);
  const [first] = house.instances;
  if (!isStruck() && first !== undefined) striker.killNow(kill, first);
  if (kill.struck === null) return;
  const atStart = wave.killAtStart === null ? null : striker.arm(wave.killAtStart);
  if (atStart !== null) course.armed.push(atStart);
  kill.revived = true;
  await start(course, kill.struck);
  if (atStart !== null) striker.forget(atStart);
}

/** A process that is killed while it comes up is started again, as whoever supervises it would. */
async function start(course: Course, instance: Instance): Promise<void> {
  const { bench: { striker }, result } = course;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await instance.restart();
      return;
    } catch (error) {
      striker.look();
      if (attempt === STARTS) throw error;
      if (!ownKill(course, instance)) result.notes.push(`the start of instance ${instance.name} failed: ${(error instanceof Error ? error.message : String(error)).split('\n').slice(0, 2).join(' ')}`);
    }
  }
}

/** A backend that ended although nobody struck it is a finding, and is started again. */
async function revive(course: Course, instance: Instance): Promise<void> {
  course.bench.striker.look();
  if (instance.isAlive()) return;
  if (!ownKill(course, instance)) course.result.notes.push(`instance ${instance.name} ended by itself: ${instance.lastWords()}`);
  await start(course, instance);
}

/** Whether this end of the process was the prover's doing; each of its kills explains one end. */
function ownKill({ armed }: Course, instance: Instance): boolean {
  const kill = armed.find((one) => one.struck === instance && one.strike.kind === 'kill' && !one.revived);
  if (kill === undefined) return false;
  kill.revived = true;
  return true;
}

async function nudge({ bench: { voice, house } }: Course, { nudges }: Wave): Promise<void> {
  for (let count = 0; count < nudges; count += 1) for (const instance of house.instances) await voice.nudgeTwice(instance.url);
}

async function pressAll({ bench: { voice, house } }: Course, { presses }: Wave, deals: readonly Intent[]): Promise<void> {
  for (let count = 0; count < presses; count += 1) await Promise.all(deals.flatMap((deal) => house.instances.map((instance) => voice.press(instance.url, deal.dealId))));
}

/** Takes all troubles away, waits until everything is done, and until nothing lost can commit any more. */
async function settleDown(course: Course): Promise<void> {
  const { bench: { striker, farEnds, house, org, settleMs }, result, armed, won } = course;
  striker.look();
  striker.disarm();
  await farEnds.clear();
  const clearedAt = performance.now();
  for (const instance of house.instances) instance.ask({ clockShiftMs: 0 });
  count(result, armed);
  await Promise.all(armed.map((one) => one.over));
  for (const instance of house.instances) await revive(course, instance);
  const end = performance.now() + DONE_MS;
  for (let open = await openDeals(org, won); open.length > 0 && performance.now() < end; open = await openDeals(org, won)) {
    await wait(PAUSE_MS);
    for (const instance of house.instances) await revive(course, instance);
    if (await areGivenUp(house, open)) break;
  }
  await wait(Math.max(0, latestCommitMs(settleMs) + 200 - (performance.now() - clearedAt)));
}

/** Where the product stands with a deal that no ERP has an order for: the way to why. */
async function whatIsSaidOf({ stack: { endpoints } }: House, dealId: string): Promise<string> {
  const rows = await readPushes(endpoints, `opportunity=${dealId}`);
  if (rows === null) return 'the backend does not answer';
  return rows.length === 0 ? 'never taken up' : JSON.stringify(rows.map(({ state, code, message, attempts, acceptedAt, updatedAt, nextTryAt }) => ({ state, code, message, attempts, acceptedAt, updatedAt, nextTryAt })));
}

/** The product says by itself that it waits for a person: nothing will change by waiting. */
async function areGivenUp({ stack: { endpoints } }: House, open: readonly Intent[]): Promise<boolean> {
  const dead = new Set((await readPushes(endpoints, 'state=dead&limit=500'))?.map((row) => row.opportunityId));
  return open.every((deal) => dead.has(deal.dealId));
}

function count(result: RunResult, armed: readonly Armed[]): void {
  for (const { strike, struck, byTime } of armed) {
    if (struck === null) continue;
    if (!byTime) result.struck.push(pointName(strike.point));
    if (strike.kind === 'kill') result.kills += 1;
    if (strike.kind === 'stop') result.stops += 1;
    if (strike.kind === 'cut') result.cuts += 1;
    if (strike.kind === 'hold') result.holds += 1;
    if (strike.kind === 'restart-database') result.restarts += 1;
  }
}
