import type { Clock } from '../kernel/clock.ts';
import type { Directory } from '../orders/directory.ts';
import type { Database } from '../store/database.ts';
import type { KeptPanels } from './live-part.ts';

export interface PanelsDeps {
  db: Database;
  clock: Clock;
  directory: Directory;
  kept: KeptPanels;
}

/** How long a read may go on after the panel has answered without it. */
export const READ_MS = 15_000;
