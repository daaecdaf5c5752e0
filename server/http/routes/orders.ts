import * as contract from '../../contract/orders.ts';
import { toId18 } from '../../kernel/ids.ts';
import { actorOf } from '../../registry/operators.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const orderRoutes = (services: Services): Route[] => [
  handle(contract.sendOrder, ({ caller, params, query, requestId }) => services.sendOrder(caller, toId18(params.opportunityId), requestId, query.planHash)),
  handle(contract.sendOrderAsOperator, ({ caller, params, body, requestId }) => services.sendOrderAsOperator({ orgId: toId18(params.orgId), actor: actorOf(caller), requestId }, toId18(params.opportunityId), body)),
  handle(contract.wakeOutbox, ({ caller }) => {
    services.wakeOutbox(caller.orgId);
    return { accepted: true as const };
  }),
  handle(contract.listPushes, ({ params, query }) => services.listPushes(toId18(params.orgId), query)),
  handle(contract.showPush, ({ params }) => services.showPush(toId18(params.orgId), params.key.toUpperCase())),
  handle(contract.retryPush, ({ caller, params, body, requestId }) => services.retryPush(toId18(params.orgId), params.key.toUpperCase(), actorOf(caller), body.reason, requestId)),
];
