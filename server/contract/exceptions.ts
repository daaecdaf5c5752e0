import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { connectionName, erpKey, salesforceId } from './names.ts';

const reason = z.string().min(3).max(500).describe('kept in the audit trail');
const orgParams = z.strictObject({ orgId: salesforceId });
const exceptionParams = orgParams.extend({ exceptionId: z.uuid() });
const cause = z.string().min(3).max(200);
const filters = {
  state: z.enum(['open', 'retrying', 'resolved', 'discarded']).optional(),
  owner: z.enum(['rep', 'admin', 'finance', 'erp']).optional(),
  code: z.string().max(80).optional(),
  cause: cause.optional(),
  connection: connectionName.optional(),
};

/** Planned values that an operator sets instead of the deal's. Dates are calendar days. Lines are named by the id of the opportunity line. */
export const orderEdit = z.strictObject({
  customerNumber: erpKey.optional(),
  customerPurchaseOrder: erpKey.optional(),
  requestedDate: z.iso.date().optional().describe('of every line that has none of its own here'),
  lines: z.record(salesforceId, z.strictObject({ itemNumber: erpKey.optional(), requestedDate: z.iso.date().optional() })).optional(),
});
export type OrderEdit = z.infer<typeof orderEdit>;

export const exceptionRow = z.object({
  id: z.string(),
  orgId: z.string(),
  /** `push`: an order does not go. `aftermath`: something happened to the deal after its order was sent. `merge`: an account was merged into another one. */
  kind: z.enum(['push', 'aftermath', 'merge']),
  state: z.enum(['open', 'retrying', 'resolved', 'discarded']),
  code: z.string(),
  /** Equal for everything that goes when the same thing is put right. */
  cause: z.string(),
  owner: z.enum(['rep', 'admin', 'finance', 'erp']),
  /** What is wrong and where, one sentence. */
  sentence: z.string(),
  /** What to do, or what happens next. */
  fix: z.string(),
  /** Of the order; of a merge the id of the account that is gone. */
  key: z.string(),
  /** Null when it is about an account. */
  opportunityId: z.string().nullable(),
  /** The account that it is about, when it is not about a deal. */
  accountId: z.string().nullable(),
  connection: z.string().nullable(),
  pushState: z.string().nullable(),
  orderNumber: z.string().nullable(),
  /** How often it was seen with this cause. */
  seen: z.int(),
  openedAt: z.string(),
  lastSeenAt: z.string(),
  resolution: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  resolvedAt: z.string().nullable(),
});
export type ExceptionListRow = z.infer<typeof exceptionRow>;

export const exceptionView = exceptionRow.extend({
  /** The order as it was planned, or what of it was edited. */
  before: z.unknown(),
  /** The order as edited, or as it was sent in the end. */
  after: z.unknown(),
  /** What an operator has set instead of the deal's values. */
  edits: orderEdit,
});
export type ExceptionView = z.infer<typeof exceptionView>;

export const listExceptions = defineEndpoint({
  id: 'listExceptions', method: 'GET', path: '/v1/orgs/:orgId/exceptions', summary: 'What waits for a decision and what was decided, newest first',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Work_Exceptions' }, params: orgParams,
  query: z.strictObject({ ...filters, limit: z.coerce.number().int().min(1).max(500).default(100), after: z.string().max(120).optional() }),
  reply: z.object({
    rows: z.array(exceptionRow),
    /** By state, under the other filters. */
    counts: z.record(z.string(), z.int()),
    /** Of those that are not closed, by who can put it right, under the other filters. */
    owners: z.record(z.string(), z.int()),
    /** Of this org's exceptions, whatever the filters. */
    connections: z.array(z.string()),
    /** Those for which most is waiting. */
    causes: z.array(z.object({ cause: z.string(), code: z.string(), count: z.int() })),
    next: z.string().nullable(),
  }),
});

export const showException = defineEndpoint({
  id: 'showException', method: 'GET', path: '/v1/orgs/:orgId/exceptions/:exceptionId', summary: 'One exception with its payload before and after',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Work_Exceptions' }, params: exceptionParams, reply: exceptionView,
});

export const retryException = defineEndpoint({
  id: 'retryException', method: 'POST', path: '/v1/orgs/:orgId/exceptions/:exceptionId/retry', summary: 'Tries the order again now, also one that was discarded; for a deal that changed after sending, looks again',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Work_Exceptions' }, params: exceptionParams, body: z.strictObject({ reason }), reply: exceptionView,
});

export const retryExceptions = defineEndpoint({
  id: 'retryExceptions', method: 'POST', path: '/v1/orgs/:orgId/exceptions/retry', summary: 'Tries many again: those named, all with one cause, or all; at most 200 in one call, `next` goes on',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Work_Exceptions' }, params: orgParams,
  body: z.strictObject({
    reason,
    pick: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('ids'), ids: z.array(z.uuid()).min(1).max(200) }),
      z.strictObject({ by: z.literal('cause'), cause }),
      z.strictObject({ by: z.literal('all') }),
    ]),
    after: z.string().max(120).optional(),
  }),
  reply: z.object({ retried: z.int(), /** Still open after this call, when there is a next one. */ left: z.int(), next: z.string().nullable() }),
});

export const editException = defineEndpoint({
  id: 'editException', method: 'POST', path: '/v1/orgs/:orgId/exceptions/:exceptionId/edit', summary: 'Sets planned values of the order instead of the deal\'s and tries it again',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Work_Exceptions' }, params: exceptionParams, body: z.strictObject({ reason, changes: orderEdit }), reply: exceptionView,
});

export const cancelOrder = defineEndpoint({
  id: 'cancelOrder', method: 'POST', path: '/v1/orgs/:orgId/exceptions/:exceptionId/cancel', summary: 'Takes the order of a changed, lost or reopened deal back in the ERP, where the connection allows it and nothing of it is picked, shipped or invoiced; the deal is told',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Work_Exceptions' }, params: exceptionParams, body: z.strictObject({ reason }), reply: exceptionView,
});

export const discardException = defineEndpoint({
  id: 'discardException', method: 'POST', path: '/v1/orgs/:orgId/exceptions/:exceptionId/discard', summary: 'Gives the order up, or leaves a sent order and its changed deal as they are; the deal is told',
  access: { kind: 'operator', role: 'operator', orgPermission: 'Crossledger_Work_Exceptions' }, params: exceptionParams, body: z.strictObject({ reason }), reply: exceptionView,
});
