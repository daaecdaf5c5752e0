import * as contract from '../../contract/check.ts';
import { toId18 } from '../../kernel/ids.ts';
import { withoutCreditFigures } from '../../orders/check/credit-figures.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const checkRoutes = (services: Services): Route[] => [
  handle(contract.checkOrder, async ({ caller, params, requestId }) => {
    const check = await services.checkOrder(caller.orgId, toId18(params.opportunityId), requestId);
    return caller.permissions.includes('Crossledger_View_Finance') ? check : withoutCreditFigures(check);
  }),
  handle(contract.checkOrderAsOperator, ({ params, requestId }) => services.checkOrder(toId18(params.orgId), toId18(params.opportunityId), requestId)),
];
