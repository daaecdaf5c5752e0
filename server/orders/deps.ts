import type { Clock } from '../kernel/clock.ts';
import type { Expressions } from '../mapping/expressions/expressions.ts';
import type { Log } from '../kernel/log.ts';
import type { Database } from '../store/database.ts';
import type { Directory } from './directory.ts';

export interface OrdersDeps {
  db: Database;
  clock: Clock;
  directory: Directory;
  log: Log;
  /** Evaluates the expressions of mapping documents. */
  expressions: Expressions;
  /** Longest wait for one answer of the ERP on the order path. */
  callMs: number;
  /** Name of this instance, owner of its leases. */
  instance: string;
}
