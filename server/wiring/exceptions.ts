import type { ExceptionServices } from '../http/exception-services.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { heldKey, refuseOrder, releaseOrder } from '../orders/approval-decide.ts';
import type { OrdersDeps } from '../orders/deps.ts';
import { cancelOrder } from '../orders/cancel.ts';
import { discardException, editException, retryException, retryExceptions } from '../orders/exceptions-decide.ts';
import { exceptionOf, exceptionsOf } from '../orders/exceptions-queue.ts';

export function exceptionServices(orders: OrdersDeps, jobs: Jobs): ExceptionServices {
  return {
    listExceptions: (orgId, query) => exceptionsOf(orders, orgId, query),
    showException: (orgId, id) => exceptionOf(orders, orgId, id),
    retryException: (who, id, reason) => retryException(orders, jobs, who, id, reason),
    retryExceptions: (who, { pick, ...options }) => retryExceptions(orders, jobs, who, pick, options),
    editException: (who, id, edit) => editException(orders, jobs, who, id, edit),
    cancelOrder: (who, id, reason) => cancelOrder(orders, jobs, who, id, reason),
    discardException: (who, id, reason) => discardException(orders, jobs, who, id, reason),
    releaseOrder: async ({ orgId, userId }, opportunityId, decision, requestId) => releaseOrder(orders, jobs, { orgId, actor: `user:${userId}`, requestId }, await heldKey(orders, orgId, opportunityId), decision),
    refuseOrder: async ({ orgId, userId }, opportunityId, decision, requestId) => refuseOrder(orders, jobs, { orgId, actor: `user:${userId}`, requestId }, await heldKey(orders, orgId, opportunityId), decision),
    releasePush: (who, key, decision) => releaseOrder(orders, jobs, who, key, decision),
    refusePush: (who, key, decision) => refuseOrder(orders, jobs, who, key, decision),
  };
}
