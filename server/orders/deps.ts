import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Database } from '../store/database.ts';
import type { Directory } from './directory.ts';

export interface OrdersDeps {
  db: Database;
  clock: Clock;
  directory: Directory;
  log: Log;
  /** Name of this instance, owner of its leases. */
  instance: string;
}
