import type { FarName, Phase } from './proxy.ts';

/** A moment at which something can happen to the backend: a kind of exchange with a far end, or of write to the embedded store's files. */
export interface Point {
  /** `fno POST /data/SalesOrderHeadersV2`, `database insert steps`, `file write pg_wal`. */
  label: string;
  phase: Phase;
  /** While a backend comes up, or while it works. */
  stage: 'start' | 'work';
  /** How often the dry run saw it. */
  count: number;
}

export type Stage = Point['stage'];

/** Counts what a dry run shows. */
export interface PointCounter {
  see(far: FarName, label: string, stage: Stage): void;
  seeFiles(counts: Readonly<Record<string, number>>, stage: Stage): void;
  points(): Point[];
}

export function makePointCounter(): PointCounter {
  const counts = new Map<string, { label: string; stage: Stage; phases: readonly Phase[]; count: number }>();
  const add = (label: string, stage: Stage, phases: readonly Phase[], by: number): void => {
    const entry = counts.get(`${stage} ${label}`) ?? { label, stage, phases, count: 0 };
    entry.count += by;
    counts.set(`${stage} ${label}`, entry);
  };
  return {
    see: (far, label, stage) => add(`${far} ${label}`, stage, ['before', 'after', 'told'], 1),
    seeFiles(files, stage) {
      for (const [label, count] of Object.entries(files)) add(`file ${label}`, stage, ['before', 'after'], count);
    },
    points: () => [...counts.values()].flatMap(({ phases, ...entry }) => phases.map((phase) => ({ ...entry, phase }))),
  };
}

export const isFile = (point: Pick<Point, 'label'>): boolean => point.label.startsWith('file ');

/** Whether the exchange changes something over there. */
export const isWrite = ({ label }: Pick<Point, 'label'>): boolean => !/ (GET|select|listen|with|begin|commit|rollback)\b/.test(label);

export const pointName = ({ label, phase }: Pick<Point, 'label' | 'phase'>): string => `${phase} ${label}`;
