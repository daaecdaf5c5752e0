import * as contract from '../../contract/panels.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const panelRoutes = (services: Services): Route[] => [
  handle(contract.readAccountPanels, ({ caller, params, query, requestId }) => services.readAccountPanels(caller, params, query, requestId)),
  handle(contract.readOpportunityPanels, ({ caller, params, body, requestId }) => services.readOpportunityPanels(caller, params, body, requestId)),
  handle(contract.readProductPanels, ({ caller, query, requestId }) => services.readProductPanels(caller, query, requestId)),
];
