import * as contract from '../../contract/check.ts';
import { toId18 } from '../../kernel/ids.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const checkRoutes = (services: Services): Route[] => [
  handle(contract.checkOrder, ({ caller, params, requestId }) => services.checkOrder(caller.orgId, toId18(params.opportunityId), requestId)),
  handle(contract.checkOrderAsOperator, ({ params, requestId }) => services.checkOrder(toId18(params.orgId), toId18(params.opportunityId), requestId)),
];
