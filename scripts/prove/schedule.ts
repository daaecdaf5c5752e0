import { plannedFaults } from './faults.ts';
import type { Mix, RunPlan, Store, Strike, Wave } from './plan.ts';
import { DRY_DEALS } from './dry-run.ts';
import { isFile, isWrite, type Point, type Stage } from './points.ts';
import { makeRandom, pickWhole, type Random } from './random.ts';

export interface ScheduleOptions {
  seed: number;
  run: number;
  store: Store;
  mix: Mix;
  points: readonly Point[];
  settleMs: number;
}

const DEALS = [4, 3, 3];
/** How much likelier a moment is struck whose exchange changes something. */
const WRITE_WEIGHT = 3;
/** The lease of an instance that does not beat is free after ten seconds. */
const FROZEN_MS = 12_500;

/** What happens in a run. The same seed, run and points give the same schedule; one point more or less changes few choices. */
export function scheduleRun(options: ScheduleOptions): RunPlan {
  const { seed, run, store, mix, settleMs } = options;
  const random = makeRandom(seed, run, 'run');
  const waves = DEALS.map((deals, at) => scheduleWave(options, at, deals, random));
  return { run, store, waves, faults: plannedFaults(mix, settleMs, makeRandom(seed, run, 'faults')), clockShiftMs: mix === 'all' && random() < 0.3 ? clockShift(store, settleMs, random) : 0 };
}

/** The embedded store reads the same clock as the backend, so that a step forward shortens the settle time: it stays below what that has to spare. */
function clockShift(store: Store, settleMs: number, random: Random): number {
  const most = store === 'postgres' ? 60_000 : Math.floor(settleMs / 5);
  return pickWhole(random, 100, most) * (random() < 0.5 ? -1 : 1);
}

function scheduleWave(options: ScheduleOptions, at: number, deals: number, random: Random): Wave {
  const { mix, store } = options;
  const choose = (name: string, stage: Stage, fits: (point: Point) => boolean = () => true): Point => choosePoint(options, `${name} ${at}`, stage, fits);
  const kill = strikeAt('kill', choose('kill', 'work'), random);
  const killAtStart = mix === 'all' && random() < 0.2 ? strikeAt('kill', choose('start', 'start'), random) : null;
  return { deals, kill, killAtStart, sides: mix === 'all' ? scheduleSides(store, choose, random) : mix === 'frozen' && at < 2 ? [freezeBetween(deals, choose, random)] : [], nudges: pickWhole(random, 0, 3), presses: random() < 0.4 ? pickWhole(random, 1, 2) : 0 };
}

type Choose = (name: string, stage: Stage, fits?: (point: Point) => boolean) => Point;

/** Frozen after the look-up found nothing and before the write: each order reads its settle times twice before the look-up, and once before each of two writes. */
function freezeBetween(deals: number, choose: Choose, random: Random): Strike {
  const point = choose('freeze', 'work', ({ label, phase }) => label === 'database select max' && phase === 'after');
  return { ...strikeAt('stop', point, random), forMs: FROZEN_MS, after: Math.floor((point.count / DRY_DEALS) * deals * (0.5 + 0.25 * random())) };
}

function scheduleSides(store: Store, choose: Choose, random: Random): Strike[] {
  const sides: Strike[] = [];
  const onWire = (point: Point): boolean => !isFile(point);
  if (random() < 0.5) sides.push(strikeAt('cut', choose('cut', 'work', onWire), random));
  if (random() < 0.5) sides.push({ ...strikeAt('hold', choose('hold', 'work', onWire), random), forMs: pickWhole(random, 100, 2500) });
  if (random() < 0.35) sides.push({ ...strikeAt('stop', choose('stop', 'work'), random), forMs: store === 'postgres' && random() < 0.4 ? FROZEN_MS : pickWhole(random, 200, 4000) });
  if (store === 'postgres' && random() < 0.2) sides.push(strikeAt('restart-database', choose('restart', 'work', (point) => point.label.startsWith('database ')), random));
  return sides;
}

const strikeAt = (kind: Strike['kind'], { label, phase, count }: Point, random: Random): Strike => ({
  kind, point: { label, phase }, forMs: 0, lose: random() < 0.5,
  // A wave is a third of the dry run's deals; a quarter leaves room for what a disturbed wave does not reach.
  after: Math.floor(random() * Math.max(1, count / 4)),
});

/** The point whose draw, made of its own name, is the highest: other points come and go without changing the choice. */
function choosePoint({ seed, run, points }: ScheduleOptions, name: string, stage: Stage, fits: (point: Point) => boolean): Point {
  const draw = (point: Point): number => makeRandom(seed, run, name, point.label, point.phase)() ** (1 / (isWrite(point) ? WRITE_WEIGHT : 1));
  const drawn = points.filter((point) => point.stage === stage && fits(point)).map((point) => ({ point, at: draw(point) })).sort((one, other) => other.at - one.at)[0];
  if (drawn === undefined) throw new Error(`The dry run found no point for ${name}`);
  return drawn.point;
}
