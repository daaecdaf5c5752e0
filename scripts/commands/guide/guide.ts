import type { BackendClient } from '../backend/backend-client.ts';
import type { Asker } from './ask.ts';

/** What a step works with. */
export interface Guide {
  backend: BackendClient;
  orgId: string;
  asker: Asker;
  /** How long the pairing is waited for. */
  waitMs: number;
  say: (text: string) => void;
  /** Shows that something is waited for, until the work is done. */
  waiting<T>(text: string, work: () => Promise<T>): Promise<T>;
}

/** One step on the way to the first order. What is done already is seen, never remembered: so the way can be left and taken up at any step. */
export interface Step {
  id: string;
  /** A sentence when it is done, null when it is not. */
  look: (guide: Pick<Guide, 'backend' | 'orgId'>) => Promise<string | null>;
  /** Asks what it needs and does it; throws what the backend refuses. */
  work: (guide: Guide) => Promise<void>;
  /** Command that does the same without questions. */
  command: string;
}
