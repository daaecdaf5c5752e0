/** How much one run does. */
export interface Plan {
  stores: readonly ('embedded' | 'postgres')[];
  customers: number;
  deals: number;
  /** Whether the calls of each kind of order are counted one by one. */
  calls: boolean;
  cells: readonly Cell[];
  rounds: number;
  roundMs: number;
}

/** One row of the table of panel reads. */
export interface Cell {
  /** Of each upstream read. */
  delayMs: number;
  atOnce: number;
}

const ONE: Cell = { delayMs: 20, atOnce: 1 };
const FIFTY: Cell = { delayMs: 20, atOnce: 50 };

export const FULL: Plan = { stores: ['embedded', 'postgres'], customers: 120, deals: 300, calls: true, cells: [ONE, FIFTY, { delayMs: 0, atOnce: 50 }], rounds: 2, roundMs: 800 };
export const QUICK: Plan = { stores: ['embedded'], customers: 60, deals: 60, calls: false, cells: [ONE, FIFTY], rounds: 2, roundMs: 500 };
