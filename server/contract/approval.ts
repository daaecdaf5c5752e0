import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { orderKeyText, salesforceId } from './names.ts';
import { pushView } from './panels.ts';

const decision = z.strictObject({
  reason: z.string().min(3).max(500),
  /** Of the plan that was shown, as `planHash` of the push says it; refused when the plan is another by now. */
  planHash: z.string().regex(/^[0-9a-f]{64}$/).optional(),
});
const opportunity = z.strictObject({ opportunityId: salesforceId });
const push = z.strictObject({ orgId: salesforceId, key: orderKeyText });

export const releaseOrder = defineEndpoint({
  id: 'releaseOrder', method: 'POST', path: '/v1/opportunities/:opportunityId/orders/release', summary: 'Lets the order of a deal pass that is held for approval, exactly as planned now',
  access: { kind: 'org', permission: 'Crossledger_Approve_Orders' }, params: opportunity, body: decision, reply: pushView,
});
export const refuseOrder = defineEndpoint({
  id: 'refuseOrder', method: 'POST', path: '/v1/opportunities/:opportunityId/orders/refuse', summary: 'Does not let it pass; the deal is told why',
  access: { kind: 'org', permission: 'Crossledger_Approve_Orders' }, params: opportunity, body: decision, reply: pushView,
});
export const releasePush = defineEndpoint({
  id: 'releasePush', method: 'POST', path: '/v1/orgs/:orgId/pushes/:key/release', summary: 'Lets an order pass that is held for approval, exactly as planned now',
  access: { kind: 'operator', role: 'operator' }, params: push, body: decision, reply: pushView,
});
export const refusePush = defineEndpoint({
  id: 'refusePush', method: 'POST', path: '/v1/orgs/:orgId/pushes/:key/refuse', summary: 'Does not let it pass; the deal is told why',
  access: { kind: 'operator', role: 'operator' }, params: push, body: decision, reply: pushView,
});
