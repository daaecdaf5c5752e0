import * as contract from '../../contract/panels.ts';
import { withoutPayment } from '../../panels/without-payment.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const panelRoutes = (services: Services): Route[] => [
  handle(contract.readAccountPanels, ({ caller, params, query, requestId }) => services.readAccountPanels(caller, params, query, requestId)),
  handle(contract.readOpportunityPanels, async ({ caller, params, body, requestId }) => {
    const panels = await services.readOpportunityPanels(caller, params, body, requestId);
    return caller.permissions.includes('Crossledger_View_Finance') ? panels : withoutPayment(panels);
  }),
  handle(contract.readProductPanels, ({ caller, query, requestId }) => services.readProductPanels(caller, query, requestId)),
];
