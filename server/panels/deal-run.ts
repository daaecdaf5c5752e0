import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { readOpportunityPanels } from '../contract/panels.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Place } from '../orders/place.ts';
import type { Push } from '../store/pushes.ts';
import { READ_MS, type PanelsDeps } from './deps.ts';
import { livePart, toProblem, type Part } from './live-part.ts';

export type OpportunityQuestion = z.infer<typeof readOpportunityPanels.body>;
export type DealLineQuestion = OpportunityQuestion['lines'][number];

/** One page that is being read. */
export interface PanelRun {
  deps: PanelsDeps;
  orgId: string;
  requestId: string;
}

/** An opportunity page: what its parts need. */
export interface DealRun extends PanelRun {
  question: OpportunityQuestion;
  push: Push | undefined;
  /** Null when nothing decides it; `problem` says why. */
  place: Place | null;
  problem: CrossledgerError | null;
}

export const contextOf = ({ deps, requestId }: PanelRun): CallContext => ({ lane: 'live', deadlineAt: deps.clock.now() + READ_MS, requestId });

/** Of a deal whose place is not decided. */
export const placeless = <T>({ problem, requestId }: DealRun): Part<T> =>
  ({ state: 'error', asOf: null, data: null, problem: toProblem(problem ?? new CrossledgerError('connection.undecided', { account: '' }), requestId) });

/** One part at the record's place, kept under what was asked. */
export function partAt<T>(run: PanelRun, { connection, company }: Place, part: { name: string; subject: string; read: () => Promise<T> }): Promise<Part<T>> {
  return livePart(run.deps.clock, run.deps.kept, {
    key: { orgId: run.orgId, connection: connection.name, company, part: part.name, subject: part.subject },
    keepDays: connection.keepDays,
    deadlineMs: connection.panelDeadlineMs,
    requestId: run.requestId,
    read: part.read,
  });
}

/** A question of any length as the subject of what is kept. */
export const subjectOf = (question: unknown): string => createHash('sha256').update(JSON.stringify(question)).digest('base64url');
