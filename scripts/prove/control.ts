import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the prover asks of one backend process; read by the preload inside it, about twenty times a second. */
export interface Orders {
  /** Port of a far end to the port of the proxy in front of it. */
  redirect: Readonly<Record<string, number>>;
  /** Added to the process's own clock. */
  clockShiftMs: number;
  /** What to do at a file event; null does nothing. A changed `id` arms anew. */
  strike: FileStrike | null;
}

export interface FileStrike {
  id: string;
  /** Kind of event, `write pg_wal`. */
  label: string;
  /** Events of the kind that pass first. */
  after: number;
  phase: 'before' | 'after';
  signal: 'SIGKILL' | 'SIGSTOP';
}

export const NO_ORDERS: Orders = { redirect: {}, clockShiftMs: 0, strike: null };

const ordersFile = (folder: string): string => path.join(folder, 'orders.json');
/** Counts of file events by kind since the process started. */
export const countsFile = (folder: string): string => path.join(folder, 'counts.json');
/** Id of the last file strike that was carried out. */
export const struckFile = (folder: string): string => path.join(folder, 'struck');

/** Process id of the backend that runs, or that is coming up. */
export const pidFile = (folder: string): string => path.join(folder, 'pid');

/** By write and rename, so that the reader finds a whole file. */
export function writeOrders(folder: string, orders: Orders): void {
  writeFileSync(`${ordersFile(folder)}.new`, JSON.stringify(orders));
  renameSync(`${ordersFile(folder)}.new`, ordersFile(folder));
}

/** Null when nothing was asked yet. */
export const readOrders = (folder: string): Orders | null => JSON.parse(readText(ordersFile(folder)) ?? 'null') as Orders | null;

export const readCounts = (folder: string): Record<string, number> => JSON.parse(readText(countsFile(folder)) ?? '{}') as Record<string, number>;

export const readStruck = (folder: string): string | null => readText(struckFile(folder));

/** 0 before the first start. */
export const readPid = (folder: string): number => Number(readText(pidFile(folder)) ?? '0');

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
