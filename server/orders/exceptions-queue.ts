import type * as z from 'zod';
import type { ExceptionListRow, ExceptionView, listExceptions } from '../contract/exceptions.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { commonCauses, countOwners, countQueue, exceptionConnections, findException, readQueue, type QueueRow } from '../store/exception-queue.ts';
import { findPush } from '../store/pushes.ts';
import type { OrdersDeps } from './deps.ts';
import { overridesOf } from './overrides.ts';

const CAUSES = 20;

/** What waits for a decision, newest first. */
export async function exceptionsOf(deps: OrdersDeps, orgId: string, query: z.output<typeof listExceptions.query>): Promise<z.input<typeof listExceptions.reply>> {
  const { limit, after, ...filter } = query;
  const { rows, next } = await readQueue(deps.db, orgId, filter, { limit, after });
  return {
    rows: rows.map(rowOf), counts: await countQueue(deps.db, orgId, filter), owners: await countOwners(deps.db, orgId, filter),
    connections: await exceptionConnections(deps.db, orgId), causes: await commonCauses(deps.db, orgId, filter, CAUSES), next,
  };
}

export async function needException(deps: Pick<OrdersDeps, 'db'>, orgId: string, id: string): Promise<QueueRow> {
  const row = await findException(deps.db, orgId, id);
  if (row === undefined) throw new CrossledgerError('record.unknown', { what: 'Exception', id });
  return row;
}

/** One that nobody has closed yet; throws exception.closed. */
export async function needOpenException(deps: Pick<OrdersDeps, 'db'>, orgId: string, id: string): Promise<QueueRow> {
  const row = await needException(deps, orgId, id);
  refuseClosed(row);
  return row;
}

export function refuseClosed(row: Pick<QueueRow, 'state'>): void {
  if (!isOpen(row)) throw new CrossledgerError('exception.closed', { state: row.state });
}

export const isOpen = (row: Pick<QueueRow, 'state'>): boolean => row.state === 'open' || row.state === 'retrying';

export async function exceptionOf(deps: OrdersDeps, orgId: string, id: string): Promise<ExceptionView> {
  const row = await needException(deps, orgId, id);
  const push = await findPush(deps.db, orgId, row.key);
  return { ...rowOf(row), before: row.before, after: row.after, edits: overridesOf(push?.overrides) };
}

const rowOf = (row: QueueRow): ExceptionListRow => ({
  id: row.id, orgId: row.org_id, kind: row.kind as ExceptionListRow['kind'], state: row.state as ExceptionListRow['state'], code: row.code, cause: row.cause, owner: row.owner as ExceptionListRow['owner'],
  sentence: row.sentence, fix: row.fix, key: row.key, opportunityId: row.opportunity_id, accountId: row.account_id, connection: row.connection, pushState: row.push_state, orderNumber: row.order_number,
  seen: row.seen, openedAt: row.opened_at, lastSeenAt: row.last_seen_at, resolution: row.resolution, resolvedBy: row.resolved_by, resolvedAt: row.resolved_at,
});
