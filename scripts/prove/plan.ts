import type { Point } from './points.ts';

export type Store = 'embedded' | 'postgres';
export type Mix = 'all' | 'lost-answers' | 'late-commits' | 'frozen';
export const MIXES: readonly Mix[] = ['all', 'lost-answers', 'late-commits', 'frozen'];

/** One thing that is done to the backend when an event of a kind has come so often. */
export interface Strike {
  kind: 'kill' | 'stop' | 'cut' | 'hold' | 'restart-database';
  point: Pick<Point, 'label' | 'phase'>;
  /** Events of the kind that pass first. */
  after: number;
  /** Of a stop and a hold. */
  forMs: number;
  /** A kill before an exchange: whether the bytes are lost with the process, or still arrive. */
  lose: boolean;
}

export interface Wave {
  /** Deals won at once. */
  deals: number;
  kill: Strike;
  /** Armed while the killed backend comes up again. */
  killAtStart: Strike | null;
  sides: readonly Strike[];
  /** Signed nudges beside the trigger's own, each delivered twice. */
  nudges: number;
  /** "Send to ERP" pressed so often for each deal, before and after the win. */
  presses: number;
}

/** A fault for a far end's own fault script. */
export interface PlannedFault {
  far: 'erps' | 'salesforce';
  /** In words, for the schedule that is printed. */
  words: string;
  fault: Readonly<Record<string, unknown>>;
}

/** Everything that happens in one run; decided by seed, run and the points that the dry run found. */
export interface RunPlan {
  run: number;
  store: Store;
  waves: readonly Wave[];
  faults: readonly PlannedFault[];
  /** Step of the backend's clock from the second wave to the end of the third; 0 is none. */
  clockShiftMs: number;
}

export function describePlan({ waves, faults, clockShiftMs }: RunPlan): string[] {
  const words = ({ kind, point, after, forMs, lose }: Strike): string =>
    `${kind} ${point.phase} ${point.label} no. ${after + 1}${kind === 'stop' || kind === 'hold' ? ` for ${forMs} ms` : ''}${kind === 'kill' && point.phase === 'before' ? (lose ? ', request lost' : ', request still arrives') : ''}`;
  return [
    ...faults.map((fault) => `fault: ${fault.words}`),
    ...(clockShiftMs === 0 ? [] : [`clock: ${clockShiftMs > 0 ? '+' : ''}${clockShiftMs} ms from the second wave on`]),
    ...waves.flatMap((wave, at) => [
      `wave ${at + 1}: ${wave.deals} deals, ${wave.nudges} nudges twice, button pressed ${wave.presses} times each`,
      ...wave.sides.map((side) => `  ${words(side)}`),
      `  ${words(wave.kill)}`,
      ...(wave.killAtStart === null ? [] : [`  ${words(wave.killAtStart)} while it comes up`]),
    ]),
  ];
}
