import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { orderKeyText, salesforceId } from './names.ts';
import { pushView } from './panels.ts';

const planHash = z.string().regex(/^[0-9a-fA-F]{64}$/, 'the planHash of a check');

/** Send to ERP. The backend re-reads the deal; nothing of it is taken from the caller. Repeating it answers with the push that exists. */
export const sendOrder = defineEndpoint({
  id: 'sendOrder',
  method: 'POST',
  path: '/v1/opportunities/:opportunityId/orders',
  summary: 'Accepts the order of a deal; it is sent in the background',
  access: { kind: 'org', permission: 'Crossledger_Send_Orders' },
  params: z.strictObject({ opportunityId: salesforceId }),
  query: z.strictObject({ planHash: planHash.optional().describe('of the check that was shown: when the order would differ by now, the connection decides') }),
  reply: pushView,
  status: 202,
});

/** The same by an operator, who says why. What was given up or refused is taken up again. */
export const sendOrderAsOperator = defineEndpoint({
  id: 'sendOrderAsOperator',
  method: 'POST',
  path: '/v1/orgs/:orgId/opportunities/:opportunityId/orders',
  summary: 'Accepts the order of a deal for an operator; it is sent in the background',
  access: { kind: 'operator', role: 'operator' },
  params: z.strictObject({ orgId: salesforceId, opportunityId: salesforceId }),
  body: z.strictObject({ reason: z.string().min(3).max(500), planHash: planHash.optional() }),
  reply: pushView,
  status: 202,
});

/** A nudge without a body: the poller reads the outbox rows now instead of at its next turn. */
export const wakeOutbox = defineEndpoint({
  id: 'wakeOutbox',
  method: 'POST',
  path: '/v1/outbox/wake',
  summary: 'Reads the outbox of the calling org now',
  access: { kind: 'org' },
  reply: z.object({ accepted: z.literal(true) }),
  status: 202,
});

export const pushRow = pushView.extend({
  orgId: z.string(),
  opportunityId: z.string(),
  cycle: z.int(),
  origin: z.enum(['won', 'button', 'operator', 'reconciler']),
  connection: z.string().nullable(),
  company: z.string().nullable(),
  attempts: z.int(),
  updatedAt: z.string(),
});

export const listPushes = defineEndpoint({
  id: 'listPushes',
  method: 'GET',
  path: '/v1/orgs/:orgId/pushes',
  summary: 'Pushes of an org, newest first',
  access: { kind: 'operator', role: 'viewer' },
  params: z.strictObject({ orgId: salesforceId }),
  query: z.strictObject({
    state: pushView.shape.state.optional(),
    opportunity: salesforceId.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    after: z.string().max(80).optional(),
  }),
  reply: z.object({ rows: z.array(pushRow), counts: z.record(z.string(), z.int()), next: z.string().nullable() }),
});

export const showPush = defineEndpoint({
  id: 'showPush',
  method: 'GET',
  path: '/v1/orgs/:orgId/pushes/:key',
  summary: 'One push with every step it took',
  access: { kind: 'operator', role: 'viewer' },
  params: z.strictObject({ orgId: salesforceId, key: orderKeyText }),
  reply: pushRow.extend({
    steps: z.array(z.object({ step: z.string(), attempt: z.int(), at: z.string(), doneAt: z.string().nullable(), outcome: z.string(), detail: z.string().nullable() })),
    /** What was, or in observe would be, sent. */
    plan: z.unknown(),
  }),
});

export const retryPush = defineEndpoint({
  id: 'retryPush',
  method: 'POST',
  path: '/v1/orgs/:orgId/pushes/:key/retry',
  summary: 'Tries a push again now, with a reason',
  access: { kind: 'operator', role: 'operator' },
  params: z.strictObject({ orgId: salesforceId, key: orderKeyText }),
  body: z.strictObject({ reason: z.string().min(3).max(500) }),
  reply: pushRow,
});
